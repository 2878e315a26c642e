"""What was computed, with its error, or the reason why it cannot be told."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from catalog import formats
from catalog.models import Item, Measurement, Run
from catalog.review.fact_words import Fact, Question

_QUESTIONS = {
    "duration": Question.LENGTH,
    "frames_counted": Question.LENGTH,
    "sound_start": Question.LENGTH,
    "clock_offset": Question.TIME,
}


def measured_facts(item: Item, runs: Iterable[Run]) -> Iterator[Fact]:
    """What intake saw, and every measurement of these runs; a new name answers "Other"."""
    original = item.original
    lines = (
        gettext("%(size_bytes)s bytes") % {"size_bytes": formats.grouped(original.size_bytes)},
        gettext("by the bytes themselves, at intake"),
    )
    yield Fact(Question.CODING, original.mime, lines)
    for one in Measurement.objects.filter(run__in=list(runs)).select_related("run"):
        question = _QUESTIONS.get(one.name, Question.OTHER)
        name = one.name.replace("_", " ")
        by = f"{one.run.step} {one.run.version}: {one.method}"
        if one.value is None:
            yield Fact(
                question, gettext("cannot tell %(name)s") % {"name": name}, (one.cannot_tell, by)
            )
        elif one.name == "duration":
            error = formats.error_of(one.uncertainty or 0)
            yield Fact(question, f"{formats.file_clock(one.value)} ± {error} s", (by,))
        else:
            unit = one.unit.removesuffix("s") if one.value == 1 and one.unit != "s" else one.unit
            number = formats.measured(one.value, one.uncertainty or 0, unit)
            yield Fact(question, number, (name, by) if name not in number else (by,))

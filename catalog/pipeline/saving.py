"""Between a step's findings and the database: saving them, and handing them on."""

from collections.abc import Iterable
from fractions import Fraction

from catalog.models import Artefact, Contained, Frame, Item, Measurement, Reading, Run, State
from catalog.storage.derived import Kept, derived_path, keep
from media_tools import findings as found
from media_tools.step import all_steps
from media_tools.text import storable, storable_json

Stored = dict[str, Kept]


def keep_files(findings: found.Findings) -> Stored:
    """Keep every file the step made, before the transaction: hashing must not hold a lock."""
    stills = [still.path for still in findings.stills]
    artefacts = [artefact.path for artefact in findings.artefacts]
    contained = [contained.path for contained in findings.contained]
    return {str(path): keep(path) for path in stills + artefacts + contained}


def save_rows(run: Run, findings: found.Findings, stored: Stored) -> None:
    """Write the rows of one run, in the caller's transaction, replacing an earlier attempt's."""
    for rows in (run.readings, run.measurements, run.frames, run.artefacts, run.contained):
        rows.all().delete()
    Reading.objects.bulk_create(_reading(run, one) for one in findings.readings)
    Measurement.objects.bulk_create(_measurement(run, one) for one in findings.measurements)
    Frame.objects.bulk_create(_frame(run, one, stored) for one in findings.stills)
    Artefact.objects.bulk_create(_artefact(run, one, stored) for one in findings.artefacts)
    Contained.objects.bulk_create(_contained(run, one, stored) for one in findings.contained)
    Run.objects.filter(pk=run.pk).update(
        warnings=[storable(warning) for warning in findings.warnings],
        made_with=storable_json(findings.made_with),
        fraction=1.0,
    )


def _reading(run: Run, one: found.Reading) -> Reading:
    return Reading(
        run=run,
        tag=storable(one.tag[:300]),
        text=storable(one.text),
        tool=one.tool[:100],
        meaning=one.meaning or "",
        value=storable_json(one.value),
        raw_hex=one.raw_hex,
    )


def _measurement(run: Run, one: found.Measurement) -> Measurement:
    return Measurement(
        run=run,
        name=one.name,
        value=one.value,
        unit=one.unit,
        uncertainty=one.uncertainty,
        method=one.method,
        cannot_tell=one.cannot_tell,
    )


def _frame(run: Run, still: found.Still, stored: Stored) -> Frame:
    return Frame(
        run=run,
        pts=still.pts,
        time_base=str(still.time_base),
        start_pts=still.pts - int(still.seconds / still.time_base),
        sha256=stored[str(still.path)].sha256,
        width=still.width,
        height=still.height,
        reason=still.reason,
    )


def _artefact(run: Run, one: found.Artefact, stored: Stored) -> Artefact:
    kept = stored[str(one.path)]
    return Artefact(
        run=run,
        name=one.name,
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        mime=one.mime,
        details=storable_json(one.details),
    )


def _contained(run: Run, one: found.Contained, stored: Stored) -> Contained:
    kept = stored[str(one.path)]
    return Contained(
        run=run,
        role=one.role,
        suggested_name=storable(one.suggested_name[:200]),
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        start=one.span[0] if one.span else None,
    )


def load_upstream(item: Item, steps: Iterable[str]) -> dict[str, found.Findings]:
    """The findings of those of these steps that succeeded on this item."""
    wanted = {name: all_steps()[name].version for name in steps}
    runs = item.runs.planned().filter(step__in=wanted, state=State.DONE)
    return {run.step: _load(run) for run in runs if run.version == wanted[run.step]}


def _load(run: Run) -> found.Findings:
    return found.Findings(
        readings=[
            found.Reading(
                row.tag,
                row.text,
                row.tool,
                found.Meaning(row.meaning) if row.meaning else None,
                row.value,
                row.raw_hex,
            )
            for row in run.readings.all()
        ],
        measurements=[
            found.Measurement(
                row.name, row.value, row.unit, row.uncertainty, row.method, row.cannot_tell
            )
            for row in run.measurements.all()
        ],
        stills=[
            found.Still(
                row.pts,
                Fraction(row.time_base),
                row.seconds,
                derived_path(row.sha256),
                row.width,
                row.height,
                row.reason,
            )
            for row in run.frames.all()
        ],
        artefacts=[
            found.Artefact(row.name, derived_path(row.sha256), row.mime, row.details)
            for row in run.artefacts.all()
        ],
        warnings=list(run.warnings),
        made_with=list(run.made_with),
    )

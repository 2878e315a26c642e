"""What a processing step is, and how the steps are found and ordered.

One file in ``media_tools/steps`` is one step: a constant ``STEP`` declares it, a
function turns media and earlier findings into findings. Planning, retries, the
"processing" column, the generated documentation and the command line all go by
the declarations; nothing else knows a step by name.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import media_tools.steps
from media_tools.findings import JSON, Findings
from media_tools.media import Kind, Media


def _report_nothing(fraction: float | None, note: str) -> None:
    del fraction, note


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work for one step.

    ``upstream`` holds the findings of the steps in ``needs`` and of those in
    ``after`` that succeeded. ``folder`` is empty and the step's own. ``progress``
    takes a fraction from 0 to 1 (``None`` if unknown) and a short note such as
    "1,200 frames"; it raises ``Stopped`` when the work is to end. ``file_name`` is what the
    sender called the file: words, never a path. ``unfinished`` is a folder that outlives a
    killed attempt at the same work, ``None`` where there is none: what an earlier attempt
    left there may be taken up. ``ordered`` is what a person ordered of a step ``on_order``.
    """

    media: Media
    folder: Path
    upstream: Mapping[str, Findings] = field(default_factory=dict)
    progress: Callable[[float | None, str], None] = _report_nothing
    file_name: str = ""
    unfinished: Path | None = None
    ordered: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """The declaration of one step.

    ``needs``: steps that must have succeeded first. ``after``: steps that must
    have ended first, well or not. ``essential``: the item counts as unreadable if
    this step cannot read it. ``heavy``: long work, kept off the quick workers.
    ``on_order``: done only when a person orders it, and once for each order.
    Raise ``version`` whenever anything changes that could change the output.
    """

    name: str
    version: int
    summary: str
    kinds: frozenset[Kind]
    run: Callable[[Job], Findings]
    time_limit_s: int
    tools: tuple[str, ...]
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    essential: bool = False
    heavy: bool = False
    on_order: bool = False


@cache
def all_steps() -> dict[str, Step]:
    """Every step by name, each after the steps it needs or follows."""
    found = {
        name: importlib.import_module(f"media_tools.steps.{name}").STEP
        for _, name, _ in pkgutil.iter_modules(media_tools.steps.__path__)
    }
    order = TopologicalSorter({name: {*step.needs, *step.after} for name, step in found.items()})
    return {name: found[name] for name in order.static_order()}


def steps_for(kind: Kind) -> list[Step]:
    """The steps that every file of this kind goes through, in an order that works."""
    return [step for step in all_steps().values() if kind in step.kinds and not step.on_order]

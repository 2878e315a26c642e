"""Three small steps, and workers who do what is ready."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from textwrap import dedent

import pytest

import media_tools.steps
from catalog import pipeline
from catalog.custody.chain import COMMAND_LINE
from catalog.intake import ClaimSheet, receive
from catalog.models import Case, Item, Run, State
from media_tools.step import all_steps

HEAD = """
from pathlib import Path
from media_tools.errors import Unreadable
from media_tools.findings import Artefact, Findings, Reading
from media_tools.media import Kind
from media_tools.step import Job, Step

def words(job: Job) -> str:
    return job.media.path.read_text()
"""
STEPS = {
    "open": """
        def run(job: Job) -> Findings:
            if "damaged" in words(job):
                raise Unreadable("The file is cut off.")
            if "bug" in words(job):
                raise KeyError("ours")
            if "full" in words(job):
                Path("/dev/full").write_text("no room for it")
            made = job.folder / "made.txt"
            made.write_text(words(job))
            if "hostile" in words(job):
                bad = "a\\x00b\\udc80"
                made.write_text("copy")
                return Findings(
                    readings=[Reading(bad, bad, "test", value={bad: [bad]})],
                    artefacts=[Artefact("copy", made, "text/plain", {bad: bad})],
                    warnings=[bad],
                    made_with=[{"argv": [bad]}],
                )
            return Findings(
                readings=[Reading("first word", words(job).split()[0], "test")],
                artefacts=[Artefact("copy", made, "text/plain")],
                warnings=["One warning."],
            )
        STEP = Step("open", 1, "Opens.", frozenset(Kind), run, 60, (), essential=True)
        """,
    "closer": """
        def run(job: Job) -> Findings:
            text = job.upstream["open"].artefact("copy").path.read_text()
            return Findings(readings=[Reading("from upstream", text, "test")])
        STEP = Step("closer", 1, "Looks closer.", frozenset(Kind), run, 60, (), needs=("open",))
        """,
    "anyway": """
        def run(job: Job) -> Findings:
            return Findings(readings=[Reading("saw", ",".join(job.upstream), "test")])
        STEP = Step("anyway", 1, "Looks anyway.", frozenset(Kind), run, 60, (), after=("open",))
        """,
}


@pytest.fixture(autouse=True)
def plain_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three steps in a folder of their own, found as the real ones are."""
    folder = tmp_path / "steps"
    folder.mkdir()
    for name, code in STEPS.items():
        (folder / f"{name}.py").write_text(HEAD + dedent(code))
    monkeypatch.setattr(media_tools.steps, "__path__", [str(folder)])
    # A step rewritten within the same second would be taken from the old bytecode.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    all_steps.cache_clear()
    yield
    all_steps.cache_clear()
    for name in STEPS:
        sys.modules.pop(f"media_tools.steps.{name}", None)


def hand_in(case: Case, words: str) -> Item:
    receipt = receive(
        BytesIO(words.encode()),
        case=case,
        file_name="a.txt",
        actor=COMMAND_LINE,
        sheet=ClaimSheet(),
    )
    assert receipt.item
    return receipt.item


def work_off(item: Item) -> dict[str, Run]:
    """Do every run that is ready, as the workers would, until none is left."""
    ready = list(item.runs.filter(blocked=False, state=State.WAITING))
    while ready:
        ready += pipeline.execute(ready.pop(0).pk)
    item.refresh_from_db()
    return {run.step: run for run in item.runs.all()}

"""``python -m media_tools STEP FILE...``: every step usable by hand."""

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from media_tools.errors import Unreadable
from media_tools.findings import JSON, Artefact, Contained, Findings, Measurement, Reading
from media_tools.media import Media
from media_tools.sniff import HEAD_BYTES, TAIL_BYTES, sniff
from media_tools.step import Job, Step, all_steps
from media_tools.tools import ToolMissing

WELL, FAILED, WRONG_USE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one step on files. The exit code is 0, 1 (some failed) or 2 (wrong use)."""
    parser = _parser()
    asked = parser.parse_intermixed_args(arguments)
    if asked.list:
        _list_steps(asked.json)
        return WELL
    if not asked.step or not asked.files:
        parser.error("name a step and at least one file, or ask for --list.")
    if asked.step not in all_steps():
        parser.error(f"there is no step {asked.step}; --list shows them.")
    missing = [str(path) for path in asked.files if not path.is_file()]
    if missing:
        parser.error(f"these are not files: {', '.join(missing)}.")
    used = [path.name for path in asked.files if asked.keep and (asked.keep / path.name).exists()]
    if used:
        parser.error(
            f"{asked.keep} holds findings already: {', '.join(used)}. Name another folder."
        )
    all_well = True
    for path in asked.files:
        with tempfile.TemporaryDirectory(prefix="media_tools-") as temporary:
            keep = asked.keep / path.name if asked.keep else Path(temporary)
            answer = _answer(all_steps()[asked.step], path, keep, show=not asked.json)
        all_well &= not answer["error"]
        print(json.dumps(answer, ensure_ascii=False) if asked.json else "\n".join(_table(answer)))
    return WELL if all_well else FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m media_tools",
        description="Runs one step on files by hand, after the steps that it needs.",
        epilog="Exit codes: 0 all well, 1 a file was unreadable or failed, 2 wrong use.",
    )
    parser.add_argument("step", nargs="?", metavar="STEP", help="name of the step, see --list")
    parser.add_argument("files", nargs="*", metavar="FILE", type=Path, help="what to run it on")
    parser.add_argument("--list", action="store_true", help="show the steps and end")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument(
        "--keep",
        metavar="FOLDER",
        type=Path,
        help="keep what is made, in a folder a file and step; otherwise it is deleted at the end",
    )
    return parser


def _list_steps(as_json: bool) -> None:
    for step in all_steps().values():
        shown = {
            "name": step.name,
            "version": step.version,
            "kinds": sorted(step.kinds),
            "needs": list(step.needs),
            "summary": step.summary,
        }
        if as_json:
            print(json.dumps(shown))
        else:
            kinds, needs = ", ".join(sorted(step.kinds)), ", ".join(step.needs) or "nothing"
            print(f"{step.name} {step.version}: {step.summary}\n    for {kinds}; needs {needs}")


def _answer(step: Step, path: Path, folder: Path, *, show: bool) -> dict[str, JSON]:
    """What the step found in one file, or its error."""
    answer: dict[str, JSON] = {"path": str(path), "step": step.name, "version": step.version}
    findings, error = Findings(), ""
    try:
        media = _media(path)
        upstream: dict[str, Findings] = {}
        needed = _needed(step)
        for one in all_steps().values():
            # Heavy work is not done for a step that can do without it.
            if one.name in needed or (one.name in step.after and not one.heavy):
                job = Job(media, folder / one.name, upstream, file_name=path.name)
                try:
                    upstream[one.name] = _run(one, job, show=show)
                except Unreadable:
                    if one.name in needed:
                        raise
        findings = upstream[step.name]
    except (Unreadable, ToolMissing) as unreadable:
        error = str(unreadable)
    return answer | _shown(findings) | {"error": error}


def _media(path: Path) -> Media:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        kind, mime = sniff(head, file.read())
    return Media(path.absolute(), sha256, kind, mime)


def _needed(step: Step) -> set[str]:
    """The names of the step and of all that must have succeeded before it."""
    wanted, waiting = {step.name}, [step]
    while waiting:
        needs = {name for name in waiting.pop().needs if name not in wanted}
        wanted |= needs
        waiting += [all_steps()[name] for name in needs]
    return wanted


def _run(step: Step, job: Job, *, show: bool) -> Findings:
    if job.media.kind not in step.kinds:
        raise Unreadable(f"The step {step.name} does not take {job.media.mime}.")
    job.folder.mkdir(parents=True)
    is_terminal = show and sys.stderr.isatty()

    def progress(fraction: float | None, note: str) -> None:
        if is_terminal:
            done = "" if fraction is None else f"{fraction:.0%} "
            print(f"\r{step.name}: {done}{note}   ", end="", file=sys.stderr, flush=True)

    findings = step.run(replace(job, progress=progress))
    if is_terminal:
        print("\r\033[K", end="", file=sys.stderr)
    return findings


def _shown(findings: Findings) -> dict[str, JSON]:
    def plain(value: Reading | Measurement | Artefact | Contained) -> JSON:
        shown: JSON = json.loads(json.dumps(asdict(value), default=str))
        return shown

    return {
        "readings": [plain(reading) for reading in findings.readings],
        "measurements": [plain(measurement) for measurement in findings.measurements],
        "stills": [
            {
                "pts": still.pts,
                "time_base": f"{still.time_base.numerator}/{still.time_base.denominator}",
                "seconds": float(still.seconds),
                "sha256": hashlib.sha256(still.path.read_bytes()).hexdigest(),
                "width": still.width,
                "height": still.height,
                "reason": still.reason,
                "path": str(still.path),
            }
            for still in findings.stills
        ],
        "artefacts": [plain(artefact) for artefact in findings.artefacts],
        "contained": [plain(contained) for contained in findings.contained],
        "warnings": list(findings.warnings),
        "made_with": list(findings.made_with),
    }


def _table(answer: dict[str, JSON]) -> Iterator[str]:
    """The answer for a person, one finding a line."""
    yield f"{answer['path']}: {answer['step']} {answer['version']}"
    rows: list[tuple[str, str, str]] = []
    for part in ("readings", "measurements", "stills", "artefacts"):
        for one in answer[part]:  # type: ignore[union-attr]
            rows.append(_row(part, one))  # type: ignore[arg-type]
    wide = max((len(name) for _, name, _ in rows), default=0)
    yield from (f"  {part:<12} {name:<{min(wide, 60)}}  {value}" for part, name, value in rows)
    yield from (f"  warning      {warning}" for warning in answer["warnings"])  # type: ignore[union-attr]
    if answer["error"]:
        yield f"  error        {answer['error']}"


def _row(part: str, one: dict[str, JSON]) -> tuple[str, str, str]:
    if part == "readings":
        meaning = f" ({one['meaning']})" if one["meaning"] else ""
        return "reading", str(one["tag"]), f"{one['text']}{meaning}"
    if part == "measurements":
        if one["value"] is None:
            return "measurement", str(one["name"]), f"cannot tell: {one['cannot_tell']}"
        shown = f"{one['value']} ± {one['uncertainty']} {one['unit']}"
        return "measurement", str(one["name"]), shown
    if part == "stills":
        where = f"pts {one['pts']} x {one['time_base']} s = {one['seconds']:.3f} s"
        return "still", str(one["reason"]), f"{where}, {one['width']}x{one['height']}"
    return "artefact", str(one["name"]), f"{one['mime']} {Path(str(one['path'])).name}"


if __name__ == "__main__":
    sys.exit(main())

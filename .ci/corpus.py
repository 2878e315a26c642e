#!/usr/bin/env python3
"""Send a corpus of real media through the product and hold our facts against what it expects.

    .ci/corpus.py FOLDER

Every file goes through ``manage.py ingest --wait --json`` in an installation of its own
and must end done, unreadable with a reason, or refused with a reason. Then its facts
(``manage.py show``) are compared with ``expected.jsonl``: agreement is printed per field,
and every disagreement with both values. Explained disagreements stand in the table of
``docs/corpus.md``, which says who is right; how each malformed file ends stands in another,
and it must end so within ``LONGEST_S`` seconds of work. At last true and false claims are held
against the files (``.ci/checks.py``). Exit code 1 if a file broke or ended otherwise, if a field
agrees too seldom once the settled rows are counted, if a disagreement is not explained, if an
explanation has nothing left to explain, or if a true claim is impossible or a false one fits.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from checks import claims_held  # noqa: E402 - beside this file

from media_tools.compare.claims import ItemFacts  # noqa: E402 - from the tree above
from media_tools.findings import Meaning, Reading  # noqa: E402

LONGEST_S = 30
NOTHING_WRONG = "–"
# The share of the compared values that must be right, of these fields; of the others any may.
LEAST_SHARE = 0.99
HELD_TO_IT = (
    *("captured", "offset", "position", "orientation", "rotation", "width", "height"),
    *("duration_s", "codec", "audio_codec", "frame_rate"),
)

Facts = dict[str, Any]
# What we say, what is expected, and whether they agree.
Comparison = tuple[object, object, bool]


def main() -> int:
    """Ingest and compare every file; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text().splitlines()]
    with tempfile.TemporaryDirectory(prefix="sightline-corpus-") as data_dir:
        lines = ingest([folder / row["path"] for row in rows], Path(data_dir))
        ended_badly = [line for line in lines if not ended_well(line)]
        for line in ended_badly:
            print(f"BROKEN {line}")
        ends = Counter(line["state"] or line["outcome"] for line in lines)
        print(f"{len(lines)} of {len(rows)} files ended: {dict(ends)}")
        if len(lines) != len(rows) or not rows:
            return 1
        refs = {line["path"]: line["ref"] for line in lines}
        facts = dossiers(refs, folder, rows)
        faults = compare(rows, facts) + malformed(facts)
        faults += claims_held(rows, facts_of_items(refs, folder, rows))
    return 1 if faults or ended_badly else 0


def ingest(paths: list[Path], data_dir: Path) -> list[Facts]:
    """What ``manage.py ingest`` said of each file; later look-ups use the same installation."""
    os.environ |= {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = (sys.executable, ROOT / "manage.py", "ingest", "--wait", "--json")
    done = subprocess.run([*command, *paths], stdout=subprocess.PIPE, text=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


def ended_well(line: Facts) -> bool:
    """Done, or not done for a reason that is the file's and is told."""
    return line["state"] == "done" or bool(line["state"] in ("unreadable", None) and line["reason"])


def dossiers(refs: dict[str, str], folder: Path, rows: list[Facts]) -> dict[str, Facts]:
    """What the product knows of each file, by its path in the corpus."""
    import django

    django.setup()
    from catalog.dossier import dossier
    from catalog.models import Item

    return {
        row["path"]: dossier(Item.objects.get(ref=refs[str(folder / row["path"])])) for row in rows
    }


def facts_of_items(refs: dict[str, str], folder: Path, rows: list[Facts]) -> dict[str, ItemFacts]:
    """What a claim can be held against, by path in the corpus."""
    from catalog.facts import standing_runs
    from catalog.models import Item
    from catalog.models import Reading as Stored

    def of(item: Item) -> ItemFacts:
        stored = Stored.objects.filter(run__in=standing_runs(item).values()).order_by("id")
        readings = [
            Reading(
                *(one.tag, one.text, one.tool),
                Meaning(one.meaning) if one.meaning else None,
                one.value,
            )
            for one in stored
        ]
        lengths = (one.value for one in readings if one.meaning is Meaning.DURATION)
        return ItemFacts(tuple(readings), duration_s=next(lengths, None))

    return {row["path"]: of(Item.objects.get(ref=refs[str(folder / row["path"])])) for row in rows}


def compare(rows: list[Facts], facts: dict[str, Facts]) -> int:
    """Print how far we agree; the number of disagreements and explanations out of step."""
    explained = explanations(ROOT / "docs" / "corpus.md")
    agreement: dict[str, Counter[str]] = defaultdict(Counter)
    used: set[str] = set()
    for row in rows:
        known = facts[row["path"]]
        compared = comparisons(known, row["expected"]) | manifest(known, row.get("c2pa"))
        for field, (ours, expected, agrees) in compared.items():
            if agrees:
                agreement[field]["agree"] += 1
                continue
            name = f"{row['path']}: {field}"
            used.add(name)
            right, why = explained.get(name, ("nobody", "NOT EXPLAINED"))
            agreement[field][right] += 1
            print(f"{name}: ours {ours}, expected {expected}. Right: {right}. {why}")
    too_seldom = print_agreement(agreement)
    stale = sorted(set(explained) - used)
    for name in stale:
        print(f"Nothing left to explain: {name}")
    unexplained = sum(counts["nobody"] for counts in agreement.values())
    print(f"\n{len(rows)} files, {unexplained} disagreements not explained.")
    return unexplained + len(stale) + too_seldom


def print_agreement(agreement: dict[str, Counter[str]]) -> int:
    """One line a field; the number of those that are right too seldom.

    Right is where we agree, and where the table says that we are, or that both are.
    """
    too_seldom = 0
    print(f"\n{'field':16} compared  agree         we or both  they  not explained  right")
    for field, counts in agreement.items():
        total, agree = counts.total(), counts["agree"]
        settled = counts["we"] + counts["both"]
        share = (agree + settled) / total
        is_short = field in HELD_TO_IT and share < LEAST_SHARE
        too_seldom += is_short
        print(
            f"{field:16} {total:8}  {agree:4} ({agree / total:6.1%})  {settled:10}  "
            f"{counts['they']:4}  {counts['nobody']:13}  {share:6.1%}"
            + (f"  LESS THAN {LEAST_SHARE:.0%}" if is_short else "")
        )
    return too_seldom


def malformed(facts: dict[str, Facts]) -> int:
    """Hold how each malformed file ended against the page; the number that ended otherwise."""
    stated = endings(ROOT / "docs" / "corpus.md")
    took, faults = dict[str, float](), 0
    for path, known in facts.items():
        if not path.startswith("malformed/"):
            continue
        took[path] = sum(run["seconds"] or 0 for run in known["runs"])
        state, words = stated.get(path, ("", ""))
        said = [run["error"] for run in known["runs"]] + known["warnings"]
        is_told = words == NOTHING_WRONG or any(words in sentence for sentence in said)
        if known["state"] != state or not is_told:
            faults += 1
            print(f"{path} ended {known['state']}, not {state or 'stated'}: {words!r} in {said}")
        if took[path] > LONGEST_S:
            faults += 1
            print(f"{path} took {took[path]:.1f} s, more than {LONGEST_S} s.")
    slowest = max(took, key=lambda path: took[path])
    print(
        f"{len(took)} malformed files, {faults} faults. The slowest took {took[slowest]:.1f} s "
        f"of work: {slowest}"
    )
    return faults


def endings(page: Path) -> dict[str, tuple[str, str]]:
    """The state in which each malformed file ends, and words that it is told with."""
    rows = (line.strip("| ").split(" | ") for line in page.read_text().splitlines())
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3 and "/" in row[0]}


def explanations(page: Path) -> dict[str, tuple[str, str]]:
    """Who is right and why, by "path: field", from the rows of the page's table."""
    rows = (line.strip("| ").split(" | ") for line in page.read_text().splitlines())
    return {
        f"{row[0]}: {row[1]}": (row[2], row[3]) for row in rows if len(row) == 4 and "/" in row[0]
    }


def comparisons(facts: Facts, expected: dict[str, Any]) -> dict[str, Comparison]:
    """Every field that the corpus expects or we state, compared."""
    media, embedded = facts["media"], facts["embedded"]
    found: dict[str, Comparison] = {}
    if "mime" in expected:
        found["mime"] = _exact(facts["mime"], expected["mime"])
    for ours, theirs in (("width", "width"), ("height", "height")):
        if theirs in expected or media[ours] is not None:
            found[ours] = _exact(media[ours], expected.get(theirs))
    for ours, theirs in (("codec", "video_codec"), ("audio_codec", "audio_codec")):
        if facts["kind"] in ("video", "audio"):
            found[ours] = _exact(media[ours], expected.get(theirs))
    found |= _orientation(facts, expected)
    if "fps_avg" in expected:
        found["frame_rate"] = _near(media["frame_rate"], expected["fps_avg"], 0.001)
    if "duration_s" in expected:
        found["duration_s"] = _near(media["duration_s"], expected["duration_s"], 0.001)
    found["captured"] = _captured(embedded["captured"], expected.get("date_taken"))
    if "utc_offset_tag" in expected:
        offsets = [time["offset"] for time in embedded["captured"] + embedded["modified"]]
        agrees = expected["utc_offset_tag"] in offsets
        found["offset"] = (offsets, expected["utc_offset_tag"], agrees)
    found |= _other_dates(embedded, expected)
    found["position"] = _position(embedded["position"], expected.get("gps"))
    if embedded["position"] and "gps_altitude_m" in expected:
        ours = embedded["position"]["altitude_m"]
        found["altitude_m"] = _near(ours, expected["gps_altitude_m"], 0.01)
    if "gps_img_direction" in expected:
        theirs = expected["gps_img_direction"]
        words = {"T": "true", "M": "magnetic"}.get(theirs.get("ref"), "unknown")
        agrees = _near(embedded["heading_deg"], theirs["deg"], 1e-4)[2]
        stated = (embedded["heading_deg"], embedded["heading_reference"])
        found["heading"] = (stated, theirs, agrees and words == stated[1])
    for field in ("make", "model", "software"):
        if field in expected or embedded[field]:
            found[field] = _words(embedded[field], expected.get(field))
    return found


def manifest(facts: Facts, expected: Facts | None) -> dict[str, Comparison]:
    """What the signed manifest amounts to, where the file was looked at for one."""
    ours = facts["embedded"]["provenance"]
    if expected is None or ours is None:
        return {}
    if expected["has_manifest"]:
        stated = (expected["validation_state"].lower(), expected["claim_generator"])
    else:
        error = expected["error"]
        kept = "remote_only" if "must fetch remote" in error else "unreadable"
        is_absent = "NotFound" in error or "NotSupported" in error
        stated = ("absent" if is_absent else kept, None)
    return {"c2pa": _exact((ours["state"], ours["generator"]), stated)}


def _exact(ours: object, expected: object) -> Comparison:
    return ours, expected, ours == expected


def _near(ours: float | None, expected: float, tolerance: float) -> Comparison:
    return ours, expected, ours is not None and abs(ours - expected) <= tolerance


def _words(ours: str | None, expected: object) -> Comparison:
    theirs = None if expected is None else str(expected)
    return ours, theirs, (ours or "").split() == (theirs or "").split()


def _orientation(facts: Facts, expected: dict[str, Any]) -> dict[str, Comparison]:
    media = facts["media"]
    if "rotation_cw_deg" in expected:
        return {"rotation": _exact(media["rotation"], expected["rotation_cw_deg"])}
    if facts["kind"] == "image" and "exif_orientation" in expected:
        return {"orientation": _exact(media["exif_orientation"], expected["exif_orientation"])}
    return {}


def _captured(ours: list[Facts], expected: Facts | None) -> Comparison:
    """The expected date must be among ours, with its zone; none expected, none given."""
    shown = [(time["text"], time["zone"], time["tag"]) for time in ours]
    if expected is None:
        return shown, None, not ours
    theirs = _expected_interval(expected)
    zone = "unknown" if "local" in expected["zone"] else expected["zone"]
    return shown, expected, any(_same_time(time, theirs, zone) for time in ours)


def _other_dates(embedded: Facts, expected: Facts) -> dict[str, Comparison]:
    """The dates beside the best one: none may be lost, and zeros are never one."""
    times = embedded["captured"] + embedded["modified"]
    texts = [time["text"] for time in times]
    found: dict[str, Comparison] = {}
    for field, source in (
        ("header_time", "creation_time"),
        ("apple_date", "quicktime_creationdate"),
    ):
        if theirs := expected.get(source):
            found[field] = (texts, theirs, any(text[:19] == theirs[:19] for text in texts))
    if (part := expected.get("subsec")) is not None:
        is_there = any(re.search(rf"\.0*{part}(?!\d)", text) for text in texts)
        found["subsecond"] = (texts, part, is_there)
    if theirs := expected.get("gps_datetime_utc"):
        moment = _expected_interval({"value": theirs, "zone": "has_offset"})
        fixes = [time for time in embedded["captured"] if "GPS" in time["tag"]]
        agrees = any(_same_time(fix, moment, "has_offset") for fix in fixes)
        found["gps_time"] = ([fix["text"] for fix in fixes], theirs, agrees)
    if theirs := expected.get("zero_dates"):
        zeros = [time["text"] for time in times if time["earliest"][:4] in ("1903", "1904")]
        found["zero_dates"] = (zeros, theirs, not zeros)
    return found


def _expected_interval(expected: Facts) -> tuple[datetime, timedelta | None]:
    words = re.match(
        r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", expected["value"]
    )
    assert words, expected
    clock = datetime(*map(int, words.groups()[:6]), tzinfo=UTC)  # type: ignore[arg-type, misc]
    if words[7] and words[7] != "Z":
        hours, minutes = map(int, words[7].split(":"))
        offset = timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)
        return clock - offset, offset
    return clock, timedelta(0) if words[7] or expected["zone"] == "utc_by_spec" else None


def _same_time(time: Facts, theirs: tuple[datetime, timedelta | None], zone: str) -> bool:
    clock, offset = theirs
    earliest = datetime.fromisoformat(time["earliest"]).replace(microsecond=0)
    if offset is None:
        # Theirs is a clock face; ours spans all zones, or states one besides.
        ours = earliest + timedelta(hours=14)
        if time["offset"]:
            hours, minutes = map(int, time["offset"].split(":"))
            ours = earliest + timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)
        return ours == clock and (zone != "has_offset" or bool(time["offset"]))
    return earliest == clock and time["zone"] in ("stated", "utc_by_standard")


def _position(ours: Facts, expected: Facts | None) -> Comparison:
    if expected is None or not ours:
        return ours, expected, not ours and expected is None
    near = (
        abs(ours[a] - expected[b]) < 2e-5 for a, b in (("latitude", "lat"), ("longitude", "lon"))
    )
    return ours, expected, all(near)


if __name__ == "__main__":
    sys.exit(main())

"""How long the search for one picture takes beside a flat index, with the same answer.

Ten million generated hashes: scenes that each stand in many frames, a few bits turned
between them, as real clips give, and as many that are like none. Both sides answer the same
questions in the same run, on one thread, in turn; the two answers must be the same.

    python bench/likeness.py [--quick] [--json]
"""

import argparse
import importlib.util
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray

from media_tools.likeness.index import HashIndex
from media_tools.likeness.pdq import BITS, RADIUS

GOAL = 0.25
ROWS, QUICK_ROWS = 10_000_000, 1_000_000
QUESTIONS = 100
FRAMES_OF_A_SCENE = 25
_BLOCK = 500_000

Hashes = NDArray[np.uint8]


def main() -> int:
    """Measure and tell; 1 where the goal is missed, 2 where the answers differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one million hashes")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    if importlib.util.find_spec("faiss") is None:
        sys.exit("faiss is missing: pip install faiss-cpu")
    faiss = importlib.import_module("faiss")

    faiss.omp_set_num_threads(1)
    random = np.random.default_rng(5)
    hashes = generated(random, QUICK_ROWS if options.quick else ROWS)
    questions = [asked(random, hashes) for _ in range(QUESTIONS)]
    with tempfile.TemporaryDirectory(prefix="sightline-bench-") as folder:
        built_s = took(lambda: HashIndex.build(Path(folder), hashes))
        opened_s = took(lambda: HashIndex(Path(folder)))
        index = HashIndex(Path(folder))
        flat = faiss.IndexBinaryFlat(BITS)
        flat.add(hashes)
        ours, theirs, same = compared(index, flat, questions)
    ratio = round(percentile(ours, 95) / percentile(theirs, 95), 3)
    is_met = ratio <= GOAL and same == QUESTIONS
    told = {
        "name": "likeness: one hash among " + f"{len(hashes):,}",
        "ratio": ratio,
        "goal": GOAL,
        "met": is_met,
        "ours_ms": {share: round(percentile(ours, share), 2) for share in (50, 95)},
        "faiss_flat_ms": {share: round(percentile(theirs, share), 2) for share in (50, 95)},
        "identical": f"{same} of {QUESTIONS}",
        "built_s": round(built_s, 1),
        "opened_ms": round(opened_s * 1000, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told) if options.json else in_words(told))
    return 0 if is_met else 2 if same < QUESTIONS else 1


def generated(random: np.random.Generator, count: int) -> Hashes:
    """Half of them frames of scenes, up to 30 bits turned; half of them like none."""
    hashes = random.integers(0, 256, (count, BITS // 8), np.uint8)
    scenes = hashes[: count // 2 // FRAMES_OF_A_SCENE].copy()
    for start in range(0, count // 2, _BLOCK):
        stop = min(start + _BLOCK, count // 2)
        frames = scenes[random.integers(0, len(scenes), stop - start)]
        share = random.uniform(0, 0.1, (stop - start, 1)).astype(np.float32)
        turned = random.random((stop - start, BITS), np.float32) < share
        hashes[start:stop] = frames ^ np.packbits(turned, axis=1)
    return hashes


def asked(random: np.random.Generator, hashes: Hashes) -> Hashes:
    """One that is there, with up to 30 bits turned."""
    bits = np.unpackbits(hashes[random.integers(len(hashes))])
    bits[random.choice(BITS, random.integers(0, RADIUS), replace=False)] ^= 1
    return np.packbits(bits)


def compared(
    index: HashIndex, flat: Any, questions: list[Hashes]
) -> tuple[list[float], list[float], int]:
    """Milliseconds of each side for each question, and how many answers are the same."""
    ours, theirs, same = [], [], 0
    index.within(questions[0])  # the first touch maps the files
    for one in questions:
        began = time.perf_counter()
        rows, apart = index.within(one)
        between = time.perf_counter()
        # Its range is below the radius, not up to it.
        _, distances, labels = flat.range_search(one[None], RADIUS + 1)
        ended = time.perf_counter()
        ours.append((between - began) * 1000)
        theirs.append((ended - between) * 1000)
        order = np.argsort(labels)
        same += bool(
            np.array_equal(labels[order], rows) and np.array_equal(distances[order], apart)
        )
    return ours, theirs, same


def percentile(values: list[float], share: int) -> float:
    """That percentile in the values' own unit."""
    return float(np.percentile(values, share))


def took(work: Callable[[], object]) -> float:
    """Seconds on the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_words(told: dict[str, Any]) -> str:
    """The same for people."""
    return "\n".join(f"{name:14} {value}" for name, value in told.items())


if __name__ == "__main__":
    sys.exit(main())

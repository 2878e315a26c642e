"""Place with time: our search on both databases beside PostGIS on the same rows.

PostGIS gets ``geography`` points under GiST, the beginnings of times under a B-tree, and the
longest time there is told to it, so that its window is bounded on both ends; it answers with
the first fifty by time and the number of all. Every question goes to each side in turn, and of
each question the quickest round counts: on a shared machine that is the work, and not the wait.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import psycopg

from bench.costs import Row
from bench.questions import COVERED_S, Ask, asks, island_asks

SQLITE_GOAL = 0.25
POSTGRESQL_GOAL = 1.0
OWN_CPU_MS = 60.0
# A catalogue ten times as large may cost a level of a tree more, and no more than that.
GROWTH_GOAL = 1.5
SMALLER = 10
_LONGEST = timedelta(seconds=max(COVERED_S))
_POSTGIS = (
    "SELECT id, count(*) OVER () FROM bench_postgis WHERE "
    "ST_DWithin(g, ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, %s) "
    "AND t0 <= %s AND t0 >= %s AND t1 >= %s ORDER BY t0, id LIMIT 50"
)


class Side:
    """A process of ``bench/side.py`` with its own catalogue."""

    def __init__(self, items: int, folder: Path, database_url: str | None) -> None:
        environment = os.environ | {"DATA_DIR": str(folder), "SIGHTLINE_ENV_FILE": os.devnull}
        environment.pop("DATABASE_URL", None)
        if database_url:
            environment["DATABASE_URL"] = database_url
        argv = [sys.executable, str(Path(__file__).with_name("side.py")), str(items)]
        self._child = subprocess.Popen(
            argv, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._answer()

    def ask(self, what: str, ask: Ask) -> dict[str, Any]:
        """Time one question."""
        query = {
            "near": f"{ask.latitude!r},{ask.longitude!r}",
            "within": f"{ask.radius_m!r}m",
            "from": f"{ask.start:%Y-%m-%d %H:%M:%S} UTC",
            "to": f"{ask.end:%Y-%m-%d %H:%M:%S} UTC",
        }
        assert self._child.stdin
        self._child.stdin.write(json.dumps({"do": what, "query": query}) + "\n")
        self._child.stdin.flush()
        answer: dict[str, Any] = self._answer()
        return answer

    def close(self) -> None:
        """End the process."""
        assert self._child.stdin
        self._child.stdin.close()
        self._child.wait()

    def _answer(self) -> Any:
        assert self._child.stdout
        line = self._child.stdout.readline()
        if not line:
            sys.exit("One side of the bench ended; what it said stands above.")
        return json.loads(line)


def rows(items: int, count: int, rounds: int, folder: Path, database_url: str) -> list[Row]:
    """Every comparison of place and time."""
    with ExitStack() as stack:
        postgis = _connected(database_url)
        stack.callback(postgis.close)
        postgis.execute("CREATE DATABASE bench_small")
        smaller = database_url.replace("/postgres?", "/bench_small?")
        sides = {}
        for name, size, url in (
            ("sqlite", items, None),
            ("postgresql", items, database_url),
            ("sqlite_small", items // SMALLER, None),
            ("postgresql_small", items // SMALLER, smaller),
        ):
            sides[name] = Side(size, folder / name, url)
            stack.callback(sides[name].close)
        _make_postgis(postgis)
        on = f"{items:,} items, {count} questions, quickest of {rounds} rounds"
        return [
            *_against_postgis(sides, postgis, asks(count), rounds, on),
            *_pages(sides, asks(count)[::3], on),
            *_growth(sides, island_asks(), rounds, on),
        ]


def _against_postgis(
    sides: dict[str, Side], postgis: Any, questions: Sequence[Ask], rounds: int, on: str
) -> list[Row]:
    ours = {name: sides[name] for name in ("sqlite", "postgresql")}
    best = _quickest(
        {name: _look(side) for name, side in ours.items()}
        | {"postgis": lambda ask: _postgis_ms(postgis, ask)},
        questions,
        rounds,
    )
    for ask in questions:
        hits = {name: side.ask("look", ask)["hits"] for name, side in ours.items()}
        if hits["sqlite"] != hits["postgresql"]:
            sys.exit(f"The databases do not agree on {ask}: {hits}")
    made = []
    for name, goal in (("sqlite", SQLITE_GOAL), ("postgresql", POSTGRESQL_GOAL)):
        for share in (50, 95):
            ratio = np.percentile(best[name], share) / np.percentile(best["postgis"], share)
            compared = f"page of 50 and count on {name} / PostGIS ST_DWithin with a time index"
            # The goal is of the slow questions; the median tells how the quick ones do.
            held = goal if share == 95 else None
            made.append(Row(f"where_{name}_p{share}", [float(ratio)], held, compared, on))
    return made


def _pages(sides: dict[str, Side], questions: Sequence[Ask], on: str) -> list[Row]:
    """The whole answer of the server; its database is another process on PostgreSQL only."""
    side = sides["postgresql"]
    spent = [min(side.ask("page", ask)["cpu_ms"] for _ in range(3)) for ask in questions]
    compared = f"p95 of our own CPU for the whole page / {OWN_CPU_MS:.0f} ms"
    ratio = float(np.percentile(spent, 95)) / OWN_CPU_MS
    return [Row("where_page_cpu", [ratio], 1.0, compared, on)]


def _growth(sides: dict[str, Side], questions: Sequence[Ask], rounds: int, on: str) -> list[Row]:
    best = _quickest({name: _look(side) for name, side in sides.items()}, questions, rounds + 2)
    return [
        Row(
            f"where_{name}_growth",
            [float(np.median(np.divide(best[name], best[f"{name}_small"])))],
            GROWTH_GOAL,
            f"the same answer out of a catalogue {SMALLER} times as large on {name}",
            on,
        )
        for name in ("sqlite", "postgresql")
    ]


def _quickest(
    works: dict[str, Callable[[Ask], float]], questions: Sequence[Ask], rounds: int
) -> dict[str, list[float]]:
    """Milliseconds of each question by each side, the quickest of the rounds."""
    best = {name: [float("inf")] * len(questions) for name in works}
    for _ in range(rounds):
        for n, ask in enumerate(questions):
            for name, work in works.items():
                best[name][n] = min(best[name][n], work(ask))
    return best


def _look(side: Side) -> Callable[[Ask], float]:
    return lambda ask: float(side.ask("look", ask)["wall_ms"])


def _connected(database_url: str) -> Any:
    parts = urlsplit(database_url)
    socket = parse_qs(parts.query)["host"][0]
    return psycopg.connect(host=socket, user=parts.username, dbname="postgres", autocommit=True)


def _make_postgis(postgis: Any) -> None:
    """The same places and times as PostGIS keeps them."""
    for statement in (
        "CREATE EXTENSION postgis",
        "CREATE TABLE bench_postgis AS SELECT id, "
        "ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography AS g, "
        "to_timestamp(earliest_us / 1e6) AS t0, to_timestamp(latest_us / 1e6) AS t1 "
        "FROM catalog_presence",
        "CREATE INDEX ON bench_postgis USING gist (g)",
        "CREATE INDEX ON bench_postgis (t0)",
        "VACUUM ANALYZE bench_postgis",
    ):
        postgis.execute(statement)


def _postgis_ms(postgis: Any, ask: Ask) -> float:
    values = (ask.longitude, ask.latitude, ask.radius_m, ask.end, ask.start - _LONGEST, ask.start)
    began = time.perf_counter()
    postgis.execute(_POSTGIS, values).fetchall()
    return 1000 * (time.perf_counter() - began)

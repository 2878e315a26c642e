"""A large catalogue of known shape, the same on every database: items with places and times.

Seven of ten items lie in five cities, over five years. One item in five has a second place;
what is known of a time runs from a second to the 26 hours of a clock without a zone. Made by
bulk SQL out of one table of random numbers, by the same rule that fills the index of where
and when in the product.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction

from bench.questions import (
    CITIES,
    COVERED_S,
    DAYS,
    FIRST_DAY,
    IN_CITIES,
    ISLAND,
    ISLAND_ITEMS,
    SPREAD_DEG,
)
from catalog import presence
from catalog.models import Case

RADII_M = (5.0, 15.0, 60.0, 400.0, 2000.0)
CASES = 4
BATCH = 20_000
_TABLE = "bench_generated"
_COLUMNS = "n, latitude, longitude, radius_m, lat2, lon2, earliest, latest, added"


def fill(items: int, seed: int = 5) -> None:
    """Put this many items into the empty database of the settings."""
    with transaction.atomic(), connection.cursor() as cursor:
        cases = [Case.objects.create(code=f"BIG{n}", title=f"Case {n}").pk for n in range(CASES)]
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_TABLE} (n integer PRIMARY KEY, latitude float, "
            "longitude float, radius_m float, lat2 float, lon2 float, "
            "earliest text, latest text, added text)"
        )
        for rows in _rows(items, seed):
            _insert(cursor, rows)
        for statement in _statements(cases[0]):
            cursor.execute(statement)
        cursor.execute(f"DROP TABLE {_TABLE}")
    presence.write_all()
    if connection.vendor == "postgresql":  # which does so by itself, a little later
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _rows(items: int, seed: int) -> Iterator[list[tuple[Any, ...]]]:
    rng = np.random.default_rng(seed)
    for begin in range(0, items, BATCH):
        many = min(BATCH, items - begin)
        city = np.array(CITIES)[rng.integers(len(CITIES), size=many)]
        near = rng.normal(city, SPREAD_DEG)
        world = np.stack([rng.uniform(-60, 70, many), rng.uniform(-180, 180, many)], axis=1)
        points = np.where(rng.random((many, 1)) < IN_CITIES, near, world)
        on_island = np.arange(begin, begin + many) < ISLAND_ITEMS
        points[on_island] = rng.normal(ISLAND, SPREAD_DEG, (many, 2))[on_island]
        points[:, 1] = (points[:, 1] + 180) % 360 - 180
        others = points + rng.normal(0, 0.01, (many, 2))
        others[:, 1] = (others[:, 1] + 180) % 360 - 180
        has_two = rng.random(many) < 0.2
        radii = rng.choice(RADII_M, many)
        starts = rng.integers(0, DAYS * 86_400, many)
        covered = rng.choice(COVERED_S, many)
        rows = zip(points.tolist(), others.tolist(), has_two, radii.tolist(), strict=True)
        yield [
            (
                begin + n + 1,
                *point,
                radius,
                *(other if two else (None, None)),
                _written(int(starts[n])),
                _written(int(starts[n] + covered[n])),
                _written(DAYS * 86_400 + begin + n),
            )
            for n, (point, other, two, radius) in enumerate(rows)
        ]


def _written(seconds: int) -> str:
    return f"{FIRST_DAY + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"


def _insert(cursor: Any, rows: list[tuple[Any, ...]]) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {_TABLE} ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["%s"] * len(_COLUMNS.split(",")))
        cursor.executemany(f"INSERT INTO {_TABLE} ({_COLUMNS}) VALUES ({marks})", rows)


def _statements(first_case: int) -> Iterator[str]:
    moment = "{}" if connection.vendor == "sqlite" else "CAST({} || '+00' AS timestamptz)"
    earliest, latest, added = (moment.format(name) for name in ("earliest", "latest", "added"))
    sha256 = "substr('0000000000000000000000000000000000000000000000000000000000000000' || n, -64)"
    if connection.vendor == "postgresql":
        sha256 = "lpad(CAST(n AS text), 64, '0')"
    yield (
        "INSERT INTO catalog_original (sha256, size_bytes, kind, mime, received_at) "
        f"SELECT {sha256}, 1, CASE WHEN n %% 4 = 0 THEN 'image' ELSE 'video' END, "
        f"'video/mp4', {added} FROM {_TABLE}"
    ).replace("%%", "%")
    yield (
        "INSERT INTO catalog_item (case_id, number, ref, original_id, title, added_at, "
        "sensitivity, state, workflow, poster_sha256, kind, checks_version) "
        f"SELECT {first_case} + (n % {CASES}), n, 'BIG' || (n % {CASES}) || '-' || n, {sha256}, "
        f"'Clip ' || n, {added}, 'unknown', 'done', 'new', '', "
        f"CASE WHEN n % 4 = 0 THEN 'image' ELSE 'video' END, 1 FROM {_TABLE}"
    )
    yield (
        "INSERT INTO catalog_extent (item_id, basis, facet, origin, earliest, latest) "
        f"SELECT item.id, 'embedded', 'time', 'DateTimeOriginal', {earliest}, {latest} "
        f"FROM {_TABLE} JOIN catalog_item AS item ON item.number = n"
    )
    for latitude, longitude in (("latitude", "longitude"), ("lat2", "lon2")):
        # The box that `places.box_around` makes, for discs this small.
        half = f"{latitude}, radius_m / 110574.0 AS high"
        wide = f"1.01 * radius_m / 110574.0 / cos(radians({latitude})) AS wide"
        yield (
            "INSERT INTO catalog_extent (item_id, basis, facet, origin, latitude, longitude, "
            "radius_m, south, north, west, east) "
            f"SELECT item.id, 'claimed', 'camera', 'by the bridge', {latitude}, {longitude}, "
            f"radius_m, {latitude} - high, {latitude} + high, "
            f"CASE WHEN {longitude} - wide < -180 THEN {longitude} - wide + 360 "
            f"ELSE {longitude} - wide END, "
            f"CASE WHEN {longitude} - wide < -180 THEN {longitude} + wide + 360 "
            f"ELSE {longitude} + wide END "
            f"FROM (SELECT n, radius_m, {longitude}, {half}, {wide} FROM {_TABLE} "
            f"WHERE {latitude} IS NOT NULL) AS made "
            "JOIN catalog_item AS item ON item.number = n"
        )

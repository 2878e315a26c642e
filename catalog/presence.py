"""The space-time box of every presence, in the index that each database has for boxes.

SQLite has the R*Tree, a table of its own that triggers keep in step with ``Presence``, row by
row and in the same transaction. PostgreSQL has GiST over expressions of the row itself. SQLite
drops the triggers whenever a migration rebuilds the table: such a migration must end with
``InstallBoxes()``, and a check looks for them.
"""

from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.operations.special import RunPython

from catalog.models.presence import (
    BEGINNING_US,
    END_US,
    NO_TIME_US,
    NOWHERE_DEG,
    SAMPLE,
    WIDENED_REACH_M,
)
from media_tools.places import ECCENTRICITY_2, EQUATOR_M, UNSTATED_RADIUS_M

# An R*Tree keeps 32 bits of a number and rounds outwards: counted from 2020 in days, that is
# seconds for the years around and hours for the earliest photographs.
DAY_US = 86_400_000_000
ZERO_US = 1_577_836_800_000_000

BOX_SQL = "box(point(west, south), point(east, north))"
SPAN_SQL = "int8range(earliest_us, latest_us, '[]')"

_BOX = (
    "id, west, east, south, north, "
    f"(earliest_us - {ZERO_US}) / {DAY_US}.0, (latest_us - {ZERO_US}) / {DAY_US}.0"
)
# What the pictures of more hits than are gone through are told from.
_SAMPLED = (
    f"CREATE INDEX presences_sampled ON catalog_presence (item_id) WHERE item_id % {SAMPLE} = 0"
)
_SQLITE = {
    "presences_sampled": _SAMPLED,
    "catalog_presence_box": (
        "CREATE VIRTUAL TABLE catalog_presence_box "
        "USING rtree(id, west, east, south, north, begins, ends)"
    ),
    "catalog_presence_box_gains": (
        "CREATE TRIGGER catalog_presence_box_gains AFTER INSERT ON catalog_presence BEGIN "
        f"INSERT INTO catalog_presence_box SELECT {_BOX} FROM catalog_presence "
        "WHERE id = new.id; END"
    ),
    "catalog_presence_box_loses": (
        "CREATE TRIGGER catalog_presence_box_loses AFTER DELETE ON catalog_presence BEGIN "
        "DELETE FROM catalog_presence_box WHERE id = old.id; END"
    ),
    "catalog_presence_box_stays": (
        "CREATE TRIGGER catalog_presence_box_stays BEFORE UPDATE ON catalog_presence BEGIN "
        "SELECT RAISE(ABORT, 'A presence is written anew, never changed.'); END"
    ),
}
_POSTGRESQL = {
    "presences_sampled": _SAMPLED,
    # Time first: a window of days leaves few rows, a circle in a city leaves many. The other
    # is for places without a time.
    "presences_by_span_and_box": (
        "CREATE INDEX presences_by_span_and_box ON catalog_presence USING gist "
        f"(({SPAN_SQL}), ({BOX_SQL}))"
    ),
    "presences_by_box": (
        f"CREATE INDEX presences_by_box ON catalog_presence USING gist (({BOX_SQL}))"
    ),
}

# As ``media_tools.places.from_centre_m`` has it.
_SIN, _COS = "SIN(RADIANS(place.latitude))", "COS(RADIANS(place.latitude))"
_NORMAL_M = f"{EQUATOR_M} / SQRT(1.0 - {ECCENTRICITY_2} * {_SIN} * {_SIN})"
_COLUMNS = {
    "item_id": "item.id",
    "case_id": "item.case_id",
    "added_us": "{added_us}",
    "place_basis": "COALESCE(place.basis, '')",
    "time_basis": "COALESCE(time.basis, '')",
    "south": "COALESCE(place.south, 0.0)",
    "west": f"COALESCE(place.west, {NOWHERE_DEG})",
    "north": "COALESCE(place.north, 0.0)",
    "east": f"COALESCE(place.east, {NOWHERE_DEG})",
    "latitude": "COALESCE(place.latitude, 0.0)",
    "longitude": f"COALESCE(place.longitude, {NOWHERE_DEG})",
    "x_m": f"COALESCE({_NORMAL_M} * {_COS} * COS(RADIANS(place.longitude)), 0.0)",
    "y_m": f"COALESCE({_NORMAL_M} * {_COS} * SIN(RADIANS(place.longitude)), 0.0)",
    "z_m": f"COALESCE({_NORMAL_M} * {1 - ECCENTRICITY_2} * {_SIN}, 0.0)",
    "reach_m": (
        "CASE WHEN place.id IS NULL THEN 0.0 "
        f"ELSE COALESCE(place.radius_m, {UNSTATED_RADIUS_M}) END"
    ),
    "earliest_us": f"CASE WHEN time.id IS NULL THEN {NO_TIME_US} "
    f"ELSE COALESCE({{earliest_us}}, {BEGINNING_US}) END",
    "latest_us": f"CASE WHEN time.id IS NULL THEN {NO_TIME_US} "
    f"ELSE COALESCE({{latest_us}}, {END_US}) END",
}
# More places and times than anybody states; only a file made for it has as many. Those beyond
# are kept as one wide row for each two kinds of fact, which geodesy looks behind.
MOST_PAIRS = 4096
_WIDENED = {
    "south": "MIN(south)",
    "west": "MIN(west)",
    "north": "MAX(north)",
    "east": "MAX(east)",
    "latitude": "MIN(latitude)",
    "longitude": "MIN(longitude)",
    "x_m": "MIN(x_m)",
    "y_m": "MIN(y_m)",
    "z_m": "MIN(z_m)",
    "reach_m": f"{WIDENED_REACH_M}",
    "earliest_us": "MIN(earliest_us)",
    "latest_us": "MAX(latest_us)",
}
# Rows are put down by where and when, a degree and 32 days at a time, so that what one question
# asks for lies together on the disk.
_NORTH_CELL = "CAST(FLOOR(latitude + 90) AS bigint)"
_EAST_CELL = "CAST(FLOOR(CASE WHEN longitude > 180 THEN 180 ELSE longitude + 180 END) AS bigint)"
_SPAN_US = 32 * DAY_US
_SINCE_1900_US = "(earliest_us + 2208988800000000)"
_MONTH = (
    f"CASE WHEN {_SINCE_1900_US} < 0 THEN 0 WHEN {_SINCE_1900_US} > 2047 * {_SPAN_US} THEN 2047 "
    f"ELSE {_SINCE_1900_US} / {_SPAN_US} END"
)
_CELL = f"(({_NORTH_CELL} * 360 + {_EAST_CELL}) * 2048 + {_MONTH})"
# SQLite sorts a table by its number: each cell has 2**36 of them, given out one after the other.
# Who looks for the next free one is alone, as SQLite lets one write at a time. PostgreSQL, which
# lets many, keeps rows in the order in which they came and numbers them by its own sequence.
_IN_CELL = 2**36
_NEXT_ID = (
    f"cell * {_IN_CELL} + COALESCE((SELECT other.id - kept.cell * {_IN_CELL} + 1 "
    f"FROM catalog_presence AS other WHERE other.id >= kept.cell * {_IN_CELL} "
    f"AND other.id < (kept.cell + 1) * {_IN_CELL} ORDER BY other.id DESC LIMIT 1), 0) "
    "+ ROW_NUMBER() OVER (PARTITION BY cell ORDER BY item_id) - 1"
)
# Whole numbers out of how each database keeps an instant.
_MICROSECONDS = {
    "sqlite": (
        "(CAST(strftime('%%s', {0}) AS INTEGER) * 1000000 "
        "+ CAST(substr({0} || '.000000', 21, 6) AS INTEGER))"
    ),
    "postgresql": "CAST(extract(epoch FROM {0}) * 1000000 AS bigint)",
}


def write(item_id: int) -> None:
    """Write the rows of one item anew from its extents, in the transaction that changed them."""
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM catalog_presence WHERE item_id = %s", [item_id])
        cursor.execute(_filling("WHERE item.id = %s"), [item_id])


def write_all(alias: str = "default") -> int:
    """Write the rows and boxes of every item anew; answers how many that makes."""
    with connections[alias].cursor() as cursor:
        _remove(cursor, connections[alias].vendor)
        cursor.execute("DELETE FROM catalog_presence")
        cursor.execute(_filling("", alias), [])
        install(alias)
        cursor.execute("SELECT count(*) FROM catalog_presence")
        return int(cursor.fetchone()[0])


def install(alias: str) -> None:
    """Make the boxes of the rows that are there, and what keeps them in step from now on."""
    vendor = connections[alias].vendor
    with connections[alias].cursor() as cursor:
        _remove(cursor, vendor)
        if vendor == "postgresql":
            # It makes no index while it still has to look at rows that were just written.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in _parts(vendor).values():
            cursor.execute(statement)
        if vendor == "sqlite":
            cursor.execute(f"INSERT INTO catalog_presence_box SELECT {_BOX} FROM catalog_presence")


def missing(alias: str) -> list[str]:
    """The names of what ought to be in the database to keep boxes and is not."""
    vendor = connections[alias].vendor
    known = "pg_class" if vendor == "postgresql" else "sqlite_master"
    column = "relname" if vendor == "postgresql" else "name"
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {known}")
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in _parts(vendor) if name not in there]


class InstallBoxes(RunPython):
    """The last operation of every migration that changes the table of presences."""

    def __init__(self) -> None:
        super().__init__(_install_forwards, RunPython.noop, elidable=False)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Written into a migration without arguments."""
        return (self.__class__.__name__, [], {})


def _install_forwards(apps: Any, schema_editor: Any) -> None:
    del apps
    write_all(schema_editor.connection.alias)


def _parts(vendor: str) -> dict[str, str]:
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE


def _filling(which: str, alias: str = "default") -> str:
    """Every place of an item with every time of it, each different pair once."""
    vendor = connections[alias].vendor
    us = _MICROSECONDS[vendor]
    taken = ", ".join(f"{value} AS {name}" for name, value in _COLUMNS.items()).format(
        added_us=us.format("item.added_at"),
        earliest_us=us.format("time.earliest"),
        latest_us=us.format("time.latest"),
    )
    names = ", ".join(_COLUMNS)
    same = ", ".join(name for name in _COLUMNS if name not in _WIDENED)
    wide = ", ".join(_WIDENED.get(name, name) for name in _COLUMNS)
    pairs = (
        f"SELECT DISTINCT {taken} FROM catalog_item AS item "
        "LEFT JOIN catalog_extent AS place ON place.item_id = item.id AND place.facet <> 'time' "
        "LEFT JOIN catalog_extent AS time ON time.item_id = item.id AND time.facet = 'time' "
        f"{which}"
    )
    numbered = (
        "SELECT *, ROW_NUMBER() OVER "
        "(PARTITION BY item_id ORDER BY earliest_us, latitude, longitude) AS pair "
        f"FROM ({pairs}) AS pairs"
    )
    kept = (
        f"SELECT {names} FROM numbered WHERE pair <= {MOST_PAIRS} UNION ALL "
        f"SELECT {wide} FROM numbered WHERE pair > {MOST_PAIRS} GROUP BY {same}"
    )
    number, its_id = ("id, ", f"{_NEXT_ID} AS id, ") if vendor == "sqlite" else ("", "")
    return (
        f"INSERT INTO catalog_presence ({number}{names}) WITH numbered AS ({numbered}) "
        f"SELECT {its_id}{names} FROM (SELECT *, {_CELL} AS cell FROM ({kept}) AS few) AS kept "
        "ORDER BY cell, item_id"
    )


def _remove(cursor: CursorWrapper, vendor: str) -> None:
    for name, statement in _parts(vendor).items():
        kind = next(kind for kind in ("INDEX", "TABLE", "TRIGGER") if f" {kind} " in statement)
        cursor.execute(f"DROP {kind} IF EXISTS {name}")

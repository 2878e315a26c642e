"""Tables that the database itself keeps from being changed: evidence and its log.

The triggers live in the database, so neither our code nor a mistaken hand at the
console gets past them. SQLite drops a table's triggers whenever a migration
rebuilds the table: such a migration must end with ``InstallTriggers()``, and a
test looks for them after all migrations.
"""

from typing import Any

from django.db import connections
from django.db.migrations.operations.special import RunPython

TABLES = {
    "catalog_original": "An original",
    "catalog_custodyevent": "A custody event",
    "catalog_claim": "A claim",
    "catalog_grade": "A grading",
    "catalog_linkdecision": "A decision on a link",
    "catalog_assessment": "An assessment",
    "catalog_ground": "A ground of an assessment",
    "catalog_review": "A review",
    "catalog_comment": "A comment",
    "catalog_wording": "A wording of a comment",
    "catalog_mark": "A mark",
    "catalog_comparison": "A comparison",
    "catalog_comparisonversion": "A version of a comparison",
    "catalog_compareditem": "An item of a comparison",
    "catalog_linkedspots": "A link between two spots",
}
EVENTS = ("UPDATE", "DELETE")


def install(alias: str) -> None:
    """Make the database refuse UPDATE and DELETE (and TRUNCATE) on these tables.

    Those that an early migration has not yet made are left to the migration that makes them.
    """
    there = set(connections[alias].introspection.table_names())
    with connections[alias].cursor() as cursor:
        for statement in _statements(connections[alias].vendor, there):
            cursor.execute(statement)


def lift(alias: str) -> None:
    """Take the triggers away. For the tests' own cleaning up, never for the product."""
    vendor = connections[alias].vendor
    with connections[alias].cursor() as cursor:
        for table in TABLES:
            for name in _names(table, vendor):
                on = f" ON {table}" if vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(alias: str) -> list[str]:
    """The names of triggers that ought to be in the database and are not."""
    vendor = connections[alias].vendor
    query = (
        "SELECT tgname FROM pg_trigger"
        if vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return [name for table in TABLES for name in _names(table, vendor) if name not in there]


def _names(table: str, vendor: str) -> list[str]:
    events = (*EVENTS, "TRUNCATE") if vendor == "postgresql" else EVENTS
    return [f"{table}_refuses_{event.lower()}" for event in events]


def _statements(vendor: str, there: set[str]) -> list[str]:
    made = []
    for table, noun in TABLES.items():
        if table not in there:
            continue
        sentence = f"{noun} is never changed or deleted."
        for name in _names(table, vendor):
            event = name.rsplit("_", 1)[1].upper()
            if vendor == "postgresql":
                made += [
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$",
                    f"DROP TRIGGER IF EXISTS {name} ON {table}",
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
                ]
            else:
                made += [
                    f"DROP TRIGGER IF EXISTS {name}",
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
                ]
    return made


class InstallTriggers(RunPython):
    """The last operation of every migration that touches an immutable table."""

    def __init__(self) -> None:
        super().__init__(_install_forwards, RunPython.noop, elidable=False)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Written into a migration without arguments."""
        return (self.__class__.__name__, [], {})


def _install_forwards(apps: Any, schema_editor: Any) -> None:
    del apps
    install(schema_editor.connection.alias)

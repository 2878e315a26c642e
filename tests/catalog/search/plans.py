"""What the database would do for a query: which tables it would read whole."""

import re

from django.db import connection


def scans(sql: str) -> list[str]:
    """The steps of the plan that read a table of ours from end to end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.fetchall()]
            return [
                s
                for s in steps
                if re.match(r"SCAN (catalog|T\d|[UV]\d|p\b)", s) and not _is_index(s)
            ]
        # With a handful of rows PostgreSQL would read them all; what counts is whether it must.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return [row[0] for row in cursor.fetchall() if "Seq Scan on catalog" in row[0]]


def _is_index(step: str) -> bool:
    """FTS5 calls going through the hits of a MATCH a scan as well, and an R*Tree any search.

    Not so a MATCH for one row (``=M``): FTS5 makes the list of all hits anew for each.
    """
    return bool(re.search(r"VIRTUAL TABLE INDEX (\d+:[<>]*M|2:[A-F]\d)", step))

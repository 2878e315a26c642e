"""The admin: cases and their members, sources, incidents, and what is being processed.

Django's discovery imports this package; each module registers its tables.
"""

from catalog.admin import (
    accounts,
    appearances,
    assessments,
    cases,
    checks,
    claims,
    custody,
    incidents,
    items,
    runs,
    sources,
)

__all__ = [
    "accounts",
    "appearances",
    "assessments",
    "cases",
    "checks",
    "claims",
    "custody",
    "incidents",
    "items",
    "runs",
    "sources",
]

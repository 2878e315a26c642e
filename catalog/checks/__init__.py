"""Holding what is claimed against what is known, again whenever an input changes."""

from catalog.checks.making import make, make_what_is_due
from catalog.checks.told import checks_told

__all__ = ["checks_told", "make", "make_what_is_due"]

"""Holding what is claimed against what is known, again whenever an input changes."""

from catalog.checks.making import make, make_what_is_due

__all__ = ["make", "make_what_is_due"]

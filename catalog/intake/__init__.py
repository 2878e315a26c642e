"""The only way bytes enter the catalogue."""

from catalog.intake.receive import Outcome, Receipt, receive, refuse
from catalog.intake.sheet import ClaimSheet, SheetError

__all__ = ["ClaimSheet", "Outcome", "Receipt", "SheetError", "receive", "refuse"]

"""Plan, claim, execute, save, put back. Knows no step by name.

A run is owned by one conditional UPDATE, holds a lease that its keeper renews,
works in a folder of its own and lands in one transaction. Kill any process at any
instant: the lease runs out, the sweep puts the run back, and a second execution
lands in the same place.
"""

from catalog.pipeline.orders import ask_to_stop, catch_up, do_again, lacking, order, plan, retry
from catalog.pipeline.upkeep import note_sent, take_back, unsent
from catalog.pipeline.work import execute

__all__ = [
    "ask_to_stop",
    "catch_up",
    "do_again",
    "execute",
    "lacking",
    "note_sent",
    "order",
    "plan",
    "retry",
    "take_back",
    "unsent",
]

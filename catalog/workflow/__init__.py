"""How far the people's work on a thing is, apart from what they found."""

from catalog.workflow.move import Worked, move

__all__ = ["Worked", "move"]

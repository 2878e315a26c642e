"""What happened: which items show it, and which other incidents belong to it."""

from catalog.incidents.describe import describe
from catalog.incidents.link import CannotLink, link
from catalog.incidents.tie import tie

__all__ = ["CannotLink", "describe", "link", "tie"]

"""Who speaks, how far each is to be relied on, and who forwarded whom."""

from catalog.sources.forward import CannotForward, link_forwards, say_forwarded
from catalog.sources.grade import CannotGrade, grade

__all__ = ["CannotForward", "CannotGrade", "grade", "link_forwards", "say_forwarded"]

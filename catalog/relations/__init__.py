"""What ties items of a case together: made, suggested, decided on. Knows no step by name."""

from catalog.relations.decide import decide
from catalog.relations.relate import relate
from catalog.relations.sensitivity import cover_contained, judge
from catalog.relations.suggest import suggest_from

__all__ = ["cover_contained", "decide", "judge", "relate", "suggest_from"]

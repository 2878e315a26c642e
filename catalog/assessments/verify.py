"""Holding every signature against what it was made over."""

from collections.abc import Iterator

from catalog.models import Assessment, Review


def faults() -> Iterator[str]:
    """What no longer agrees with its signature, a sentence each; nothing if all does."""
    for one in Assessment.objects.prefetch_related("grounds").iterator(chunk_size=200):
        if one.computed_signature(list(one.grounds.all())) != one.signature:
            yield f"Assessment {one.pk} was changed after it was signed."
    for review in Review.objects.select_related("assessment").iterator(chunk_size=200):
        if review.computed_signature() != review.signature:
            yield f"Review {review.pk} was changed after it was signed."

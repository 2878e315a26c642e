"""The clip of the review pages, to set marks on."""

from tests.catalog.review.conftest import as_analyst, clip, mp4, nothing_is_sent

__all__ = ["as_analyst", "clip", "mp4", "nothing_is_sent"]

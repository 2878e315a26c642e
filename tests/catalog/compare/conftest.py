"""What the tests of comparisons share with those of the item page."""

from tests.catalog.review.conftest import as_analyst, mp4, nothing_is_sent

__all__ = ["as_analyst", "mp4", "nothing_is_sent"]

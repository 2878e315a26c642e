"""Several bounded queries in one statement give what each would give alone."""

import pytest
from django.contrib.auth.models import User

from catalog.models import Case, Item
from catalog.search.together import count_each, newest_of_all
from tests.catalog.review.conftest import take_in

pytestmark = pytest.mark.django_db


def test_a_part_that_cannot_have_rows_adds_none(case: Case, analyst: User) -> None:
    item = take_in(case, analyst, b"some bytes", "note.txt")
    parts = [Item.objects.filter(pk__in=[]), Item.objects.filter(case=case)]
    assert newest_of_all(parts, 5) == [item.pk]
    assert newest_of_all(parts[:1], 5) == []
    assert count_each(parts, 5) == [0, 1]

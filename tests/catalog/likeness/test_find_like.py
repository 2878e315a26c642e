"""Finding items by likeness: by item, by frame, by hash, within what a person may see."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User
from PIL import Image, ImageOps

from catalog.models import Case, Item
from catalog.search.find import find
from catalog.search.query import Query
from catalog.search.reader import QueryError
from catalog.storage.derived import derived_path
from media_tools.likeness.pdq import Turn
from tests.catalog.likeness.conftest import found, hashed, planted, png, refs, slides
from tests.media_tools.alike import again, at_night, by_day, cropped

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_a_picture_finds_its_copies_the_nearest_first_and_not_itself(case: Case) -> None:
    first = hashed(case, png(by_day(1)))
    smaller = hashed(case, png(by_day(1).resize((160, 90))))
    crop = hashed(case, png(again(cropped(by_day(1), 0.1))))
    hashed(case, png(by_day(2)))
    results = found(first.ref)
    assert refs(results) == [smaller.ref, crop.ref]
    assert (results.counts.certain, results.counts.possible) == (2, 0)
    assert results.hits[0].alike
    assert results.hits[0].alike.distance <= results.hits[1].alike.distance  # type: ignore[union-attr]
    assert results.hits[1].alike
    assert results.hits[1].alike.pairs[0].is_cropped


def test_a_mirrored_copy_is_found_and_said_to_be_mirrored(case: Case) -> None:
    first = planted(case, by_day(1))
    planted(case, ImageOps.mirror(by_day(1)))
    (hit,) = found(first.ref).hits
    assert hit.alike
    assert hit.alike.pairs[0].turn is Turn.MIRRORED


@pytest.mark.django_db(transaction=True)
def test_a_frame_of_a_clip_finds_the_clip_it_is_in_with_both_times(
    case: Case, tmp_path: Path
) -> None:
    one = hashed(case, slides(tmp_path, 1, 2, 3), "one.mp4")
    other = hashed(case, slides(tmp_path, 8, 9, 2), "other.mp4")
    (hit,) = found(f"{one.ref}@0:00:01.500").hits
    assert hit.item == other
    assert hit.alike
    pair = hit.alike.pairs[0]
    assert pair.asked_s is not None
    assert abs(pair.asked_s - Fraction(3, 2)) < Fraction(1, 10)
    assert pair.found_s is not None
    assert 2 <= pair.found_s < Fraction(21, 10)
    assert refs(found(f"{one.ref}@0.2")) == []
    whole = found(one.ref).hits
    assert [hit.item for hit in whole] == [other]


def test_hashes_of_any_pdq_tool_are_asked_for(case: Case) -> None:
    item = planted(case, by_day(1))
    digits = _hash_of(item)
    assert refs(found(f"pdq:{digits}")) == [item.ref]
    assert refs(found(f"PDQ:{digits.upper()}")) == [item.ref]


def test_likeness_goes_together_with_the_other_fields(case: Case, other_case: Case) -> None:
    first = planted(case, by_day(1))
    here = planted(case, by_day(1).resize((160, 90)))
    there = planted(other_case, by_day(1).resize((160, 90)))
    assert sorted(refs(found(first.ref))) == [here.ref, there.ref]
    assert refs(found(first.ref, case="OTH")) == [there.ref]
    assert refs(found(first.ref, **{"from": "2020-01-01 UTC"})) == []


def test_what_a_person_may_not_see_is_neither_found_nor_counted_nor_asked_for(
    case: Case, other_case: Case, analyst: User
) -> None:
    first = planted(case, by_day(1))
    there = planted(other_case, by_day(1).resize((160, 90)))
    results = find(Query.from_params({"like": first.ref}), analyst)
    assert (refs(results), results.counts.total) == ([], 0)
    said = []
    for ref in (there.ref, "OTH-9999"):
        with pytest.raises(QueryError) as caught:
            find(Query.from_params({"like": ref}), analyst)
        said.append(str(caught.value).replace(ref, "REF"))
    assert said[0] == said[1]


def test_dark_frames_of_different_nights_do_not_meet_and_stay_in_the_catalogue(case: Case) -> None:
    nights = [planted(case, at_night(seed, 14)) for seed in range(3)]
    black = [planted(case, Image.new("RGB", (320, 180), (level, level, level))) for level in (0, 2)]
    copy = planted(case, again(at_night(0, 14), 50))
    assert refs(found(nights[0].ref)) == [copy.ref]
    assert refs(found(nights[1].ref)) == []
    with pytest.raises(QueryError, match="cannot be told by likeness"):
        found(black[0].ref)
    assert Item.objects.filter(pk__in=[one.pk for one in black]).count() == 2


@pytest.mark.parametrize(
    ("like", "said"),
    [
        ("pdq:abc", "64 hexadecimal digits"),
        ("nonsense", "Write an item such as KRM-0007"),
        ("KRM-0001@x", "Write an item"),
        ("KRM-0001@1:2:3:4", "is no moment"),
        ("KRM-0001@1..2", "is no moment"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(like: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        Query.from_params({"like": like})


def test_a_query_comes_back_from_its_address() -> None:
    for like in ("KRM-0007", "KRM-0007@12.48", "pdq:" + "ab" * 32 + "~20@1.500"):
        query = Query.from_params({"like": like})
        assert Query.from_params(query.to_params()) == query
        assert query.order == "likeness"


def _hash_of(item: Item) -> str:
    rows = np.load(derived_path(item.hash_block.sha256), allow_pickle=False)
    return bytes(rows["hash"][0]).hex()

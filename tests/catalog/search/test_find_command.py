"""``manage.py find``: what scripts rely on."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog import index
from catalog.models import Basis, Case, Item
from media_tools.places import Place
from tests.catalog.search.catalogue import NIGHT, When, Where, add_items, between


def _lines(*arguments: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("find", *arguments, "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_holds_how_surely_how_far_and_why(case: Case) -> None:
    time = When(between("23:10", "23:20"), Basis.CLAIMED, "“ten past”")
    add_items(case, [Where(Place(55.301, 44.02, 50), Basis.EMBEDDED, origin="GPS"), time])
    [line] = _lines(
        *("--near", "55.3,44.02", "--within", "2km"),
        *("--from", "2023-05-02T23:00:00Z", "--to", "2023-05-02T23:30:00Z"),
    )
    assert (line["ref"], line["certainty"], line["title"]) == ("KRM-0001", "certain", "Clip 1")
    assert line["distance_m"] == pytest.approx(111.4, abs=0.1)
    place, said = line["matched"]
    assert (place["basis"], place["facet"], place["origin"]) == ("embedded", "camera", "GPS")
    assert said["earliest"] == "2023-05-02T23:10:00+00:00"


def test_west_and_south_may_begin_with_a_minus(case: Case) -> None:
    add_items(case, [Where(Place(-17.7, -179.99, 5))])
    assert _lines("--near", "-17.7,179.999", "--within", "5km")[0]["ref"] == "KRM-0001"
    assert _lines("--bbox", "-180,-18,-179,-17")[0]["certainty"] == "certain"


def test_every_case_is_searched_and_each_can_be_chosen(case: Case, other_case: Case) -> None:
    add_items(case, [])
    add_items(other_case, [])
    assert {line["ref"] for line in _lines()} == {"KRM-0001", "OTH-0001"}
    assert [line["ref"] for line in _lines("--case", "OTH")] == ["OTH-0001"]


def test_a_line_quotes_the_texts_in_which_the_words_were_found(case: Case) -> None:
    (item,) = add_items(case, [])
    caption = "Seen from the old bridge, before the flood"
    item.appearances.create(caption=caption, collected_at=NIGHT)
    index.refresh_words(item)
    [line] = _lines("--text", "bridge flood")
    assert [(one["text"], one["found"]) for one in line["snippets"]] == [
        (caption, ["bridge", "flood"])
    ]
    assert line["snippets"][0]["where"] == "caption"
    assert _lines()[0]["snippets"] == []


def test_nothing_found_is_no_failure(case: Case) -> None:
    assert _lines("--text", "nothing") == []


def test_people_get_a_table_and_the_counts(case: Case) -> None:
    add_items(case, [When(between("23:10", "23:20"))])
    out = StringIO()
    call_command("find", "--from", "2023-05-02 UTC", stdout=out)
    assert "KRM-0001" in out.getvalue()
    assert "2023-05-02 23:10 – 23:20 UTC · time inside window" in out.getvalue()
    assert out.getvalue().endswith("1 found: 1 certain, 0 possible.\n")


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["--near", "here", "--within", "1km"], "--near"),
        (["--near", "1,2"], "--within"),
        (["--bbox", "1,2,3"], "--bbox"),
        (["--from", "whenever"], "--from"),
        (["--basis", "guessed"], "--basis"),
        (["--case", "NONE"], "--case"),
    ],
)
def test_a_wrong_option_is_named_and_ends_with_code_two(
    case: Case, arguments: list[str], option: str
) -> None:
    with pytest.raises(CommandError) as refusal:
        _lines(*arguments)
    assert refusal.value.returncode == 2
    assert str(refusal.value).startswith(option)


def test_filters_of_the_page_are_options(case: Case) -> None:
    items = add_items(case, [], [])
    Item.objects.filter(pk=items[1].pk).update(device="Canon EOS R5", has_gps=True, codec="h264")
    filters = ("--device", "Canon EOS R5", "--codec", "h264", "--has", "gps", "--workflow", "new")
    assert [line["ref"] for line in _lines(*filters)] == ["KRM-0002"]

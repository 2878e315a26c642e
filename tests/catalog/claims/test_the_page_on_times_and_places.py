"""docs/how-to/write-times-and-places.md cannot lie: every row of its tables is run here."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalog.claims.place_phrase import NotUnderstood, read_place, read_viewpoint
from catalog.claims.time_said import read_time_said
from media_tools.places import Place

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "write-times-and-places.md"
FRIDAY = datetime(2023, 5, 5, 12, tzinfo=UTC)
TIMES = ("You type", "From (UTC)", "Up to (UTC)", "Zone", "You are told")
PLACES = ("You type", "Latitude", "Longitude", "Radius")
VIEWS = (*PLACES, "Heading", "Field of view")
REFUSALS = ("You type", "The answer")


def tables() -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """Each row of the page with the chapter and the head of the table it stands in."""
    chapter = ""
    head: tuple[str, ...] = ()
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            chapter = line.removeprefix("## ")
        if not line.startswith("|"):
            head = ()
            continue
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if not head:
            head = cells
        elif set(cells[0]) != {"-"}:
            yield chapter, head, [cells[0].strip("`"), *cells[1:]]


def rows(*heads: tuple[str, ...], chapter: str = "") -> list[list[str]]:
    return [row for told_in, head, row in tables() if head in heads and chapter in ("", told_in)]


def shown(end: datetime | None) -> str:
    if end is None:
        return "any"
    if end.microsecond % 10 == 9:
        end += timedelta(microseconds=1)
    return end.replace(tzinfo=None).isoformat(" ").rstrip("0" if end.microsecond else "")


def shown_radius(place: Place) -> str:
    return "unknown" if place.radius_m is None else f"{place.radius_m:.0f} m"


def test_every_table_of_the_page_is_one_that_is_run() -> None:
    heads = {head for _, head, _ in tables()}
    assert heads == {TIMES, PLACES, VIEWS, REFUSALS}
    assert len(rows(TIMES)) >= 35
    assert len(rows(PLACES)) >= 15


@pytest.mark.parametrize(("phrase", "start", "end", "zone", "told"), rows(TIMES))
def test_a_time_on_the_page_becomes_what_the_page_says(
    phrase: str, start: str, end: str, zone: str, told: str
) -> None:
    reading = read_time_said(phrase, FRIDAY)
    assert shown(reading.interval.earliest) == start
    assert shown(reading.interval.latest) == end
    assert reading.zone_basis == zone
    assert told in " ".join(reading.notes)
    assert bool(told) == bool(reading.notes)


@pytest.mark.parametrize(("phrase", "answer"), rows(REFUSALS, chapter="Times"))
def test_a_time_the_page_calls_refused_gets_the_answer_on_the_page(
    phrase: str, answer: str
) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_time_said(phrase, FRIDAY)
    assert str(refusal.value).startswith(answer)


@pytest.mark.parametrize(("text", "latitude", "longitude", "radius"), rows(PLACES))
def test_a_place_on_the_page_becomes_what_the_page_says(
    text: str, latitude: str, longitude: str, radius: str
) -> None:
    place = read_place(text)
    assert (f"{place.latitude:.5f}", f"{place.longitude:.5f}") == (latitude, longitude)
    assert shown_radius(place) == radius


@pytest.mark.parametrize(("text", "answer"), rows(REFUSALS, chapter="Places"))
def test_a_place_the_page_calls_refused_gets_the_answer_on_the_page(text: str, answer: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_place(text)
    assert str(refusal.value).startswith(answer)


@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "radius", "heading", "view"), rows(VIEWS)
)
def test_a_viewpoint_on_the_page_becomes_what_the_page_says(
    text: str, latitude: str, longitude: str, radius: str, heading: str, view: str
) -> None:
    found = read_viewpoint(text)
    assert f"{found.place.latitude:.5f}" == latitude
    assert f"{found.place.longitude:.5f}" == longitude
    assert shown_radius(found.place) == radius
    error = "" if found.heading_error_deg is None else f" ± {found.heading_error_deg:g}°"
    assert f"{found.heading_deg:g}°{error}" == heading
    shown_view = "unknown" if found.field_of_view_deg is None else f"{found.field_of_view_deg:g}°"
    assert shown_view == view

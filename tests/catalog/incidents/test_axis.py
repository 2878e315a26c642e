"""Times as bars on one axis: what is known of each, what runs off, and where nothing lies."""

from datetime import UTC, datetime, timedelta

from catalog.incidents.axis import Axis, Span, axis_for, gaps

NOON = datetime(2023, 5, 2, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def span(first: float | None, last: float | None, slack_min: float = 0) -> Span:
    begins, ends = (None if end is None else at(end) for end in (first, last))
    return Span("claimed", "“then”", begins, ends, timedelta(minutes=slack_min))


def test_a_bar_lies_where_its_time_does() -> None:
    axis = Axis(at(0), at(100))
    bar = axis.bar(span(10, 35))
    assert (bar.x, bar.width, bar.off) == ("10.000%", "25.000%", "")
    assert not bar.is_moment and not bar.is_narrow


def test_a_moment_is_a_tick_and_not_a_duration() -> None:
    assert Axis(at(0), at(100)).bar(span(10, 10)).is_moment


def test_a_recording_reaches_beyond_its_clock_on_both_sides() -> None:
    bar = Axis(at(0), at(100)).bar(span(50, 50, slack_min=5))
    assert (bar.x, bar.outer_x, bar.outer_width) == ("50.000%", "45.000%", "10.000%")


def test_what_runs_off_the_axis_says_on_which_side() -> None:
    axis = Axis(at(0), at(100))
    assert axis.bar(span(-50, -40)).off == "before" and not axis.bar(span(-50, -40)).x
    assert axis.bar(span(90, None)).off == "after"
    assert axis.bar(span(None, None)).off == "before after"
    assert axis.bar(span(-5, 105)).width == "100.000%"


def test_a_clock_without_a_zone_and_one_never_set_do_not_stretch_the_axis() -> None:
    never_set = datetime(1970, 1, 1, tzinfo=UTC)
    far = Span("embedded", "1970", never_set, never_set)
    no_zone = span(-12 * 60, 14 * 60)
    axis = axis_for((at(0), at(1)), [far, no_zone, span(-10, 20)])
    assert axis and axis.begins == at(-11.2) and axis.ends == at(21.2)


def test_without_an_incidents_time_the_others_make_the_axis() -> None:
    axis = axis_for(None, [span(0, 60), span(30, 40)])
    assert axis and axis.begins < at(0) and axis.ends > at(60)
    assert axis_for(None, []) is None
    only = axis_for(None, [span(-12 * 60, 14 * 60)])
    assert only and only.ends - only.begins > timedelta(hours=5)


def test_the_first_days_of_the_calendar_are_no_fault() -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    one = Span("claimed", "", first, first, timedelta(days=3))
    axis = axis_for((first, first), [one])
    assert axis and one.first == first and axis.bar(one).is_moment
    last = datetime.max.replace(tzinfo=UTC)
    one = Span("claimed", "", last, last, timedelta(days=3))
    axis = axis_for((last, last), [one])
    assert axis and one.last == last and list(axis.ticks)


def test_gaps_are_where_no_item_lies() -> None:
    axis = Axis(at(0), at(100))
    found = gaps(axis, [span(10, 20), span(15, 40, slack_min=2), span(60, None)])
    assert found == [(at(0), at(10)), (at(42), at(60))]
    assert gaps(axis, []) == []
    assert gaps(axis, [span(10, 20), span(-800, 800)]) == gaps(axis, [span(10, 20)])


def test_ticks_are_round_and_few() -> None:
    for minutes in (1, 7, 80, 60 * 30, 60 * 24 * 400):
        ticks = list(Axis(at(0.3), at(0.3 + minutes)).ticks)
        assert 1 <= len(ticks) <= 8, minutes
    assert [words for _, words in Axis(at(1), at(61)).ticks][:2] == ["12:10", "12:20"]

"""The kinds of checks in words, by what they are about."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True, slots=True)
class Topic:
    """What a group of checks is about, with the title of each kind in it."""

    title: str
    kinds: dict[str, str]


TOPICS = {
    "time": Topic(
        gettext_noop("Clocks and dates"),
        {
            "time_by_device_clock": gettext_noop("device's clock"),
            "time_by_receiver_clock": gettext_noop("GPS clock"),
            "time_by_written_date": gettext_noop("date of writing"),
            "time_by_file_name": gettext_noop("date in the file's name"),
            "time_by_change_date": gettext_noop("date of a change"),
            "time_by_file_date": gettext_noop("date on the disk it came from"),
            "time_by_signature": gettext_noop("date of the signature"),
            "time_by_first_known": gettext_noop("first known"),
        },
    ),
    "sky": Topic(gettext_noop("Sun and sky"), {"sun_and_sky": gettext_noop("sun and sky")}),
    "place": Topic(
        gettext_noop("Place and view"),
        {
            "viewpoint_by_position": gettext_noop("viewpoint and the file's position"),
            "place_by_position": gettext_noop("place and the file's position"),
            "place_in_view": gettext_noop("place in the view"),
            "heading_by_compass": gettext_noop("compass"),
            "height_by_position": gettext_noop("height"),
        },
    ),
    "maker": Topic(
        gettext_noop("Device and author"),
        {
            "author_by_first_posting": gettext_noop("first posting"),
            "author_by_tags": gettext_noop("author named in the file"),
            "device_by_marks": gettext_noop("device's marks"),
            "original_by_marks": gettext_noop("marks of other programs"),
            "credentials": gettext_noop("signed manifest"),
        },
    ),
    "claims": Topic(
        gettext_noop("Source against source"),
        {
            "claimed_times_disagree": gettext_noop("claimed times"),
            "claimed_places_disagree": gettext_noop("claimed places"),
        },
    ),
    "incident": Topic(
        gettext_noop("Incidents"),
        {
            "time_by_assessment": gettext_noop("time and the assessed one"),
            "place_by_assessment": gettext_noop("place and the assessed one"),
            "item_time_by_incident": gettext_noop("item's claimed time and the incident"),
            "item_clock_by_incident": gettext_noop("item's clock and the incident"),
            "item_place_by_incident": gettext_noop("item's claimed place and the incident"),
        },
    ),
}


def topic_place(kind: str) -> int:
    """Where the topic of a kind stands: the file and the sky before what only people say."""
    places = (n for n, topic in enumerate(TOPICS.values()) if kind in topic.kinds)
    return next(places, len(TOPICS))


def kind_in_words(kind: str) -> str:
    """What the claim was held against."""
    return next(
        (gettext(topic.kinds[kind]) for topic in TOPICS.values() if kind in topic.kinds),
        kind.replace("_", " "),
    )

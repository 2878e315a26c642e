"""The kinds of checks in words, by what they are about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What a group of checks is about, with the title of each kind in it."""

    title: str
    kinds: dict[str, str]


TOPICS = {
    "time": Topic(
        "Clocks and dates",
        {
            "time_by_device_clock": "device's clock",
            "time_by_receiver_clock": "GPS clock",
            "time_by_written_date": "date of writing",
            "time_by_file_name": "date in the file's name",
            "time_by_change_date": "date of a change",
            "time_by_file_date": "date on the disk it came from",
            "time_by_signature": "date of the signature",
            "time_by_first_known": "first known",
        },
    ),
    "sky": Topic("Sun and sky", {"sun_and_sky": "sun and sky"}),
    "place": Topic(
        "Place and view",
        {
            "viewpoint_by_position": "viewpoint and the file's position",
            "place_by_position": "place and the file's position",
            "place_in_view": "place in the view",
            "heading_by_compass": "compass",
            "height_by_position": "height",
        },
    ),
    "maker": Topic(
        "Device and author",
        {
            "author_by_first_posting": "first posting",
            "author_by_tags": "author named in the file",
            "device_by_marks": "device's marks",
            "original_by_marks": "marks of other programs",
            "credentials": "signed manifest",
        },
    ),
    "claims": Topic(
        "Source against source",
        {
            "claimed_times_disagree": "claimed times",
            "claimed_places_disagree": "claimed places",
        },
    ),
    "incident": Topic(
        "Incidents",
        {
            "time_by_assessment": "time and the assessed one",
            "place_by_assessment": "place and the assessed one",
            "item_time_by_incident": "item's claimed time and the incident",
            "item_clock_by_incident": "item's clock and the incident",
            "item_place_by_incident": "item's claimed place and the incident",
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
        (topic.kinds[kind] for topic in TOPICS.values() if kind in topic.kinds),
        kind.replace("_", " "),
    )

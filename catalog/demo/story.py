"""Who speaks in the demo case, and what an analyst made of it.

All of it is invented: the town on the river Kar, its sources, their words. They
contradict each other in time and place, as sources do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from catalog.demo.exhibits import (
    DAYLIGHT_FILE,
    HARBOUR_FIRST_FILE,
    HARBOUR_SECOND_FILE,
    PHONE_FILE,
    REPOST_FILE,
    STILL_FILE,
)
from catalog.demo.truth import FIRST, SECOND, Burst
from catalog.models import IncidentRole, SourceKind
from media_tools.places import Place

CASE_CODE = "KRM"
CASE_TITLE = "Two bursts over the citadel"
CASE_NOTES = (
    "A demonstration. The town on the river Kar, its people and both explosions are "
    "invented; every picture and sound was rendered by this program."
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source of the story: its name, what it is, where it is found, why it is trusted."""

    name: str
    kind: SourceKind
    url: str
    notes: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An incident as assessed: when and where, on what grounds, which files say so."""

    title: str
    burst: Burst
    within: timedelta
    place: Place
    summary: str
    reasons: str
    roles: Mapping[str, IncidentRole]


SPEAKERS = (
    Speaker(
        "Harbour office",
        SourceKind.CAMERA,
        "https://harbour.kar.example/",
        "B: owns the camera and handed over its own export; the recorder's clock is set by hand.",
    ),
    Speaker(
        "@kar_north",
        SourceKind.CHANNEL,
        "https://t.example/kar_north",
        "C: often first with its readers' footage; does not name who filmed.",
    ),
    Speaker(
        "@kar_live",
        SourceKind.CHANNEL,
        "https://t.example/kar_live",
        "D: close to the police; has passed off other channels' footage as its own.",
    ),
    Speaker(
        "L. Marten",
        SourceKind.PERSON,
        "https://photo.example/marten",
        "B: photographer; gave the file as it came off the camera.",
    ),
    Speaker(
        "City press office",
        SourceKind.OFFICIAL,
        "https://city.kar.example/press",
        "C: first statement of the morning, not corrected since.",
    ),
    Speaker(
        "Fire service",
        SourceKind.OFFICIAL,
        "https://fire.kar.example/log",
        "B: times come from its call log.",
    ),
    Speaker(
        "Evening bulletin",
        SourceKind.OUTLET,
        "https://bulletin.example/",
        "D: newspaper; reprints without naming where footage is from.",
    ),
)

HAPPENINGS = (
    Happening(
        "First burst",
        FIRST,
        timedelta(seconds=1),
        Place(55.30022, 44.02063, 34),
        "A burst of light above the citadel's east side; the palace roof burns afterwards.",
        "M. Orel (invented): the phone's clock is set by the network and puts the flash at "
        "23:27:04 UTC; the harbour camera's clock shows 47 s more and is set by hand. The "
        "sightlines of both cameras cross over the palace. Holds, high confidence.",
        {
            HARBOUR_FIRST_FILE: IncidentRole.SHOWS,
            PHONE_FILE: IncidentRole.SHOWS,
            REPOST_FILE: IncidentRole.SHOWS,
            HARBOUR_SECOND_FILE: IncidentRole.AFTERMATH,
            DAYLIGHT_FILE: IncidentRole.WRONGLY,
        },
    ),
    Happening(
        "Second burst",
        SECOND,
        timedelta(seconds=2),
        Place(55.30048, 44.01985, 60),
        "A burst of light above the citadel's north side, sixteen minutes after the first.",
        "M. Orel (invented): the harbour camera's clock less the 47 s found at the first "
        "burst gives 23:43:04 UTC; the still's GPS time is a second later. The place rests "
        "on two sightlines. Holds, medium confidence.",
        {
            HARBOUR_SECOND_FILE: IncidentRole.SHOWS,
            STILL_FILE: IncidentRole.AFTERMATH,
            REPOST_FILE: IncidentRole.WRONGLY,
        },
    ),
)

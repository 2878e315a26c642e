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
    TRANSLATED,
)
from catalog.demo.truth import FIRST, SECOND, Burst
from catalog.models import IncidentRole, Reliability, SourceKind
from media_tools.places import Place

CASE_CODE = "KRM"
CASE_TITLE = "Two bursts over the citadel"
CASE_NOTES = (
    "A demonstration. The town on the river Kar, its people and both explosions are "
    "invented; every picture and sound was rendered by this program."
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source of the story: its name, what it is, where it is found, how far it is trusted."""

    name: str
    kind: SourceKind
    url: str
    grade: Reliability
    reason: str
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """What a source said of a happening, in the posting at ``url``; ``time`` is the time in it."""

    source: str
    url: str
    quote: str
    translation: str
    time: str


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
    words: tuple[Word, ...] = ()


SPEAKERS = (
    Speaker(
        "Harbour office",
        SourceKind.CAMERA,
        "https://harbour.kar.example/",
        Reliability.B,
        "Owns the camera and handed over its own export; the recorder's clock is set by hand.",
    ),
    Speaker(
        "@kar_north",
        SourceKind.CHANNEL,
        "https://t.example/kar_north",
        Reliability.C,
        "Often first with its readers' footage; does not name who filmed.",
        "@kar_north",
    ),
    Speaker(
        "@kar_live",
        SourceKind.CHANNEL,
        "https://t.example/kar_live",
        Reliability.D,
        "Close to the police; has passed off other channels' footage as its own.",
        "@kar_live",
    ),
    Speaker(
        "L. Marten",
        SourceKind.PERSON,
        "https://photo.example/marten",
        Reliability.B,
        "Photographer; gave the file as it came off the camera.",
    ),
    Speaker(
        "City press office",
        SourceKind.OFFICIAL,
        "https://city.kar.example/press",
        Reliability.C,
        "First statement of the morning, not corrected since.",
    ),
    Speaker(
        "Fire service",
        SourceKind.OFFICIAL,
        "https://fire.kar.example/log",
        Reliability.B,
        "Times come from its call log.",
    ),
    Speaker(
        "Evening bulletin",
        SourceKind.OUTLET,
        "https://bulletin.example/",
        Reliability.D,
        "Newspaper; reprints without naming where footage is from.",
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
        (
            Word(
                "City press office",
                "https://city.kar.example/press/2023-05-03-1",
                "После половины третьего слышали два хлопка.",
                f"Two bangs were heard after half past two. {TRANSLATED}",
                "3 May 2023 between 02:30 and 03:00 MSK",
            ),
            Word(
                "Fire service",
                "https://fire.kar.example/log/2023-05-03",
                "Вызовы в 2.27 и 2.43",
                f"Calls at 2.27 and 2.43 {TRANSLATED}",
                "3 May 2023 02:27 MSK",
            ),
        ),
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

"""What people say in the demo case: who they are, what they posted and claimed.

All of it is invented: the town on the river Kar, its sources, their words. They
contradict each other in time and place, as sources do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from catalog.demo.truth import FIRST, SECOND, Burst
from catalog.models import IncidentRole, SourceKind
from media_tools.places import Place

CASE_CODE = "KRM"
CASE_TITLE = "Two bursts over the citadel"
CASE_NOTES = (
    "A demonstration. The town on the river Kar, its people and both explosions are "
    "invented; every picture and sound was rendered by this program."
)
TRANSLATED = "(translated for the demo)"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source of the story: its name, what it is, where it is found, why it is trusted."""

    name: str
    kind: SourceKind
    url: str
    notes: str


@dataclass(frozen=True, slots=True)
class Posting:
    """One time somebody handed in or published a file: the words of its claim sheet."""

    source: str
    url: str
    words: Mapping[str, str] = field(default_factory=dict)

    def sheet_words(self) -> dict[str, str]:
        """Everything for the claim sheet."""
        return {"source": self.source, "url": self.url, **self.words}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One file of the case, under the name it came with, and all its postings in order."""

    file_name: str
    title: str
    postings: tuple[Posting, ...]


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

HARBOUR_FIRST_FILE = "HARBOUR3_20230503_022742.mov"
PHONE_FILE = "IMG_4127.MOV"
REPOST_FILE = "video_2023-05-03_05-02-11.mp4"
STILL_FILE = "DSC_0883.JPG"
DAYLIGHT_FILE = "first strike!!.mp4"
HARBOUR_SECOND_FILE = "HARBOUR3_20230503_024344.mov"

EXHIBITS = (
    Exhibit(
        HARBOUR_FIRST_FILE,
        "Harbour camera 3, first burst",
        (
            Posting(
                "Harbour office",
                "https://harbour.kar.example/export/3/20230503-0227",
                {
                    "time": "3 May 2023 02:27:42 MSK",
                    "viewpoint": "55.30153,44.02623±5,256,66",
                    "authorship": "Camera 3 of the Harbour office",
                    "caption": "Export from the recorder, clock as shown.",
                    "published": "3 May 2023 10:40 MSK",
                    "sensitivity": "not_graphic",
                },
            ),
            Posting(
                "City press office",
                "https://city.kar.example/press/2023-05-03-1",
                {
                    "time": "3 May 2023 between 02:30 and 03:00 MSK",
                    "content": "Two bangs after half past two; a gas line.",
                    "caption": "«После половины третьего слышали два хлопка. Газопровод.» / "
                    f"Two bangs were heard after half past two. A gas line. {TRANSLATED}",
                    "published": "3 May 2023 09:10 MSK",
                },
            ),
        ),
    ),
    Exhibit(
        PHONE_FILE,
        "Phone across the river, first burst",
        (
            Posting(
                "@kar_north",
                "https://t.example/kar_north/88213",
                {
                    "time": "3 May 2023 about 2.30 am Moscow time",
                    "viewpoint": "55.29060,44.01300±350",
                    "place": "55.29996,44.02174±60",
                    "content": "Over the east tower, seen from the south bank.",
                    "caption": "«Над восточной башней, видно с южного берега. Около 2.30 "
                    "по Москве» / Over the east tower, seen from the south bank. "
                    f"About 2.30 Moscow time {TRANSLATED}",
                    "published": "3 May 2023 02:51 MSK",
                    "sensitivity": "not_graphic",
                },
            ),
            Posting(
                "Evening bulletin",
                "https://bulletin.example/2023/05/03/blast-at-the-harbour",
                {
                    "time": "3 May 2023 14:27 MSK",
                    "place": "55.29742,44.02580±200",
                    "content": "A blast at the harbour.",
                    "caption": "«В 14 часов 27 минут у гавани прогремел взрыв» / At 27 minutes "
                    f"past two in the afternoon a blast was heard at the harbour {TRANSLATED}",
                    "published": "3 May 2023 19:00 MSK",
                },
            ),
        ),
    ),
    Exhibit(
        REPOST_FILE,
        "Repost on @kar_live, cropped",
        (
            Posting(
                "@kar_live",
                "https://t.example/kar_live/10417",
                {
                    "time": "3 May 2023 02:43 MSK",
                    "viewpoint": "55.29920,44.02250±400",
                    "authorship": "Filmed by us",
                    "content": "The second strike, from the square.",
                    "caption": "«Второй прилёт. Снято нами с площади» / The second strike. "
                    f"Filmed by us from the square {TRANSLATED}",
                    "published": "3 May 2023 05:02 MSK",
                    "sensitivity": "not_graphic",
                },
            ),
        ),
    ),
    Exhibit(
        STILL_FILE,
        "Still, glow over the citadel after the second burst",
        (
            Posting(
                "L. Marten",
                "https://photo.example/marten/0883",
                {
                    "time": "3 May 2023 02:43 MSK",
                    "viewpoint": "55.30210,44.01040±30,110",
                    "authorship": "L. Marten",
                    "caption": "A second after the second one, from my roof.",
                    "published": "3 May 2023 11:30 MSK",
                    "sensitivity": "not_graphic",
                },
            ),
        ),
    ),
    Exhibit(
        DAYLIGHT_FILE,
        "“First strike”, daylight",
        (
            Posting(
                "@kar_live",
                "https://t.example/kar_live/10412",
                {
                    "time": "3 May 2023 about 2.30 am Moscow time",
                    "place": "55.29730,44.02470±500",
                    "content": "The first strike.",
                    "caption": f"«Первый прилёт!» / The first strike! {TRANSLATED}",
                    "published": "3 May 2023 04:38 MSK",
                    "sensitivity": "not_graphic",
                },
            ),
        ),
    ),
    Exhibit(
        HARBOUR_SECOND_FILE,
        "Harbour camera 3, second burst",
        (
            Posting(
                "Harbour office",
                "https://harbour.kar.example/export/3/20230503-0243",
                {
                    "time": "3 May 2023 02:43:44 MSK",
                    "viewpoint": "55.30153,44.02623±5,256,66",
                    "authorship": "Camera 3 of the Harbour office",
                    "caption": "Export from the recorder, clock as shown.",
                    "published": "3 May 2023 10:40 MSK",
                    "sensitivity": "not_graphic",
                },
            ),
            Posting(
                "Fire service",
                "https://fire.kar.example/log/2023-05-03",
                {
                    "time": "3 May 2023 02:43 MSK",
                    "content": "Called at 2.27 and again at 2.43; the palace roof was burning.",
                    "caption": "«Вызовы в 2.27 и 2.43, горит кровля дворца» / Calls at 2.27 and "
                    f"2.43, the palace roof is on fire {TRANSLATED}",
                    "published": "3 May 2023 12:00 MSK",
                },
            ),
        ),
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

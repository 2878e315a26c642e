"""The files of the demo case and what is said about each, by whom, in which posting."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TRANSLATED = "(translated for the demo)"

HARBOUR_FIRST_FILE = "HARBOUR3_20230503_022742.mov"
PHONE_FILE = "IMG_4127.MOV"
REPOST_FILE = "video_2023-05-03_05-02-11.mp4"
STILL_FILE = "DSC_0883.JPG"
DAYLIGHT_FILE = "first strike!!.mp4"
HARBOUR_SECOND_FILE = "HARBOUR3_20230503_024344.mov"


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
                    "viewpoint": "55.30153, 44.02623 ± 5 m, 256, 66",
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
                    "viewpoint": "55.29060, 44.01300 ± 350 m",
                    "place": "55.29996, 44.02174 ± 60 m",
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
                    "place": "55.29742, 44.02580 ± 200 m",
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
                    "viewpoint": "55.29920, 44.02250 ± 400 m",
                    "authorship": "Filmed by us",
                    "forwarded_from": "https://t.example/kar_north/88213",
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
                    "viewpoint": "55.30210, 44.01040 ± 30 m, 110",
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
                    "place": "55.29730, 44.02470 ± 500 m",
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
                    "viewpoint": "55.30153, 44.02623 ± 5 m, 256, 66",
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

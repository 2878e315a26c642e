"""What the uploader's file name says of a time: a hint and never more, for names are free.

One row is one kind of program's habit. The first row that fits speaks; the last takes any
date with a time of day, which is how most cameras in cars and on walls name their files.
What fits no row, such as GoPro's ``GX010001`` or Apple's ``IMG_1234``, says nothing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.times import EmbeddedTime
from media_tools.errors import Invalid
from media_tools.findings import Meaning
from media_tools.text import visible
from media_tools.times import WallClock

TOOL = "Sightline's file name patterns 1"

Zone = Literal["utc_by_standard", "unknown"]
Of = Literal["made", "saved"]

_DAY = r"(?P<year>(?:19|20)\d\d)[-_. ]?(?P<month>\d\d)[-_. ]?(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d?)[-_.:h ]?(?P<minute>\d\d)[-_.:m ]?(?P<second>\d\d)"
_PART = r"(?:[-_.]?(?P<fraction>\d{3})(?!\d))?"
# Behind a separator three digits may as well count the pictures of one second.
_PART_HERE = r"(?:(?P<fraction>\d{3})(?!\d))?"
_HALF = r"(?:\s?(?P<half>[AP]M))?"
_EPOCH = r"(?P<epoch>1\d{9})(?P<fraction>\d{3})(?!\d)"
_EPOCH_S = r"(?P<epoch>1\d{9})(?!\d)"
_MEDIA = "(?:photo|video|audio|voice|file|animation|sticker|round|document)"


@dataclass(frozen=True, slots=True)
class Habit:
    """How one kind of program names its files.

    ``zone`` says whether the clock is UTC by the maker's custom or not known; ``of`` whether
    the making is named, or a saving or sending, which may come long after.
    """

    name: str
    zone: Zone
    of: Of
    form: str


HABITS = (
    Habit("Pixel camera", "utc_by_standard", "made", rf"PXL_{_DAY}_{_TIME}{_PART}"),
    Habit("WhatsApp on a phone", "unknown", "saved", rf"[A-Z]{{3}}-{_DAY}-WA\d{{4}}"),
    Habit(
        *("WhatsApp on a computer", "unknown", "saved"),
        rf"WhatsApp (?:\w+ )+{_DAY} at {_TIME}{_HALF}",
    ),
    Habit("Telegram", "unknown", "saved", rf"{_MEDIA}_(?:\d+_)?{_DAY}_{_TIME}"),
    Habit(
        *("Telegram export", "unknown", "saved"),
        rf"{_MEDIA}_\d+@(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>20\d\d)_{_TIME}",
    ),
    Habit("Signal", "unknown", "saved", rf"signal-{_DAY}-{_TIME}{_PART}"),
    Habit("Viber", "unknown", "saved", rf"viber[ _]image[ _]{_DAY}[ _,]+{_TIME}{_PART}"),
    Habit("Facebook", "utc_by_standard", "saved", rf"FB_(?:IMG|VID)_{_EPOCH}"),
    Habit("WeChat camera", "utc_by_standard", "made", rf"wx_camera_{_EPOCH}"),
    Habit("WeChat export", "utc_by_standard", "saved", rf"mmexport{_EPOCH}"),
    Habit("DJI's app", "unknown", "made", rf"dji_(?:fly|mimo)_{_DAY}_{_TIME}"),
    Habit("milliseconds since 1970", "utc_by_standard", "saved", rf"(?:\w*_)?{_EPOCH}"),
    Habit(
        *("screenshot or screen recording", "unknown", "made"),
        rf"Screen[-_ ]?(?:shot|recording|recorder)?[-_ ]?(?:from )?{_DAY}(?:[-_ ]| at ){_TIME}"
        rf"{_PART}{_HALF}",
    ),
    Habit("Zoom in the cloud", "utc_by_standard", "made", rf"GMT{_DAY}-{_TIME}"),
    Habit("iPhone's screen recording", "utc_by_standard", "made", rf"RPReplay_Final{_EPOCH_S}"),
    Habit("DJI", "unknown", "made", rf"DJI_{_DAY}_?{_TIME}"),
    Habit("Windows camera", "unknown", "made", rf"WIN_{_DAY}_{_TIME}"),
    Habit(
        *("dash camera", "unknown", "made"),
        rf"(?:FILE|NO|EV|EMER|PARK)(?:20)?(?P<short_year>\d\d)(?P<month>\d\d)(?P<day>\d\d)-{_TIME}",
    ),
    Habit("Windows Phone", "unknown", "made", rf"WP_{_DAY}(?:_{_TIME})?"),
    Habit(
        *("Apple's sharing", "unknown", "saved"),
        rf"(?:Photo|Video) (?P<day>\d\d)-(?P<month>\d\d)-(?P<year>20\d\d),? {_TIME}",
    ),
    Habit(
        *("phone camera", "unknown", "made"),
        rf"(?:IMG|VID|MVIMG|PANO|BURST|P|V|C360|B612|CYMERA|TRIM|MOV|DSC)_?{_DAY}[-_]?{_TIME}"
        rf"{_PART_HERE}",
    ),
    Habit(
        *("a date and a time of day", "unknown", "saved"),
        rf".*?(?<!\d){_DAY}\D{{0,4}}{_TIME}{_PART_HERE}",
    ),
)
_FORMS = tuple(re.compile(rf"(?:{habit.form})(?!\d)", re.IGNORECASE) for habit in HABITS)
_LONGEST_NAME = 255


def understand_file_name(name: str, into: Collected) -> None:
    """Add the time that a file's name hints at, if it fits a habit and is in the calendar."""
    if found := _hint(name[:_LONGEST_NAME]):
        habit, time = found
        reading = as_read(f"file name: {habit.name}", visible(name, _LONGEST_NAME), TOOL)
        value = time.as_value(reading.tag) | {"pattern": habit.name, "of": habit.of}
        into.understand(reading, Meaning.NAMED, value)


def _hint(name: str) -> tuple[Habit, EmbeddedTime] | None:
    for habit, form in zip(HABITS, _FORMS, strict=True):
        if match := form.match(name):
            try:
                clock = _clock(match.groupdict(), habit.zone)
                clock.interval()
            except (ValueError, Invalid):
                continue
            return habit, EmbeddedTime(clock, visible(match[0]), habit.zone)
    return None


def _clock(parts: dict[str, str | None], zone: Zone) -> WallClock:
    """Raises ``ValueError`` if the numbers are no date or no time of day."""
    offset = timedelta(0) if zone == "utc_by_standard" else None
    fraction = parts.get("fraction")
    second = timedelta(milliseconds=1) if fraction else timedelta(seconds=1)
    milliseconds = timedelta(milliseconds=int(fraction or 0))
    if epoch := parts.get("epoch"):
        since = datetime.fromtimestamp(int(epoch), UTC).replace(tzinfo=None)
        return WallClock(since + milliseconds, second, offset)
    hour, minute, of_minute = (int(parts.get(key) or 0) for key in ("hour", "minute", "second"))
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError("There is no such hour in half a day.")
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    century = "20" + (parts.get("short_year") or "")
    year = int(parts.get("year") or century)
    month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    shown = datetime(year, month, day, hour, minute, of_minute)  # noqa: DTZ001 - has no zone
    is_day = parts.get("hour") is None
    return WallClock(shown + milliseconds, timedelta(days=1) if is_day else second, offset)

"""Makes the demo's files, each with the metadata that its device would write."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from PIL import ExifTags, Image

from catalog.demo.exhibits import (
    DAYLIGHT_FILE,
    HARBOUR_FIRST_FILE,
    HARBOUR_SECOND_FILE,
    PHONE_FILE,
    REPOST_FILE,
    STILL_FILE,
)
from catalog.demo.films import decimal, degrees, write_film, write_photograph, write_repost
from catalog.demo.truth import (
    HARBOUR_FIRST,
    HARBOUR_SECOND,
    LOCAL_OFFSET,
    OLD_DAYLIGHT,
    PHONE,
    REPOST,
    STILL,
    Photograph,
    Recording,
)

PHONE_ALTITUDE_M, STILL_ALTITUDE_M = 84.0, 96.0
PHONE_MAKE, PHONE_MODEL = "Halden", "Halden P6"
STILL_MAKE, STILL_MODEL = "Veles", "Veles D40"


def render(folder: Path) -> dict[str, Path]:
    """Make every file of the story in ``folder``; the names are the story's."""
    work: list[tuple[str, Callable[[Path], None]]] = [
        (PHONE_FILE, _phone),
        (HARBOUR_FIRST_FILE, lambda file: _harbour(HARBOUR_FIRST, file)),
        (HARBOUR_SECOND_FILE, lambda file: _harbour(HARBOUR_SECOND, file)),
        (DAYLIGHT_FILE, _old_daylight),
        (STILL_FILE, lambda file: write_photograph(STILL, file, still_exif(STILL))),
    ]
    files = {name: folder / name for name, _ in work}
    with ThreadPoolExecutor(max_workers=2) as pool:
        for made in [pool.submit(make, files[name]) for name, make in work]:
            made.result()
    files[REPOST_FILE] = folder / REPOST_FILE
    write_repost(files[PHONE_FILE], REPOST, files[REPOST_FILE], watermark="@kar_live")
    return files


def phone_tags(recording: Recording) -> dict[str, str]:
    """What the phone writes: UTC and local time, position, make and model."""
    assert recording.gps is not None
    starts, key = recording.clock(0), "com.apple.quicktime."
    return {
        "creation_time": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
        f"{key}creationdate": f"{starts + LOCAL_OFFSET:%Y-%m-%dT%H:%M:%S}+0300",
        f"{key}location.ISO6709": f"{recording.gps.latitude:+09.5f}"
        f"{recording.gps.longitude:+010.5f}{PHONE_ALTITUDE_M:+08.3f}/",
        f"{key}location.accuracy.horizontal": f"{recording.gps.radius_m:.6f}",
        f"{key}make": PHONE_MAKE,
        f"{key}model": PHONE_MODEL,
        f"{key}software": "6.2.1",
    }


def harbour_tags(recording: Recording) -> dict[str, str]:
    """What the recorder writes: its local clock, stamped as if it were UTC."""
    return {"creation_time": f"{recording.clock(0) + LOCAL_OFFSET:%Y-%m-%dT%H:%M:%SZ}"}


def _phone(file: Path) -> None:
    write_film(PHONE, file, tags=phone_tags(PHONE), handler="Halden Media", upside_down=True)


def _harbour(recording: Recording, file: Path) -> None:
    write_film(recording, file, tags=harbour_tags(recording), handler="DVR")


def _old_daylight(file: Path) -> None:
    starts = f"{OLD_DAYLIGHT.clock(0):%Y-%m-%dT%H:%M:%SZ}"
    write_film(OLD_DAYLIGHT, file, tags={"creation_time": starts}, handler="VideoHandle")


def still_exif(still: Photograph) -> Image.Exif:
    """What the photographer's camera writes into the still."""
    shown = still.opens + timedelta(seconds=still.clock_fast_s) + LOCAL_OFFSET
    exif, tag, gps = Image.Exif(), ExifTags.Base, ExifTags.GPS
    exif[tag.Make], exif[tag.Model], exif[tag.Orientation] = STILL_MAKE, STILL_MODEL, 1
    exif[tag.DateTime] = f"{shown:%Y:%m:%d %H:%M:%S}"
    focal_mm = 36 * still.camera.focal_px / still.camera.width
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            tag.DateTimeOriginal: f"{shown:%Y:%m:%d %H:%M:%S}",
            tag.SubsecTimeOriginal: f"{shown:%f}"[:2],
            tag.OffsetTimeOriginal: "+03:00",
            tag.ExposureTime: decimal(still.exposure_s, 3),
            tag.FocalLength: decimal(focal_mm, 1),
            tag.FocalLengthIn35mmFilm: round(focal_mm),
            tag.ISOSpeedRatings: 3200,
        }
    )
    # The position's clock comes from the satellites, so it has no error.
    at = still.opens
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            gps.GPSVersionID: b"\x02\x03\x00\x00",
            gps.GPSLatitudeRef: "N",
            gps.GPSLatitude: degrees(still.gps.latitude),
            gps.GPSLongitudeRef: "E",
            gps.GPSLongitude: degrees(still.gps.longitude),
            gps.GPSAltitudeRef: b"\x00",
            gps.GPSAltitude: decimal(STILL_ALTITUDE_M),
            gps.GPSTimeStamp: tuple(decimal(part, 0) for part in (at.hour, at.minute, at.second)),
            gps.GPSDateStamp: f"{at:%Y:%m:%d}",
            gps.GPSImgDirectionRef: "T",
            gps.GPSImgDirection: decimal(still.camera.heading_deg + still.compass_error_deg, 1),
            gps.GPSHPositioningError: decimal(still.gps.radius_m or 0, 1),
        }
    )
    return exif

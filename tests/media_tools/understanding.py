"""What our readers understand of the tags that a file may hold."""

from media_tools.embedded.collected import Collected
from media_tools.embedded.container_tags import understand_container
from media_tools.embedded.exif_tags import understand_exif
from media_tools.embedded.exif_values import ExifTag
from media_tools.embedded.xmp import flatten_xmp, understand_xmp
from media_tools.findings import Findings, Meaning, Reading

POSITION = {
    "GPS GPSLatitude": ExifTag("[48, 51, 3]", [48, 51, [3, 1]]),
    "GPS GPSLatitudeRef": ExifTag("N"),
    "GPS GPSLongitude": ExifTag("[2, 17, 40]", [2, 17, [40, 1]]),
    "GPS GPSLongitudeRef": ExifTag("W"),
}


def of_exif(tags: dict[str, ExifTag]) -> Findings:
    into = Collected()
    understand_exif(tags, "ExifRead", into)
    return into.findings()


def of_container(**tags: str) -> Findings:
    into = Collected()
    names = {name.replace("__", "."): text for name, text in tags.items()}
    readings = [Reading(f"format:tags:{name}", text, "ffprobe") for name, text in names.items()]
    understand_container(readings, into)
    return into.findings()


def of_xmp(body: str) -> Findings:
    into = Collected()
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        f'xmlns:tiff="http://ns.adobe.com/tiff/1.0/">{body}</rdf:RDF></x:xmpmeta>'
    )
    understand_xmp(flatten_xmp(packet), "Pillow", into)
    return into.findings()


def captured(findings: Findings) -> list[tuple[str, str]]:
    values = [r.value for r in findings.readings if r.meaning is Meaning.CAPTURED]
    return [(value["text"], value["zone"]) for value in values if isinstance(value, dict)]  # type: ignore[misc]

"""XMP properties: flattened in the child that parses them, understood afterwards."""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.places import (
    Altitude,
    Position,
    altitude,
    heading,
    number_in,
    parse_xmp_coordinate,
    position,
)
from media_tools.embedded.times import parse_xmp_date
from media_tools.errors import Invalid
from media_tools.findings import JSON, Meaning

MOST_PROPERTIES = 500
SIDECAR_MIME = "application/rdf+xml"
SIDECAR_TOOL = "Sightline's XMP reader 1"
_DEEPEST = 12

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREFIXES = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
}

_DATES = (
    (Meaning.CAPTURED, 3, "exif:DateTimeOriginal"),
    (Meaning.CAPTURED, 4, "photoshop:DateCreated"),
    (Meaning.CAPTURED, 5, "xmp:CreateDate"),
    (Meaning.CAPTURED, 5, "exif:DateTimeDigitized"),
    (Meaning.CAPTURED, 5, "Iptc4xmpCore:DateCreated"),
    (Meaning.CAPTURED, 6, "exif:GPSTimeStamp"),
    (Meaning.CAPTURED, 6, "GPano:FirstPhotoDate"),
    (Meaning.CAPTURED, 6, "GPano:LastPhotoDate"),
    (Meaning.MODIFIED, 3, "xmp:ModifyDate"),
    (Meaning.MODIFIED, 3, "tiff:DateTime"),
    (Meaning.MODIFIED, 4, "xmp:MetadataDate"),
)
_NAMES = (
    (Meaning.MAKE, "tiff:Make"),
    (Meaning.MODEL, "tiff:Model"),
    (Meaning.SOFTWARE, "tiff:Software"),
    (Meaning.SOFTWARE, "xmp:CreatorTool"),
    (Meaning.BURST_ID, "GCamera:BurstID"),
)


def flatten_xmp(packet: str) -> dict[str, str]:
    """Properties by name, such as ``exif:DateTimeOriginal``, nested ones with a path.

    Raises ``ValueError`` if it is not well-formed, or declares a document type: those
    serve only to blow a parser up or to make it open other files.
    """
    start, end = packet.find("<"), packet.rfind(">")
    if start < 0:
        return {}
    packet = packet[start : end + 1]
    if "<!DOCTYPE" in packet or "<!ENTITY" in packet:
        raise ValueError("XMP with a document type is not parsed.")
    try:
        root = ElementTree.fromstring(packet)
    except ElementTree.ParseError as error:
        raise ValueError(f"XMP is not well-formed: {error}.") from error
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        for name, text in _properties(description, "", 0):
            if len(found) >= MOST_PROPERTIES:
                return found
            found.setdefault(name, text)
    return found


def _properties(element: ElementTree.Element, path: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, text in element.attrib.items():
        if not name.startswith(_RDF):
            yield path + _short(name), text
    for number, child in enumerate(element, start=1):
        # Bags, sequences and nested descriptions are scaffolding, not names.
        listed = child.tag == f"{_RDF}li"
        scaffold = child.tag.startswith(_RDF) and not listed
        name = path if scaffold else f"{path}{number if listed else _short(child.tag)}"
        text = (child.text or "").strip()
        if text and not len(child):
            yield name, text
        if depth < _DEEPEST:
            inner = name if scaffold or not name else f"{name}/"
            yield from _properties(child, inner, depth + 1)


def _short(name: str) -> str:
    namespace, _, local = name.removeprefix("{").rpartition("}")
    last = namespace.rstrip("/#").rpartition("/")[2]
    return f"{_PREFIXES.get(namespace, last)}:{local}" if namespace else local


def understand_xmp(properties: Mapping[str, str], tool: str, into: Collected) -> None:
    """Add what the properties mean, and a warning for each that is damaged."""
    into.raw += [as_read(f"XMP {name}", text, tool) for name, text in properties.items()]
    for meaning, rank, name in _DATES:
        text = properties.get(name, "")
        into.time(as_read(f"XMP {name}", text, tool), meaning, rank, parse_xmp_date, text)
    for meaning, name in _NAMES:
        into.words(as_read(f"XMP {name}", properties.get(name, ""), tool), meaning, rank=3)
    _position(properties, tool, into)
    _heading(properties, tool, into)
    _projection(properties, tool, into)


def _position(properties: Mapping[str, str], tool: str, into: Collected) -> None:
    latitude = properties.get("exif:GPSLatitude", "")
    longitude = properties.get("exif:GPSLongitude", "")
    if not latitude and not longitude:
        return
    tag = "XMP exif:GPSLatitude, exif:GPSLongitude"
    reading = as_read(tag, f"{latitude}, {longitude}", tool)

    def read() -> Position:
        where = position(
            parse_xmp_coordinate(latitude, "NS"), parse_xmp_coordinate(longitude, "EW")
        )
        return where.at(_altitude(properties, tool, into))

    if found := into.attempt(reading, read):
        into.understand(reading, Meaning.POSITION, found.as_value(), rank=3)


def _altitude(properties: Mapping[str, str], tool: str, into: Collected) -> Altitude | None:
    height = properties.get("exif:GPSAltitude", "")
    if not height:
        return None
    reference = properties.get("exif:GPSAltitudeRef", "").strip()
    known = int(reference[:3]) if reference.isdecimal() else None
    reading = as_read("XMP exif:GPSAltitude", height, tool)
    return into.attempt(reading, lambda: altitude(number_in(height), known))


def _heading(properties: Mapping[str, str], tool: str, into: Collected) -> None:
    name = "exif:GPSImgDirection"
    text, reference = properties.get(name, ""), properties.get(f"{name}Ref", "")
    if not text:
        return
    reading = as_read(f"XMP {name}", f"{text} {reference}".strip(), tool)
    if value := into.attempt(reading, lambda: heading(number_in(text), reference)):
        into.understand(reading, Meaning.HEADING, value, rank=3)


def _projection(properties: Mapping[str, str], tool: str, into: Collected) -> None:
    """A panorama: its kind, where its middle looks, how far round it goes."""
    name = "GPano:ProjectionType"
    kind = properties.get(name, "").strip().lower()
    if not kind:
        return
    looks = properties.get("GPano:PoseHeadingDegrees", "")
    width = properties.get("GPano:CroppedAreaImageWidthPixels", "")
    whole = properties.get("GPano:FullPanoWidthPixels", "")
    reading = as_read(f"XMP {name}", kind, tool)

    def read() -> dict[str, JSON]:
        degrees = number_in(looks) if looks else None
        if degrees is not None and not 0 <= degrees <= 360:
            raise Invalid("Its heading is not between 0 and 360 degrees.")
        seen, full = (number_in(text) if text else None for text in (width, whole))
        share = 360 * seen / full if seen and full else None
        if share is not None and not 0 < share <= 360:
            raise Invalid("It claims to show more than the whole circle.")
        return {
            "kind": kind,
            "heading_deg": None if degrees is None else float(degrees) % 360,
            "horizontal_deg": None if share is None else float(share),
        }

    if value := into.attempt(reading, read):
        into.understand(reading, Meaning.PROJECTION, value, rank=3)

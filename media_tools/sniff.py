"""What the bytes are, decided from the bytes alone.

Own code and no library: this decision says which parser may see hostile bytes, so
it is an allow-list, one rule a line, and the file name is never looked at. Whatever
is not on the list is ``Kind.OTHER``: playlists, manifests, scripts and SVG, which
would make a parser open other files, are never taken for media.
"""

import re

from media_tools.media import Kind
from media_tools.tiff import (
    COMPRESSION,
    DNG_VERSION,
    MAKE,
    SUB_DIRECTORIES,
    SUBFILE_TYPE,
    directories,
    number_of,
)

HEAD_BYTES = 65_536
TAIL_BYTES = 128

Verdict = tuple[Kind, str]
OTHER: Verdict = (Kind.OTHER, "application/octet-stream")

_PREFIXES: tuple[tuple[bytes, Verdict], ...] = (
    (b"\xff\xd8\xff", (Kind.IMAGE, "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", (Kind.IMAGE, "image/png")),
    (b"GIF87a", (Kind.IMAGE, "image/gif")),
    (b"GIF89a", (Kind.IMAGE, "image/gif")),
    (b"IIRO", (Kind.IMAGE, "image/x-olympus-orf")),
    (b"IIRS", (Kind.IMAGE, "image/x-olympus-orf")),
    (b"MMOR", (Kind.IMAGE, "image/x-olympus-orf")),
    (b"IIU\0", (Kind.IMAGE, "image/x-panasonic-rw2")),
    (b"FUJIFILMCCD-RAW ", (Kind.IMAGE, "image/x-fuji-raf")),
    (b"II+\0", (Kind.IMAGE, "image/tiff")),
    (b"MM\0+", (Kind.IMAGE, "image/tiff")),
    (b"\0\0\0\x0cjP  \r\n\x87\n", (Kind.IMAGE, "image/jp2")),
    (b"\xff\x4f\xff\x51", (Kind.IMAGE, "image/jp2")),
    (b"FLV\x01", (Kind.VIDEO, "video/x-flv")),
    (b"\0\0\x01\xba", (Kind.VIDEO, "video/mpeg")),
    (b"#!AMR-WB\n", (Kind.AUDIO, "audio/amr-wb")),
    (b"#!AMR\n", (Kind.AUDIO, "audio/amr")),
    (b"fLaC", (Kind.AUDIO, "audio/flac")),
    (b"%PDF-", (Kind.OTHER, "application/pdf")),
    (b"PK\x03\x04", (Kind.OTHER, "application/zip")),
)

_RIFF: dict[bytes, Verdict] = {
    b"WEBP": (Kind.IMAGE, "image/webp"),
    b"AVI ": (Kind.VIDEO, "video/x-msvideo"),
    b"WAVE": (Kind.AUDIO, "audio/x-wav"),
}

_BRANDS: dict[bytes, Verdict] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis"), (Kind.IMAGE, "image/heic")),
    # A track of pictures with times: what decodes clips decodes it.
    **dict.fromkeys(
        (b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"), (Kind.VIDEO, "image/heic-sequence")
    ),
    **dict.fromkeys((b"mif1", b"mif2"), (Kind.IMAGE, "image/heif")),
    **dict.fromkeys((b"avif", b"avis"), (Kind.IMAGE, "image/avif")),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), (Kind.AUDIO, "audio/mp4")),
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP"), (Kind.VIDEO, "video/x-m4v")),
    b"qt  ": (Kind.VIDEO, "video/quicktime"),
    b"crx ": (Kind.IMAGE, "image/x-canon-cr3"),
    # Still pictures and documents in the same boxes that no parser here reads.
    **dict.fromkeys((b"jpx ", b"jpm ", b"jxl ", b"mjp2", b"mj2s"), OTHER),
}

_RAW_BY_MAKE = {
    b"NIKON": "image/x-nikon-nef",
    b"SONY": "image/x-sony-arw",
    b"PENTAX": "image/x-pentax-pef",
    b"RICOH": "image/x-pentax-pef",
    b"SAMSUNG": "image/x-samsung-srw",
}
# How Sony, Samsung, Nikon and Pentax pack what the sensor saw.
_RAW_COMPRESSIONS = {32767, 32770, 34713, 65535}

_QUICKTIME_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_BMP_HEADER_SIZES = {12, 16, 40, 52, 56, 64, 108, 124}


def sniff(head: bytes, tail: bytes = b"") -> Verdict:
    """Kind and MIME type of a file that begins with ``head`` and ends with ``tail``.

    ``head`` is the first ``HEAD_BYTES`` of the file or all of it, ``tail`` the last
    ``TAIL_BYTES``; with less, some kinds of sound are not recognised.
    """
    for prefix, verdict in _PREFIXES:
        if head.startswith(prefix):
            return verdict
    for rule in (_tiff, _boxes, _riff, _matroska, _ogg, _bmp, _text, _transport_stream):
        found = rule(head)
        if found:
            return found
    return _sound(head, tail) or OTHER


def _tiff(head: bytes) -> Verdict | None:
    """TIFF, or one of the raw files that cameras build like it."""
    if head[:4] not in (b"II*\0", b"MM\0*"):
        return None
    first = next(directories(head), {})
    if head[8:11] == b"CR\x02":
        return (Kind.IMAGE, "image/x-canon-cr2")
    if DNG_VERSION in first:
        return (Kind.IMAGE, "image/x-adobe-dng")
    is_preview = number_of(first, SUBFILE_TYPE) == 1 and SUB_DIRECTORIES in first
    if is_preview or number_of(first, COMPRESSION) in _RAW_COMPRESSIONS:
        make = first.get(MAKE)
        for maker, mime in _RAW_BY_MAKE.items():
            if isinstance(make, bytes) and make.upper().startswith(maker):
                return (Kind.IMAGE, mime)
    return (Kind.IMAGE, "image/tiff")


def _boxes(head: bytes) -> Verdict | None:
    """ISO base media by its brand, QuickTime of before brands by its first atom."""
    size, box = int.from_bytes(head[:4], "big"), head[4:8]
    if box in _QUICKTIME_ATOMS and (size in (0, 1) or size >= 8):
        return (Kind.VIDEO, "video/quicktime")
    if box != b"ftyp" or len(head) < 12:
        return None
    major = head[8:12]
    compatible = {head[at : at + 4] for at in range(16, min(size, len(head), 256) - 3, 4)}
    if major in (b"mif1", b"msf1", b"mif2") and compatible & {b"avif", b"avis"}:
        return (Kind.IMAGE, "image/avif")
    if major[:2] == b"3g":
        return (Kind.VIDEO, "video/3gpp2" if major[2:3] == b"2" else "video/3gpp")
    return _BRANDS.get(major, (Kind.VIDEO, "video/mp4"))


def _riff(head: bytes) -> Verdict | None:
    if head[:4] in (b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return _RIFF[b"WAVE"]
    return _RIFF.get(head[8:12]) if head[:4] == b"RIFF" else None


def _matroska(head: bytes) -> Verdict | None:
    if not head.startswith(b"\x1aE\xdf\xa3"):
        return None
    doctype = re.search(rb"\x42\x82[\x84\x88](webm|matroska)", head[:128])
    if not doctype:
        return None
    return (Kind.VIDEO, "video/webm" if doctype[1] == b"webm" else "video/x-matroska")


def _ogg(head: bytes) -> Verdict | None:
    if not head.startswith(b"OggS"):
        return None
    pictures = any(mark in head[:4096] for mark in (b"\x80theora", b"OVP80", b"BBCD\0"))
    return (Kind.VIDEO, "video/ogg") if pictures else (Kind.AUDIO, "audio/ogg")


def _bmp(head: bytes) -> Verdict | None:
    plausible = int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES
    return (Kind.IMAGE, "image/bmp") if head[:2] == b"BM" and plausible else None


def _text(head: bytes) -> Verdict | None:
    """Plain text in UTF-8 or, with a mark, UTF-16: never media, whatever it says."""
    if not head:
        return None
    try:
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            words = head[: len(head) // 2 * 2].decode("utf-16")
        else:
            words = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A character cut in two by the end of the head is no fault.
        if error.reason != "unexpected end of data":
            return None
        words = head[: error.start].decode("utf-8-sig", "ignore")
    if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", words):
        return None
    words = words.lstrip()
    if re.match(r"(<\?(xml|xpacket)\b[^?]{0,200}\?>\s*)*<(x:xmpmeta|rdf:RDF)\b", words):
        return (Kind.OTHER, "application/rdf+xml")
    if re.match(r"<\?x(ml|packet)|<(svg|rdf:|x:xmpmeta|gpx|kml|mpd)\b", words, re.IGNORECASE):
        return (Kind.OTHER, "application/xml")
    looks_like_json = re.match(r'\{\s*["}]|\[\s*["{\[\]]', words)
    return (Kind.OTHER, "application/json" if looks_like_json else "text/plain")


def _transport_stream(head: bytes) -> Verdict | None:
    """MPEG-TS: a sync byte every 188 bytes, or every 192 with a time code before each."""
    for packet, mime in ((188, "video/mp2t"), (192, "video/m2ts")):
        for start in range(packet):
            marks = head[start : start + 8 * packet : packet]
            if len(marks) >= 4 and set(marks) == {0x47}:
                return (Kind.VIDEO, mime)
    return None


def _sound(head: bytes, tail: bytes) -> Verdict | None:
    """MP3, AAC and FLAC, also behind an ID3 tag; without one, frames must follow frames."""
    if re.match(rb"ID3[\x02-\x04][^\xff].[\x00-\x7f]{4}", head, re.DOTALL):
        sizes = head[6:10]
        length = 10 + (sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3])
        after = head[length:].lstrip(b"\0")
        if after.startswith(b"fLaC"):
            return (Kind.AUDIO, "audio/flac")
        return _frames(after, 2) or (Kind.AUDIO, "audio/mpeg")
    return _frames(head, 1 if tail[-128:-125] == b"TAG" else 3)


def _frames(data: bytes, wanted: int) -> Verdict | None:
    for length_of, mime in ((_mpeg_frame, "audio/mpeg"), (_adts_frame, "audio/aac")):
        at = count = 0
        while count < wanted and (length := length_of(data[at : at + 7])):
            at, count = at + length, count + 1
        if count >= wanted or (count and at == len(data)):
            return (Kind.AUDIO, mime)
    return None


_BITRATES = {
    # Kilobits a second by (MPEG-1 or not, layer), index 1 to 14.
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _mpeg_frame(header: bytes) -> int:
    """Length in bytes of the MPEG layer II or III frame that begins here, else 0."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, 4 - (header[1] >> 1 & 3)
    rate_index, bitrate_index = header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or layer not in (2, 3) or rate_index == 3 or bitrate_index in (0, 15):
        return 0
    rate = (44100, 48000, 32000)[rate_index] >> {3: 0, 2: 1, 0: 2}[version]
    bitrate = _BITRATES[version == 3, layer][bitrate_index - 1] * 1000
    samples = 1152 if layer == 2 or version == 3 else 576
    return samples // 8 * bitrate // rate + (header[2] >> 1 & 1)


def _adts_frame(header: bytes) -> int:
    """Length in bytes of the AAC frame that begins here, else 0."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return 0
    if header[2] >> 2 & 15 > 12:
        return 0
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return length if length > 7 else 0

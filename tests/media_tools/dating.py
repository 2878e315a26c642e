"""All dates that a file holds, and files to hold them."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import PngImagePlugin

from media_tools.findings import Findings, Meaning
from tests.media_tools.making import (
    exif_of,
    picture,
)


def dates(findings: Findings, meaning: Meaning = Meaning.CAPTURED) -> dict[str, list[str]]:
    """The words of each date of this meaning, by the tag they stand in."""
    found: dict[str, list[str]] = {}
    for reading in findings.readings:
        value: Any = reading.value
        if reading.meaning is meaning:
            found.setdefault(reading.tag, []).append(value["text"])
    return found


def exif_in(tmp_path: Path, content: bytes) -> Findings:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return exif_of(path)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(text: dict[str, str], *chunks: bytes) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, words in text.items():
        info.add_text(key, words)
    stream = io.BytesIO()
    picture().save(stream, "PNG", pnginfo=info)
    png = stream.getvalue()
    end = png.index(b"IEND") - 4
    return png[:end] + b"".join(chunks) + png[end:]


def sidecar(attributes: str) -> bytes:
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/" {attributes}/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()

"""Sending a kept file: by ranges, in pieces, and so that a browser runs nothing in it."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from catalog.review.ranges import Span, Unsatisfiable, asked_for
from catalog.storage.disk import CHUNK_BYTES

# Only what a browser shows without running any of it; a name to save it under for each.
_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "image/jp2": "jp2",
    "image/x-adobe-dng": "dng",
    "image/x-canon-cr2": "cr2",
    "image/x-canon-cr3": "cr3",
    "image/x-fuji-raf": "raf",
    "image/x-nikon-nef": "nef",
    "image/x-olympus-orf": "orf",
    "image/x-panasonic-rw2": "rw2",
    "image/x-pentax-pef": "pef",
    "image/x-samsung-srw": "srw",
    "image/x-sony-arw": "arw",
    "video/mp4": "mp4",
    "video/x-m4v": "m4v",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/x-msvideo": "avi",
    "video/mpeg": "mpg",
    "video/mp2t": "ts",
    "video/3gpp": "3gp",
    "video/3gpp2": "3g2",
    "video/ogg": "ogv",
    "video/x-flv": "flv",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/ogg": "ogg",
    "audio/x-wav": "wav",
    "audio/amr": "amr",
}
FOR_GOOD = "private, max-age=31536000, immutable"
NOT_AT_ALL = "private, no-store"


def send_file(
    request: HttpRequest,
    path: Path,
    *,
    sha256: str,
    mime: str,
    name: str,
    cache: str = FOR_GOOD,
    download: bool = False,
) -> HttpResponseBase:
    """The file at ``path``, or the part of it that is asked for.

    ``mime`` is our own finding, never the uploader's word. What is not plain media is
    never shown in the browser, only saved. ``name`` is without its extension.
    """
    size_bytes, etag = path.stat().st_size, f'"{sha256}"'
    headers = _headers(mime, name, download=download) | {"ETag": etag, "Cache-Control": cache}
    if etag in re.findall(r'"[^"]*"', request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    # A part is only good beside parts of the same bytes.
    is_same = request.headers.get("If-Range", etag) == etag
    try:
        span = asked_for(request.headers.get("Range", ""), size_bytes) if is_same else None
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size_bytes}"})
    part = span or Span(0, size_bytes - 1)
    headers["Content-Length"] = str(part.length)
    if span:
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{size_bytes}"
    status = 206 if span else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(_pieces(path, part), status=status, headers=headers)


def _headers(mime: str, name: str, *, download: bool) -> dict[str, str]:
    is_media = mime in _EXTENSIONS
    way = "inline" if is_media and not download else "attachment"
    return {
        "Content-Type": mime if is_media else "application/octet-stream",
        "Content-Disposition": f'{way}; filename="{name}.{_EXTENSIONS.get(mime, "bin")}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
    }


def _pieces(path: Path, part: Span) -> Iterator[bytes]:
    left = part.length
    with path.open("rb") as stream:
        stream.seek(part.first)
        while left and (piece := stream.read(min(left, CHUNK_BYTES))):
            left -= len(piece)
            yield piece

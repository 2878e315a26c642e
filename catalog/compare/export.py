"""A kept comparison as one file: HTML that needs nothing beside it, or PDF."""

import base64
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST

from catalog import formats
from catalog.compare.asked import spots_of, version_for
from catalog.compare.exact import Exact, Place, bytes_in, ordered_frames, still_open
from catalog.compare.paper import NotMoments, Paper, paper_of, read_moments
from catalog.compare.printed import told
from catalog.compare.tiles import Tile, tiles_for
from catalog.custody.chain import append, hold
from catalog.models import Act, ComparisonVersion, CustodyAct, Sensitivity
from catalog.pages.asked import actor_of, item_for
from media_tools.child import ask
from media_tools.errors import Unreadable
from media_tools.sandbox import MIB, ChildKilled, Limits, NotStarted

MOST_BYTES = 200 * MIB
_FIELDS = ("version", "moments", "graphic", "whole", "form", "now")
_LIMITS = Limits(wall_s=60, cpu_s=40, memory_bytes=2048 * MIB, folder_bytes=512 * MIB)


class NotPrinted(RuntimeError):
    """The PDF could not be made; the message says why."""


@require_POST
def export(request: HttpRequest, comparison_id: int) -> HttpResponse:
    """The version as a file; that it left the house is a link of each item's custody.

    While frames are being made for it a page says how many; ``now`` takes what is there.
    """
    version = version_for(request, comparison_id, request.POST.get("version", ""))
    # Who reads another language is handed the same file.
    in_english = partial(override, settings.LANGUAGE_CODE)
    with in_english():
        tiles = _tiles(request, version)
    form = "pdf" if request.POST.get("form") == "pdf" else "html"
    with_graphic = request.POST.get("graphic") == "1"
    is_whole = request.POST.get("whole") == "1"
    actor = actor_of(request)
    try:
        moments = read_moments(request.POST.get("moments", ""), tiles)
        # Looked at again and again, what broke would never be over.
        first = request.POST.get("again") != "1"
        frames = ordered_frames(
            tiles, moments, actor, with_graphic=with_graphic, is_whole=is_whole, tries_anew=first
        )
        if still_open(frames) and request.POST.get("now") != "1":
            return _wait(request, version, frames)
        size_bytes = _bounded(bytes_in(frames))
        if is_whole and request.POST.get("agreed") != "1":
            return _wait(request, version, frames, size_bytes)
        at = timezone.now()
        with in_english():
            paper = paper_of(
                version, tiles, moments, frames, actor.name, at, with_graphic=with_graphic
            )
            written = _WRITERS[form](paper)
    except (NotMoments, NotPrinted) as error:
        messages.error(request, gettext("Not exported. %(error)s") % {"error": error})
        return redirect(version)
    details: dict[str, object] = {
        "comparison": comparison_id,
        "version": version.number,
        "form": form,
        "file_sha256": hashlib.sha256(written).hexdigest(),
        "moments_s": moments,
        "with_graphic": with_graphic,
        "at_full_resolution": is_whole,
    }
    items = [tile.item for tile in tiles]
    with transaction.atomic():
        hold(*items)
        for item in items:
            append(CustodyAct.EXPORTED, actor, item=item, details=details)
    name = f"{version.comparison.case.code}-comparison-{comparison_id}-v{version.number}.{form}"
    return _sent(written, name)


def _tiles(request: HttpRequest, version: ComparisonVersion) -> list[Tile]:
    """Its items at the offsets that were kept; 404 where one may not be taken along."""
    spots = spots_of(version)
    items = [item_for(request, spot.ref, Act.DOWNLOAD) for spot in spots]
    tiles = tiles_for(request, items, {one.ref: one.offset for one in spots if one.offset})
    # What is not aligned stays so, whatever has been claimed since. What is graphic is covered for
    # whoever will read the file, also if the person who exports it sees everything.
    return [
        replace(
            tile,
            offset=one.offset or tile.offset,
            pictures=tile.pictures and tile.item.sensitivity != Sensitivity.GRAPHIC,
        )
        for tile, one in zip(tiles, spots, strict=True)
    ]


def _bounded(size_bytes: int) -> int:
    """The same size. Raises ``NotMoments`` where no file could hold so much."""
    if size_bytes > MOST_BYTES:
        raise NotMoments(
            gettext(
                "The frames at full resolution are %(size)s; at most %(most)s go into one file. "
                "They are made and kept: ask for fewer moments, or save single stills on the "
                "items’ pages."
            )
            % {"size": formats.size(size_bytes), "most": formats.size(MOST_BYTES)}
        )
    return size_bytes


def _wait(
    request: HttpRequest,
    version: ComparisonVersion,
    frames: Mapping[Place, Exact],
    size_bytes: int | None = None,
) -> HttpResponse:
    """How many frames are still to come; or, once they are there, how large the file will be."""
    context = {
        "version": version,
        "case": version.comparison.case,
        "fields": _asked(request),
        "count": len(frames),
        "missing": still_open(frames),
        "size_bytes": size_bytes,
    }
    status = 202 if size_bytes is None else 200
    return render(request, "compare/exporting.html", context, status=status)


def _sent(written: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    kind = "application/pdf" if name.endswith(".pdf") else "text/html; charset=utf-8"
    return HttpResponse(written, content_type=kind, headers=headers)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the form asked for, to be asked again."""
    return {name: request.POST.get(name, "") for name in _FIELDS}


def as_html(paper: Paper) -> bytes:
    """One page that runs no script and asks for nothing: its pictures lie in it."""
    pictures = {
        picture.path: base64.b64encode(picture.path.read_bytes()).decode()
        for moment in paper.moments
        for picture in moment.pictures
        if picture.path
    }
    return render_to_string("compare/export.html", {"paper": paper, "pictures": pictures}).encode()


def as_pdf(paper: Paper) -> bytes:
    """The same as PDF, set by a child that sees only the words, the pictures and the fonts.

    Raises ``NotPrinted``.
    """
    with tempfile.TemporaryDirectory(dir=settings.RUN_DIR, prefix="print-") as name:
        folder = Path(name)
        pictures: dict[Path, str] = {}
        for moment in paper.moments:
            for picture in moment.pictures:
                if picture.path and picture.path not in pictures:
                    ending = picture.mime.removeprefix("image/")
                    pictures[picture.path] = f"{len(pictures)}.{ending}"
                    shutil.copyfile(picture.path, folder / pictures[picture.path])
        (folder / "told.json").write_text(told(paper, pictures), encoding="utf-8")
        try:
            answer = ask("typeset", "typeset", folder=folder, limits=_LIMITS)
            fault = answer.failed and answer.words
        except (Unreadable, ChildKilled, NotStarted) as error:
            fault = str(error)
        if fault:
            raise NotPrinted(
                gettext("The PDF could not be set: %(fault)s. The HTML holds the same.")
                % {"fault": fault}
            )
        return (folder / "comparison.pdf").read_bytes()


_WRITERS: dict[str, Callable[[Paper], bytes]] = {"html": as_html, "pdf": as_pdf}

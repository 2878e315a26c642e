"""Originals, frames and artefacts as a browser asks for them, each through its item."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalog.custody.chain import append
from catalog.models import Act, Artefact, CustodyAct, Frame, Item
from catalog.pages.asked import actor_of, item_for
from catalog.pages.preferences import is_covered
from catalog.review.streams import FOR_GOOD, NOT_AT_ALL, send_file
from catalog.review.viewing import may_send_pictures, note_viewed
from catalog.storage.derived import derived_path
from catalog.storage.originals import local_original

_MUST_ASK = "no-cache, private"
STILL = "still"


@require_safe
def original(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The bytes as received: to play, or with ``?download=1`` to save, which is noted."""
    download = request.GET.get("download") == "1"
    item = item_for(request, ref, Act.DOWNLOAD if download else Act.SEE)
    if not download and not may_send_pictures(request, item):
        return _cover()
    # A download that goes on where it broke off is the same download.
    if download and request.method == "GET" and _begins_at_zero(request):
        append(CustodyAct.DOWNLOADED, actor_of(request), item=item)
    with local_original(item.original_id) as path:
        return send_file(
            request,
            path,
            sha256=item.original_id,
            mime=item.original.mime,
            name=item.ref,
            cache=_cache(request, item),
            download=download,
        )


@require_safe
def frame(request: HttpRequest, ref: str, frame_id: int) -> HttpResponseBase:
    """One still, or the cover while the item's pictures are covered."""
    item = item_for(request, ref)
    still = get_object_or_404(Frame, pk=frame_id, run__item=item)
    name = f"{item.ref}_pts{still.pts}"
    return _picture(request, item, still.sha256, "image/jpeg", name, _cache(request, item))


@require_safe
def artefact(request: HttpRequest, ref: str, artefact_id: int) -> HttpResponseBase:
    """One derived file, or the cover while the item's pictures are covered.

    A still with every pixel is kept as an original is: by whoever may, and each time noted.
    """
    item = item_for(request, ref)
    made = get_object_or_404(Artefact, pk=artefact_id, run__item=item)
    name, cache = f"{item.ref}_{made.name}", _cache(request, item)
    if made.name == STILL:
        item_for(request, ref, Act.DOWNLOAD)
        # As the file beside it that says how it was made.
        name, cache = f"{item.ref}_pts{made.details['pts']}", NOT_AT_ALL
        if may_send_pictures(request, item) and request.method == "GET":
            details: dict[str, object] = {"still": made.sha256, "pts": made.details["pts"]}
            append(CustodyAct.DOWNLOADED, actor_of(request), item=item, details=details)
    return _picture(request, item, made.sha256, made.mime, name, cache)


@require_safe
def poster(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The item's poster. ``?v=`` names which, so that it may be kept; else it is asked for anew."""
    item = item_for(request, ref)
    if not item.poster_sha256:
        raise Http404
    is_named = item.poster_sha256[:12] == request.GET.get("v")
    may_tell = is_named or is_covered(request, item)
    cache = _cache(request, item) if may_tell else _MUST_ASK
    return _picture(request, item, item.poster_sha256, "image/jpeg", f"{item.ref}_poster", cache)


def _picture(
    request: HttpRequest, item: Item, sha256: str, mime: str, name: str, cache: str
) -> HttpResponseBase:
    if not may_send_pictures(request, item):
        return _cover()
    if is_covered(request, item):
        note_viewed(request, item)
    path = derived_path(sha256)
    if not path.exists():
        # What is derived may be thrown away: `manage.py reprocess` makes it again.
        raise Http404
    return send_file(request, path, sha256=sha256, mime=mime, name=name, cache=cache)


def _cache(request: HttpRequest, item: Item) -> str:
    """What is covered leaves no copy behind in the browser."""
    return NOT_AT_ALL if is_covered(request, item) else FOR_GOOD


def _begins_at_zero(request: HttpRequest) -> bool:
    wanted = request.headers.get("Range", "")
    return not wanted or wanted.replace(" ", "").startswith("bytes=0-")


def _cover() -> HttpResponse:
    headers = {"Cache-Control": NOT_AT_ALL, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(_COVER, content_type="image/svg+xml", headers=headers)


_COVER = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90">'
    b'<rect width="160" height="90" fill="#17181a"/>'
    b'<path d="M-10 40 40-10M-10 80 80-10M0 100 110-10M40 100 150-10M80 100 170 10M120 100 170 50"'
    b' stroke="#fff" stroke-opacity=".045"/></svg>'
)

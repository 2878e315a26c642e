"""Resumable uploads by the tus 1.0 protocol: creation, HEAD, PATCH, termination.

Own code, because what exists for Django is unmaintained. A creation may also carry
its metadata as form fields: a header has no room for a long caption. Bodies are read
piece by piece and never through ``request.body``. Whoever may not know of an upload
is told that there is none.
"""

import base64
import binascii
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from catalog.intake import parts, uploads
from catalog.intake.form import words_of
from catalog.intake.receive import Outcome
from catalog.intake.sheet import SheetError
from catalog.models import Act, Case, Upload
from media_tools.text import visible

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"

View = Callable[..., HttpResponse]


class Refusal(Exception):
    """A request that is not done. The message says why; ``field`` names a form field."""

    def __init__(self, status: HTTPStatus, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.status, self.field = status, field


@require_http_methods(["OPTIONS", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """What this server can do, and the announcement of a file."""
    return _answer(_options if request.method == "OPTIONS" else _create, request)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
def file(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """How far an upload has come, its next piece, its end before time."""
    views: dict[str, View] = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete}
    own = Upload.objects.of(request.user).select_related("case", "person")
    upload = own.filter(pk=upload_id).first()
    if upload is None:
        raise Http404
    return _answer(views[str(request.method)], request, upload)


def _answer(view: View, request: HttpRequest, *args: object) -> HttpResponse:
    try:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            sentence = f"This server speaks version {VERSION} of tus; say so in Tus-Resumable."
            raise Refusal(HTTPStatus.PRECONDITION_FAILED, sentence)
        response = view(request, *args)
    except Refusal as refusal:
        response = _refused(refusal.status, refusal, refusal.field)
    except SheetError as error:
        response = _refused(HTTPStatus.UNPROCESSABLE_ENTITY, error, error.field)
    except parts.WrongOffset as error:
        response = _refused(HTTPStatus.CONFLICT, error)
    except parts.Busy as error:
        response = _refused(HTTPStatus.LOCKED, error)
    except parts.NoRoom as error:
        response = _refused(HTTPStatus.INSUFFICIENT_STORAGE, error)
    response["Tus-Resumable"] = response["Tus-Version"] = VERSION
    response["Cache-Control"] = "no-store"
    if request.method == "HEAD":
        response.content = b""
    return response


def _refused(status: HTTPStatus, error: Exception, field: str = "") -> HttpResponse:
    return JsonResponse({"reason": str(error), "field": field}, status=status)


def _options(request: HttpRequest) -> HttpResponse:
    del request
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Tus-Extension"] = "creation,termination"
    response["Tus-Max-Size"] = str(settings.MAX_UPLOAD_BYTES)
    return response


def _create(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    said = {**_metadata(request.headers.get("Upload-Metadata", "")), **request.POST.dict()}
    case = Case.objects.allowing(request.user, Act.UPLOAD).filter(code=said.get("case")).first()
    if case is None:
        raise Http404
    upload = uploads.begin(
        case=case,
        person=request.user,
        file_name=said.get("filename", ""),
        size_bytes=_number(request, "Upload-Length"),
        words=words_of(said),
        fingerprint=visible(said.get("fingerprint", ""))[:300],
    )
    if upload.is_complete and not upload.outcome:
        uploads.take(upload)
    too_large = upload.outcome == Outcome.REFUSED and upload.size_bytes > 0
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.CREATED
    response = JsonResponse({"id": str(upload.pk), "reason": upload.reason}, status=status)
    response["Location"] = reverse("upload-file", args=[upload.pk])
    return response


def _head(request: HttpRequest, upload: Upload) -> HttpResponse:
    del request
    return _offset(upload, HTTPStatus.OK, upload.offset_bytes)


def _patch(request: HttpRequest, upload: Upload) -> HttpResponse:
    if request.content_type != PIECE_TYPE:
        sentence = f"A piece of a file is sent as {PIECE_TYPE}."
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, sentence)
    offset = _number(request, "Upload-Offset")
    if offset + _number(request, "Content-Length", default="0") > upload.size_bytes:
        raise Refusal(HTTPStatus.BAD_REQUEST, "The piece is longer than what was announced.")

    def read(count: int) -> bytes:
        try:
            return request.read(count)
        except UnreadablePostError:
            # The browser has gone. What it sent before is kept, and it goes on from there.
            return b""

    arrived = parts.append(upload, offset, read)
    if arrived == upload.size_bytes:
        uploads.take(upload)
    return _offset(upload, HTTPStatus.NO_CONTENT, arrived)


def _delete(request: HttpRequest, upload: Upload) -> HttpResponse:
    del request
    uploads.cancel(upload)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _offset(upload: Upload, status: HTTPStatus, offset: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(offset)
    response["Upload-Length"] = str(upload.size_bytes)
    return response


def _number(request: HttpRequest, header: str, default: str = "") -> int:
    text = request.headers.get(header, default) or default
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refusal(HTTPStatus.BAD_REQUEST, f"{header} must be a whole number of bytes.")
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """``key base64,key base64`` as tus has it."""
    found = {}
    for pair in filter(None, header.split(",")):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            sentence = f"The value of {key} in Upload-Metadata is not text in base64."
            raise Refusal(HTTPStatus.BAD_REQUEST, sentence) from error
    return found

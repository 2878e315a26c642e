"""Find a picture or clip of one's own: it is reduced to hashes by contained children, and gone.

The answer is the address of a search that holds the hashes. The file is no evidence: it is
written to a folder of its own, is never read in this process, and is removed before the
answer goes out.
"""

import threading
import uuid

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from catalog import containment, formats
from catalog.likeness.asking import HASHES
from catalog.search.query import Query
from catalog.storage.work import work_folder
from media_tools.errors import Unreadable
from media_tools.likeness.asked import written
from media_tools.likeness.look import MOST_SECONDS, look_at

MOST_BYTES = 200 * 1024 * 1024
# Each takes a processor for seconds; the pages of others need some as well.
_turns = threading.BoundedSemaphore(2)


class CannotLook(Exception):
    """Nothing was looked for. The message says why and what to do."""


@require_http_methods(["GET", "POST"])
def picture(request: HttpRequest) -> HttpResponse:
    """The page; posted to, it answers with the search, as an address where a script asks."""
    is_script = request.headers.get("Accept") == "application/json"
    fault = ""
    if request.method == "POST":
        try:
            address = f"{reverse('search')}?{_asked(request).query_string}"
        except (CannotLook, Unreadable) as error:
            fault = str(error)
        else:
            return JsonResponse({"address": address}) if is_script else redirect(address)
    status = 422 if fault else 200
    if is_script:
        return JsonResponse({"fault": fault}, status=status)
    context = {"fault": fault, "most_bytes": MOST_BYTES, "most_minutes": MOST_SECONDS // 60}
    return render(request, "search/picture.html", context, status=status)


def _asked(request: HttpRequest) -> Query:
    sent = request.FILES.get("picture")
    if not isinstance(sent, UploadedFile) or not sent.size:
        raise CannotLook(gettext("Choose, drop or paste a picture or a clip first."))
    if sent.size > MOST_BYTES:
        raise CannotLook(
            gettext("It is larger than %(most_bytes)s bytes. Send a shorter cut of it.")
            % {"most_bytes": formats.grouped(MOST_BYTES)}
        )
    if containment.refusal():
        raise CannotLook(
            gettext(
                "This machine cannot hide other files from the programs that would read "
                "it, so nothing was read. An administrator finds in `manage.py doctor` "
                "what to do."
            )
        )
    if not _turns.acquire(timeout=10):
        raise CannotLook(
            gettext("Others are looking for pictures at this moment. Try again shortly.")
        )
    try:
        with work_folder(str(uuid.uuid4())) as folder:
            path = folder / "asked"
            with path.open("xb") as file:
                for chunk in sent.chunks():
                    file.write(chunk)
            (folder / "made").mkdir()
            return Query(like=HASHES + written(look_at(path, folder / "made")))
    finally:
        _turns.release()

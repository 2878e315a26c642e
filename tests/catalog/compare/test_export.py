"""A kept comparison leaves as one file that says all, runs nothing, hides what is covered."""

import base64
import hashlib
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from catalog import formats, index
from catalog.models import (
    ComparisonVersion,
    CustodyAct,
    CustodyEvent,
    Item,
    Run,
    Sensitivity,
    State,
)
from catalog.storage.derived import keep as keep_file
from tests.catalog.compare.conftest import Make
from tests.catalog.compare.test_kept import keep
from tests.catalog.review.conftest import FRAME_TICKS, add_frames

pytestmark = pytest.mark.django_db
HOSTILE = 'Вспышка <script>alert(1)</script> #read("/etc/passwd") $x$ \u202egnp.exe'


@pytest.fixture
def kept(as_analyst: Client, make: Make) -> ComparisonVersion:
    """Two clips under a hostile name, the second a second and a half later."""
    one, other = make("one.mp4"), make("other.mp4")
    spots = f"{one.ref}@+0~0", f"{other.ref}@1.5~0.02"
    return keep(as_analyst, *spots, name=HOSTILE, note="*first*\n#second")


def export(client: Client, version: ComparisonVersion, **fields: str) -> Any:
    return client.post(f"/compare/kept/{version.comparison_id}/export", {"version": 1, **fields})


def exported(client: Client, version: ComparisonVersion, **fields: str) -> bytes:
    """With what is there: nothing works off the orders of these tests."""
    answer = export(client, version, now="1", **fields)
    assert answer.status_code == 200, answer.headers.get("Location")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    return bytes(answer.content)


def test_the_html_says_all_and_asks_for_nothing(
    as_analyst: Client, kept: ComparisonVersion
) -> None:
    page = exported(as_analyst, kept, moments="2 4").decode()
    for part in kept.compared.all():
        assert part.item.original_id in page
    assert "+0:00:01.500, ± 0.020 s, by hand" in page
    assert "0:00:02.000 on the common clock" in page
    assert len(re.findall(r'<img src="data:image/jpeg;base64,/9j/', page)) == 4
    assert "Exported by <bdi>analyst</bdi>" in page
    assert re.search(r"ended at link \d+: <span class=\"hash\">[0-9a-f]{64}", page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "[U+202E]gnp.exe" in page
    assert not re.search(r'(src|href)="(?!data:)', page)


def test_each_export_is_a_link_of_custody_with_the_hash_of_the_file(
    as_analyst: Client, kept: ComparisonVersion
) -> None:
    written = exported(as_analyst, kept)
    events = CustodyEvent.objects.filter(act=CustodyAct.EXPORTED)
    assert {event.item_id for event in events} == {part.item_id for part in kept.compared.all()}
    assert events[0].details["file_sha256"] == hashlib.sha256(written).hexdigest()
    assert len(events[0].details["moments_s"]) == 3


def test_of_clips_that_never_run_together_the_middle_of_each_is_exported(
    as_analyst: Client, make: Make
) -> None:
    one, other = make("one.mp4"), make("other.mp4")
    apart = keep(as_analyst, f"{one.ref}@+0~0", f"{other.ref}@1000~0.02")
    page = exported(as_analyst, apart).decode()
    assert "0:00:02.500 on the common clock" in page
    assert "0:16:42.500 on the common clock" in page
    assert "begins 997.500 s later" in page


def test_the_frames_at_the_moments_are_ordered_and_waited_for(
    as_analyst: Client, kept: ComparisonVersion
) -> None:
    answer = export(as_analyst, kept, moments="2 4")
    assert answer.status_code == 202
    assert "4 in all, 4 still to come" in answer.content.decode()
    assert not CustodyEvent.objects.filter(act=CustodyAct.EXPORTED).exists()
    # The second begins 1.5 s later: at 2 s of the clock its sixth frame is on screen.
    ordered = [run.ordered for run in Run.objects.filter(step="frames").order_by("item_id", "pk")]
    pts = [900 + number * FRAME_TICKS for number in (20, 40, 5, 25)]
    assert ordered == [f'{{"first_pts":{one},"last_pts":{one}}}' for one in pts]
    assert 'name="again" value="1"' in answer.content.decode()
    export(as_analyst, kept, moments="2 4")
    assert Run.objects.filter(step="frames").count() == 4


def test_the_export_shows_the_exact_frames_with_their_pts_or_says_why_not(
    as_analyst: Client, kept: ComparisonVersion, tmp_path: Path
) -> None:
    export(as_analyst, kept, moments="2")
    made, failed = Run.objects.filter(step="frames").order_by("item_id")
    [frame, *_] = add_frames(made, tmp_path, 21, "ordered")[20:]
    Image.new("RGB", (640, 360), "lime").save(tmp_path / "exact.jpg")
    frame.sha256 = keep_file(tmp_path / "exact.jpg").sha256
    frame.save(update_fields=["sha256"])
    Run.objects.filter(pk=made.pk).update(state=State.DONE)
    Run.objects.filter(pk=failed.pk).update(state=State.UNREADABLE, error="It is damaged.")
    answer = export(as_analyst, kept, moments="2")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f"the frame on screen then, from 0:00:02.000: pts {frame.pts} × 1/30000 s" in page
    exact = base64.b64encode((tmp_path / "exact.jpg").read_bytes()).decode()
    assert page.count(exact) == 1
    pts = 900 + 5 * FRAME_TICKS
    assert f"the exact frame (pts {pts}) could not be made: It is damaged; instead the" in page


def test_a_frame_that_broke_is_tried_once_an_export_and_not_at_each_look(
    as_analyst: Client, kept: ComparisonVersion
) -> None:
    export(as_analyst, kept, moments="2")
    runs = Run.objects.filter(step="frames")
    runs.update(state=State.BROKEN, error="Our fault.")
    page = export(as_analyst, kept, moments="2", again="1").content.decode()
    said = r"</b> the exact frame \(pts \d+\) could not be made: Our fault; instead the still"
    assert len(re.findall(said, page)) == 2
    assert export(as_analyst, kept, moments="2").status_code == 202
    assert {run.state for run in runs} == {State.WAITING}


def test_covered_pictures_are_left_out_unless_asked_for(
    as_analyst: Client, kept: ComparisonVersion
) -> None:
    item = kept.compared.all()[1].item
    Item.objects.filter(pk=item.pk).update(sensitivity=Sensitivity.GRAPHIC, title="terrible")
    index.refresh(item)
    page = exported(as_analyst, kept, moments="2").decode()
    assert page.count("<img") == 1
    assert "covered as graphic" in page
    # Whoever sees everything here does not decide for those who read the file.
    as_analyst.post("/preferences", {"graphic": "show"})
    assert exported(as_analyst, kept, moments="2").decode().count("<img") == 1
    assert "terrible" not in page.split("Facts by kind")[0]
    assert item.original_id in page
    page = exported(as_analyst, kept, moments="2", graphic="1").decode()
    assert re.search(r"<details><summary>Graphic[^<]*</summary><img", page)
    told = CustodyEvent.objects.filter(act=CustodyAct.EXPORTED).latest("seq").details
    assert told["with_graphic"] is True


def test_the_pdf_holds_the_words_as_words_in_both_alphabets(
    as_analyst: Client, kept: ComparisonVersion
) -> None:
    written = PdfReader(BytesIO(exported(as_analyst, kept, form="pdf", moments="2")))
    text = "\n".join(page.extract_text() for page in written.pages)
    assert "Вспышка <script>alert(1)</script>" in text
    assert '#read("/etc/passwd") $x$' in text
    assert "#second" in text
    assert "+0:00:01.500, ± 0.020 s, by hand" in text
    for part in kept.compared.all():
        assert part.item.original_id in text.replace("\n", "")
    assert any(len(page.images) for page in written.pages)


@pytest.mark.parametrize("moments", ["now", "1 " * 9, "nan", "1e9"])
def test_moments_that_cannot_be_read_export_nothing(
    as_analyst: Client, kept: ComparisonVersion, moments: str
) -> None:
    address = f"/compare/kept/{kept.comparison_id}/export"
    answer = as_analyst.post(address, {"moments": moments}, follow=True)
    assert "Not exported." in answer.content.decode()
    assert not CustodyEvent.objects.filter(act=CustodyAct.EXPORTED).exists()


def test_a_stranger_exports_nothing(kept: ComparisonVersion, stranger: User) -> None:
    client = Client()
    client.force_login(stranger)
    assert client.post(f"/compare/kept/{kept.comparison_id}/export").status_code == 404


def test_frames_with_every_pixel_are_told_in_bytes_before_the_file_is_made(
    as_analyst: Client, kept: ComparisonVersion, tmp_path: Path
) -> None:
    export(as_analyst, kept, moments="2", whole="1")
    runs = Run.objects.filter(step="frames").order_by("item_id")
    assert all('"whole":true' in run.ordered for run in runs)
    Image.effect_noise((1920, 1080), 60).save(tmp_path / "whole.png")
    still = keep_file(tmp_path / "whole.png")
    for run in runs:
        details = {"pts": 900, "time_base": "1/30000", "width": 1920, "height": 1080}
        run.artefacts.create(
            name="still",
            sha256=still.sha256,
            size_bytes=still.size_bytes,
            mime="image/png",
            details=details,
        )
    runs.update(state=State.DONE)
    told = export(as_analyst, kept, moments="2", whole="1")
    assert told.status_code == 200 and "Content-Disposition" not in told.headers
    assert formats.size(2 * still.size_bytes) in told.content.decode()
    assert not CustodyEvent.objects.filter(act=CustodyAct.EXPORTED).exists()
    page = export(as_analyst, kept, moments="2", whole="1", agreed="1").content.decode()
    whole = base64.b64encode((tmp_path / "whole.png").read_bytes()).decode()
    assert page.count(f"data:image/png;base64,{whole}") == 2
    assert page.count("all 1920 × 1080 pixels") == 4
    pdf = PdfReader(
        BytesIO(export(as_analyst, kept, moments="2", whole="1", agreed="1", form="pdf").content)
    )
    sizes = [one.image.size for page in pdf.pages for one in page.images if one.image]
    assert (1920, 1080) in sizes
    runs[0].artefacts.update(size_bytes=10**9)
    refused = as_analyst.post(
        f"/compare/kept/{kept.comparison_id}/export", {"moments": "2", "whole": "1"}, follow=True
    )
    assert "at most" in refused.content.decode()

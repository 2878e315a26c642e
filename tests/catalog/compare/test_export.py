"""A kept comparison leaves as one file that says all, runs nothing, hides what is covered."""

import hashlib
import re
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pypdf import PdfReader

from catalog import index
from catalog.models import ComparisonVersion, CustodyAct, CustodyEvent, Item, Sensitivity
from tests.catalog.compare.conftest import Make
from tests.catalog.compare.test_kept import keep

pytestmark = pytest.mark.django_db
HOSTILE = 'Вспышка <script>alert(1)</script> #read("/etc/passwd") $x$ \u202egnp.exe'


@pytest.fixture
def kept(as_analyst: Client, make: Make) -> ComparisonVersion:
    """Two clips under a hostile name, the second a second and a half later."""
    one, other = make("one.mp4"), make("other.mp4")
    spots = f"{one.ref}@+0~0", f"{other.ref}@1.5~0.02"
    return keep(as_analyst, *spots, name=HOSTILE, note="*first*\n#second")


def exported(client: Client, version: ComparisonVersion, **fields: str) -> bytes:
    answer = client.post(f"/compare/kept/{version.comparison_id}/export", {"version": 1, **fields})
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


def test_covered_pictures_are_left_out_unless_asked_for(
    as_analyst: Client, kept: ComparisonVersion
) -> None:
    item = kept.compared.all()[1].item
    Item.objects.filter(pk=item.pk).update(sensitivity=Sensitivity.GRAPHIC, title="terrible")
    index.refresh(item)
    page = exported(as_analyst, kept, moments="2").decode()
    assert page.count("<img") == 1
    assert "covered as graphic" in page
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

"""Pages of a document have numbers on the item page and in the dossier, never a time."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path

from django.contrib.auth.models import User
from django.test import Client
from PIL import Image

from catalog.dossier import dossier
from catalog.models import Case, Item
from catalog.pipeline.saving import keep_files, save_rows
from media_tools.findings import Findings, Still
from tests.catalog.review.conftest import finish, take_in


def scanned(case: Case, analyst: User, folder: Path) -> Item:
    """A TIFF of three pages whose scan is done."""
    body, pages = BytesIO(), [Image.new("RGB", (64, 48), colour) for colour in ("red", "lime")]
    pages[0].save(body, "TIFF", save_all=True, append_images=[pages[1], pages[0]])
    item = take_in(case, analyst, body.getvalue(), "scan.tif")
    path = folder / "page.jpg"
    pages[0].save(path)
    stills = [Still(n, Fraction(1), Fraction(0), path, 64, 48, "page") for n in range(3)]
    found = Findings(stills=stills)
    save_rows(finish(item, "scan"), found, keep_files(found))
    return item


def test_the_frame_grid_names_pages_and_no_times(
    as_analyst: Client, case: Case, analyst: User, tmp_path: Path
) -> None:
    item = scanned(case, analyst, tmp_path)
    shown = as_analyst.get(item.get_absolute_url()).content.decode()
    assert 'aria-label="Page 3"' in shown
    assert 'data-clock="page 3"' in shown
    assert 'data-exact="64 × 48 px as shown"' in shown
    assert 'data-clock="0:00' not in shown


def test_the_dossier_gives_pages_by_number(case: Case, analyst: User, tmp_path: Path) -> None:
    frames = dossier(scanned(case, analyst, tmp_path))["frames"]
    told = [(one["page"], one["seconds"], one["clock"], one["reason"]) for one in frames]
    assert told == [(number, None, None, "page") for number in (1, 2, 3)]

"""The index of likeness: found at once, folded into segments, and none of it needed to be whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from catalog import pipeline
from catalog.custody.chain import COMMAND_LINE
from catalog.likeness import segments, store
from catalog.models import Case, HashBlock, HashSegment, Item
from catalog.storage.derived import keep
from media_tools.likeness.rows import ROW
from tests.catalog.conftest import items_of
from tests.catalog.likeness.conftest import found, planted, refs
from tests.media_tools.alike import by_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(case: Case) -> tuple[Item, Item]:
    """A picture and its copy."""
    return planted(case, by_day(1)), planted(case, by_day(1).resize((160, 90)))


def listed(case: Case, *counts: int) -> None:
    """Items with so many hashes each, none like another."""
    held = HashBlock.objects.count()
    random = np.random.default_rng(held)
    for number, count in enumerate(counts, held):
        item = items_of(case, b"clip %d" % number)[0]
        rows = np.zeros(count, ROW)
        rows["hash"], rows["structure"] = random.integers(0, 256, (count, 32), np.uint8), 64
        path = segments.root().parent / "rows.npy"
        np.save(path, rows)
        kept = keep(path)
        HashBlock.objects.create(item=item, sha256=kept.sha256, rows=count)


def test_a_frame_is_found_before_and_after_it_is_folded(pair: tuple[Item, Item]) -> None:
    first, copy = pair
    assert refs(found(first.ref)) == [copy.ref]
    assert store.fold() > 0
    assert not HashBlock.objects.filter(segment=None).exists()
    assert refs(found(first.ref)) == [copy.ref]
    assert store.fold() == 0


def test_segments_stay_few_while_blocks_come_in(case: Case) -> None:
    for _ in range(20):
        listed(case, 40)
        store.fold()
    assert HashSegment.objects.count() <= 5
    assert sum(HashSegment.objects.values_list("rows", flat=True)) == 800
    names = {one.name for one in segments.root().iterdir() if one.is_dir()}
    assert names == set(HashSegment.objects.values_list("name", flat=True))


def _nothing(folder: Path) -> None:
    shutil.rmtree(folder)


def _half_a_file(folder: Path) -> None:
    path = folder / "order.npy"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize("harm", [_nothing, _half_a_file])
def test_a_lost_segment_is_searched_without_and_made_again(
    pair: tuple[Item, Item], harm: Callable[[Path], None]
) -> None:
    first, copy = pair
    store.fold()
    (segment,) = HashSegment.objects.all()
    harm(segments.root() / segment.name)
    segments.opened.cache_clear()
    assert refs(found(first.ref)) == [copy.ref]
    assert not HashSegment.objects.exists()
    store.fold()
    assert refs(found(first.ref)) == [copy.ref]


@pytest.mark.parametrize("at", ["write", "create", "remove"])
def test_killed_at_any_moment_of_folding_nothing_is_lost_or_doubled(
    pair: tuple[Item, Item], monkeypatch: pytest.MonkeyPatch, case: Case, at: str
) -> None:
    first, copy = pair
    store.fold()
    listed(case, 30)

    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        if at == "create":
            patched.setattr(HashSegment.objects, "create", die)
        else:
            patched.setattr(segments, at, die)
        with pytest.raises(Killed):
            store.fold()
    assert refs(found(first.ref)) == [copy.ref]
    store.fold()
    assert refs(found(first.ref)) == [copy.ref]
    assert sum(HashSegment.objects.values_list("rows", flat=True)) >= 30


def test_only_one_folds_at_a_time(pair: tuple[Item, Item]) -> None:
    with store._alone() as is_ours:
        assert is_ours
        assert store.fold() == 0
    assert store.fold() > 0


@pytest.mark.django_db(transaction=True)
def test_hashed_again_an_item_is_found_once_and_by_its_new_hashes(pair: tuple[Item, Item]) -> None:
    first, copy = pair
    store.fold()
    old = copy.hash_block.pk
    pipeline.do_again(copy, {"fingerprints"}, COMMAND_LINE)
    pipeline.execute(copy.runs.get(step="fingerprints").pk)
    assert HashBlock.objects.get(item=copy).pk != old
    assert refs(found(first.ref)) == [copy.ref]
    store.fold()
    assert refs(found(first.ref)) == [copy.ref]


def test_all_of_it_is_made_again_from_the_database(pair: tuple[Item, Item]) -> None:
    first, copy = pair
    store.fold()
    shutil.rmtree(segments.root())
    HashBlock.objects.all().delete()
    assert store.rebuild() > 0
    assert refs(found(first.ref)) == [copy.ref]

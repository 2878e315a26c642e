"""The search among hashes is exact: held against a plain scan over all of them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from media_tools.likeness.index import HashIndex
from media_tools.likeness.pdq import BITS, RADIUS, distances


def changed(one: NDArray[np.uint8], bits: NDArray[np.int64]) -> NDArray[np.uint8]:
    turned = np.unpackbits(one)
    turned[bits] ^= 1
    return np.packbits(turned)


@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.sampled_from([0, 1, 50, 6000]),
    kinds=st.integers(1, 60),
    radius=st.integers(0, RADIUS),
)
def test_it_finds_what_a_plain_scan_finds(
    tmp_path: Path, seed: int, count: int, kinds: int, radius: int
) -> None:
    """Real hashes lie in heaps: few scenes, each many times with some bits turned."""
    random = np.random.default_rng(seed)
    scenes = random.integers(0, 256, (kinds, 32), np.uint8)
    hashes = scenes[random.integers(0, kinds, count)]
    turned = random.random((count, BITS)) < random.choice([0.0, 0.03, 0.15, 0.5])
    hashes ^= np.packbits(turned, axis=1)
    HashIndex.build(tmp_path, hashes)
    index = HashIndex(tmp_path)
    for one in (scenes[0], changed(scenes[0], random.choice(BITS, 20, replace=False))):
        apart = distances(one, hashes)
        rows, found = index.within(one, radius)
        assert rows.tolist() == np.flatnonzero(apart <= radius).tolist()
        assert found.tolist() == apart[rows].tolist()


def test_the_worst_case_of_the_pigeonhole_is_found(tmp_path: Path) -> None:
    """One bit turned in the first chunk and two in each of the others: 31 in all."""
    one = np.random.default_rng(1).integers(0, 256, 32, np.uint8)
    bits = np.array([0, *(16 * chunk + bit for chunk in range(1, 16) for bit in (3, 9))])
    HashIndex.build(tmp_path, np.stack([changed(one, bits)]))
    rows, apart = HashIndex(tmp_path).within(one)
    assert (rows.tolist(), apart.tolist()) == ([0], [31])


def test_a_radius_beyond_the_pigeonhole_is_refused(tmp_path: Path) -> None:
    HashIndex.build(tmp_path, np.zeros((3, 32), np.uint8))
    with pytest.raises(ValueError, match="31 bits"):
        HashIndex(tmp_path).within(np.zeros(32, np.uint8), RADIUS + 1)


def test_half_an_index_is_not_opened(tmp_path: Path) -> None:
    HashIndex.build(tmp_path, np.zeros((3, 32), np.uint8))
    (tmp_path / "order.npy").write_bytes((tmp_path / "order.npy").read_bytes()[:-8])
    with pytest.raises(ValueError, match=r"mmap|length|whole"):
        HashIndex(tmp_path)

"""What the first pass leaves for the second: packed classes, planes, bundles, numbered units."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.science import performance
from indicators.science.bundle import Bundle, write_bundle
from indicators.science.errors import EngineError
from indicators.science.first_pass import restored_means
from indicators.science.grid import Window
from indicators.science.packing import pack, unpack
from indicators.science.performance import MEAN_NODATA, UNIT_NODATA
from indicators.science.planes import Plane, Planes
from indicators.science.units import (
    UnitNumbers,
    numbered_histogram,
    numbered_performance,
)


def test_four_maps_go_into_a_byte_and_come_out_again() -> None:
    codes = np.array([-128, -1, 0, 1], np.int8)
    maps = [grid.ravel() for grid in np.meshgrid(codes, codes, codes, codes)]

    packed = pack(maps)

    assert (packed.dtype, np.unique(packed).size) == (np.uint8, 256)
    for number, expected in enumerate(maps):
        assert np.array_equal(unpack(packed, number), expected)


def test_planes_are_written_and_read_by_any_window(tmp_path: Path) -> None:
    window = Window(10, 17, 20, 29)
    layout = Planes(window, (Plane("a", "|u1"), Plane("b", "<i4")))
    a = np.arange(63, dtype=np.uint8).reshape(7, 9)
    b = a.astype(np.int32) * -1000
    path = tmp_path / "planes"
    path.write_bytes(bytes(layout.size))

    for piece in window.pieces(3, 4):
        layout.write(path, piece, {n: v[piece.within(window)] for n, v in (("a", a), ("b", b))})

    part = Window(12, 16, 20, 29)
    found = layout.read(path, part, ["b", "a"])
    assert np.array_equal(found["a"].reshape(4, 9), a[2:6])
    assert np.array_equal(found["b"].reshape(4, 9), b[2:6])
    assert layout.size == 63 * 5


def test_arrays_of_a_bundle_are_read_one_by_one(tmp_path: Path) -> None:
    arrays = {"counts": np.arange(6).reshape(2, 3), "none": np.zeros(0, np.int8)}
    write_bundle(tmp_path / "b", arrays)

    bundle = Bundle(tmp_path / "b")

    assert bundle.names() == ["counts", "none"]
    assert "other" not in bundle
    assert np.array_equal(bundle.read("counts"), arrays["counts"])
    assert bundle.read("none").size == 0
    assert bundle.read_bytes("counts", 8, 8) == np.int64(1).tobytes()


def test_a_damaged_bundle_is_found_out(tmp_path: Path) -> None:
    write_bundle(tmp_path / "b", {"a": np.arange(100)})
    content = (tmp_path / "b").read_bytes()
    (tmp_path / "short").write_bytes(content[:-10])
    (tmp_path / "other").write_bytes(b"something else altogether")

    with pytest.raises(EngineError, match="short: this intermediate file is cut short"):
        Bundle(tmp_path / "short").read("a")
    with pytest.raises(EngineError, match="other: this intermediate file is damaged"):
        Bundle(tmp_path / "other")


def test_small_means_stay_whole_in_sixteen_bits() -> None:
    stored = np.array([-32768, -5, 0, 32767], np.int16)

    assert restored_means(stored).tolist() == [MEAN_NODATA, -5, 0, 32767]


@settings(deadline=None, max_examples=50)
@given(
    seed=st.integers(0, 2**32),
    spread=st.sampled_from([300, 40_000, 3_000_000]),
    kinds=st.sampled_from([1, 5, 900]),
)
def test_numbered_units_count_and_class_like_units_that_are_searched(
    seed: int, spread: int, kinds: int
) -> None:
    generator = np.random.default_rng(seed)
    codes = generator.integers(0, 2**31 - 1, kinds).astype(np.int32)
    pieces = []
    for _ in range(3):
        means = generator.integers(-spread, spread, 2000).astype(np.int32)
        means[generator.random(2000) < 0.1] = MEAN_NODATA
        units = codes[generator.integers(0, kinds, 2000)]
        units[generator.random(2000) < 0.1] = UNIT_NODATA
        pieces.append((means, units))

    numbers = UnitNumbers()
    numbered = [(means, numbers.number(units)) for means, units in pieces]

    found = performance.merge_histograms(
        [numbered_histogram(means, n, numbers.codes) for means, n in numbered]
    )
    expected = performance.merge_histograms([performance.mean_histogram(*p) for p in pieces])
    assert np.array_equal(found.keys, expected.keys)
    assert np.array_equal(found.counts, expected.counts)
    percentiles = performance.unit_percentiles(expected)
    for (means, units), (_, n) in zip(pieces, numbered, strict=True):
        assert np.array_equal(
            numbered_performance(means, n, numbers.codes, percentiles),
            performance.performance(means, units, percentiles),
        )


def test_a_chunk_without_percentiles_has_no_performance() -> None:
    empty = performance.unit_percentiles(performance.merge_histograms([]))
    means, numbers = np.array([5, 6], np.int32), np.array([0, -1], np.int32)

    found = numbered_performance(means, numbers, np.array([7], np.int32), empty)

    assert found.tolist() == [-128, -128]

"""Counting combinations: exact, and the same in any order."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.science.cells import Cells, Field, count, group, merge
from indicators.science.classes import NODATA
from indicators.science.errors import EngineError

FIELDS = (Field("place", (0, 1, 2)), Field("a", (1, 2, NODATA)), Field("b", (-1, 0, 1, NODATA)))


def counted(seed: int, rows: slice, areas: np.ndarray, *, per_pixel: bool = False) -> Cells:
    generator = np.random.default_rng(seed)
    shape = (8, 5)
    place = generator.integers(0, 3, shape).astype(np.uint16)[rows].ravel()
    layers = {
        "a": generator.choice([1, 2, 9, NODATA], shape).astype(np.int8)[rows].ravel(),
        "b": generator.choice([-1, 0, 1, NODATA], shape).astype(np.int8)[rows].ravel(),
    }
    inside = (generator.random(shape) < 0.8)[rows].ravel()
    km2 = np.repeat(areas[rows], 5) if per_pixel else areas[rows]
    return group(FIELDS, layers, place, inside, km2).cells


AREAS = 0.09 + 0.001 * np.arange(8) / 3


def same(one: Cells, other: Cells) -> bool:
    names = ("keys", "pixels", "high", "low")
    return all(np.array_equal(getattr(one, n), getattr(other, n)) for n in names)


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32), cut=st.integers(1, 7))
def test_chunks_commute(seed: int, cut: int) -> None:
    whole = merge(FIELDS, [counted(seed, slice(0, 8), AREAS)])
    parts = [counted(seed, slice(0, cut), AREAS), counted(seed, slice(cut, 8), AREAS)]

    assert same(merge(FIELDS, parts), whole)
    assert same(merge(FIELDS, [merge(FIELDS, parts[1:]), parts[0]]), whole)


def test_one_area_a_pixel_counts_like_one_area_a_row() -> None:
    rows = merge(FIELDS, [counted(7, slice(0, 8), AREAS)])
    pixels = merge(FIELDS, [counted(7, slice(0, 8), AREAS, per_pixel=True)])

    assert same(rows, pixels)


def test_areas_are_exact_sums_of_the_rounded_cell_areas() -> None:
    inside = np.ones(6, np.bool_)
    layers = {"a": np.array([1, 1, 2, 1, 1, 1], np.int8)}
    areas = np.array([0.1, 1 / 3])

    cells = group([FIELDS[1]], layers, None, inside, areas).cells

    unit = 2**56
    exact = 2 * round(Fraction(0.1) * unit) + 3 * round(Fraction(1 / 3) * unit)
    assert cells.units(cells.codes("a") == 1) == exact


def test_codes_that_a_field_does_not_list_count_as_no_data() -> None:
    layers = {"a": np.array([1, 9, NODATA], np.int8)}

    grouping = group([FIELDS[1]], layers, None, np.ones(3, np.bool_), np.ones(3))

    codes, pixels = grouping.cells.codes("a").tolist(), grouping.cells.pixels.tolist()
    assert dict(zip(codes, pixels, strict=True)) == {1: 1, NODATA: 2}


def test_pixels_outside_have_no_combination() -> None:
    inside = np.array([True, False])

    grouping = group([FIELDS[1]], {"a": np.ones(2, np.int8)}, None, inside, np.ones(1))

    assert grouping.slots.tolist() == [0, -1]
    assert grouping.cells.pixels.tolist() == [1]


def test_more_combinations_than_the_first_table_holds_are_counted_too() -> None:
    n = 60_000
    codes = (*tuple(range(1, 101)), NODATA)
    fields = [Field("a", codes), Field("b", codes), Field("c", codes)]
    generator = np.random.default_rng(3)
    layers = {name: generator.integers(1, 101, n).astype(np.int8) for name in "abc"}

    grouping = group(fields, layers, None, np.ones(n, np.bool_), np.ones(1))

    assert grouping.cells.pixels.sum() == n
    assert np.array_equal(grouping.cells.classes("b")[grouping.slots], layers["b"])


def test_too_many_combinations_are_refused() -> None:
    wide = [Field(str(n), (*tuple(range(100)), NODATA)) for n in range(10)]

    with pytest.raises(EngineError, match="use fewer zones"):
        group(wide, {}, None, np.ones(1, np.bool_), np.ones(1))


def test_nothing_merges_to_nothing() -> None:
    assert merge(FIELDS, []).units() == 0


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_counting_alone_gives_what_grouping_gives(seed: int) -> None:
    generator = np.random.default_rng(seed)
    place = generator.integers(0, 3, 40).astype(np.uint16)
    layers = {
        "a": generator.choice([1, 2, 9, NODATA], 40).astype(np.int8),
        "b": generator.choice([-1, 0, 1, NODATA], 40).astype(np.int8),
    }
    given_too = (layers, place, generator.random(40) < 0.8)

    for areas in (AREAS, np.repeat(AREAS, 5)):
        counted_alone = merge(FIELDS, [count(FIELDS, *given_too, areas)])
        assert same(counted_alone, merge(FIELDS, [group(FIELDS, *given_too, areas).cells]))

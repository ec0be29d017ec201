"""Numbers as people type them, in any of the six languages."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from indicators.baseline.reading import UnreadableError, read_number, read_year, write_number


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "1205", "1205"),
        ("en", "1 205.5", "1205.5"),
        ("en", "1,205", "1205"),
        ("en", "1,205,000", "1205000"),
        ("en", "12,5", "12.5"),
        ("en", "1.205", "1.205"),
        ("fr", "1\u202f205,5", "1205.5"),
        ("fr", "1,205", "1.205"),
        ("fr", "0.125", "0.125"),
        ("es", "1.205,5", "1205.5"),
        ("ru", "1 205,5", "1205.5"),
        ("ar", "١٬٢٠٥٫٥", "1205.5"),
        ("ar", "٥٠٠", "500"),
        ("zh-hans", "1205.5", "1205.5"),
        ("en", ".5", "0.5"),
    ],
)
def test_a_number_is_read_as_its_writer_meant_it(language: str, typed: str, meant: str) -> None:
    with override(language):
        assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["5oo", "1e5", "NaN", "12 km2", "1.2.3", "--5", "1,2,3", "∞", "."]
)
def test_what_is_no_number_is_refused_with_what_was_found(typed: str) -> None:
    with override("en"), pytest.raises(UnreadableError) as refused:
        read_number(typed)
    assert typed in refused.value.message
    assert "such as 1205.5" in refused.value.message


def test_a_point_that_groups_or_not_is_asked_about_where_commas_are_decimal() -> None:
    with override("fr"), pytest.raises(UnreadableError) as refused:
        read_number("1.205")
    assert refused.value.found == "1.205"


def test_an_area_below_nought_is_refused() -> None:
    with override("en"), pytest.raises(UnreadableError, match="below nought"):
        read_number("\u22125")


def test_an_area_larger_than_the_earth_is_refused() -> None:
    with override("en"), pytest.raises(UnreadableError, match="larger than any country"):
        read_number("99999999999999")


def test_an_empty_field_is_no_number() -> None:
    assert read_number("  ") is None
    assert read_year("") is None


@pytest.mark.parametrize("typed", ["2O15", "15", "1899", "20155", "2015.5"])
def test_what_is_no_year_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError):
        read_year(typed)


@given(st.decimals(0, 10**12, places=6), st.sampled_from(["en", "fr", "es", "ru", "ar", "zh-hans"]))
def test_what_a_page_shows_is_read_back_the_same(value: Decimal, language: str) -> None:
    with override(language):
        assert read_number(write_number(value)) == value


@given(st.decimals(0, 10**12, places=6), st.sampled_from([".", ","]))
def test_a_page_written_in_one_language_is_read_in_another(value: Decimal, sign: str) -> None:
    with override("en"):
        assert read_number(write_number(value, sign), sign) == value

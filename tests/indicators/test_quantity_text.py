"""Numbers and dates as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from indicators import quantity_text

NBSP = "\xa0"


def _filtered(expression: str, value: object) -> str:
    source = "{% load quantities %}{{ value|" + expression + " }}"
    return Template(source).render(Context({"value": value}))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", f"1{NBSP}234{NBSP}567.50"),
        ("fr", f"1{NBSP}234{NBSP}567,50"),
        ("es", f"1{NBSP}234{NBSP}567,50"),
        ("ru", f"1{NBSP}234{NBSP}567,50"),
        ("ar", f"1{NBSP}234{NBSP}567,50"),
        ("zh-hans", "1,234,567.50"),
    ],
)
def test_a_number_has_the_separators_of_its_reader(language: str, expected: str) -> None:
    with translation.override(language):
        text = quantity_text.number(Decimal("1234567.5"), 2)

    assert text == expected


def test_an_area_is_written_in_both_units() -> None:
    assert _filtered("area", Decimal("1205")) == f"1{NBSP}205{NBSP}km²{NBSP}(120{NBSP}500{NBSP}ha)"


def test_a_missing_number_is_not_reported_and_never_nought() -> None:
    filters = ["number", "km2", "ha", "area", "percent", "points", "signed", "t_per_ha", "year"]

    texts = {_filtered(name, None) for name in filters}

    assert texts == {"not reported"}


def test_nought_is_a_number() -> None:
    assert _filtered("km2", 0) == f"0{NBSP}km²"


def test_a_float_shows_no_binary_noise() -> None:
    assert quantity_text.number(0.1 + 0.2, 1) == "0.3"
    assert quantity_text.number(0.1) == "0.1"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.00012345", "0.000123"),
        ("12.345", "12.35"),
        ("55", "55"),
        ("999.96", f"1{NBSP}000"),
        ("1e6", f"1{NBSP}000{NBSP}000"),
    ],
)
def test_about_four_figures_are_kept_when_nobody_asks_for_more(value: str, expected: str) -> None:
    assert quantity_text.number(Decimal(value)) == expected


def test_half_is_rounded_away_from_nought() -> None:
    assert quantity_text.number(Decimal("2.5"), 0) == "3"
    assert quantity_text.number(Decimal("-2.5"), 0) == "−3"


def test_a_difference_carries_its_sign() -> None:
    assert _filtered("signed", Decimal("12.4")) == "+12.4"
    assert _filtered("signed", Decimal("-3")) == "−3"
    assert _filtered("signed", Decimal("0")) == "0"


def test_a_difference_that_rounds_to_nought_has_no_sign() -> None:
    assert _filtered("signed:0", Decimal("-0.2")) == "0"


def test_a_sign_stays_before_its_number_in_arabic() -> None:
    with translation.override("ar"):
        assert quantity_text.number(Decimal("-5")) == "\u200e−5"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (999, f"999{NBSP}bytes"),
        (3_400_000, f"3.4{NBSP}MB"),
        (4_000_000_000, f"4.0{NBSP}GB"),
        (340_000_000, f"340{NBSP}MB"),
    ],
)
def test_the_size_of_a_file_is_written_in_its_own_unit(size: int, expected: str) -> None:
    assert quantity_text.bytes_size(size) == expected


def test_a_year_is_not_grouped() -> None:
    assert _filtered("year", 2015) == "2015"


def test_a_date_is_written_day_first_with_the_month_in_words() -> None:
    assert _filtered("day", date(2026, 3, 12)) == f"12{NBSP}March{NBSP}2026"
    with translation.override("fr"):
        assert _filtered("day", date(2026, 3, 12)) == f"12{NBSP}mars{NBSP}2026"


def test_a_moment_carries_its_time() -> None:
    value = datetime(2026, 3, 12, 14, 5, tzinfo=UTC)

    assert _filtered("moment", value) == f"12{NBSP}March{NBSP}2026, 14:05"

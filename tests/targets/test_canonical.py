import hashlib
import json
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from targets.canonical import canonical, decimal_text, sha256_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1205.000000"), "1205"),
        (Decimal("0.500"), "0.5"),
        (Decimal("-3.25"), "-3.25"),
        (Decimal("1.205E+3"), "1205"),
        (Decimal("0.000001"), "0.000001"),
        (Decimal("-0.00"), "0"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal(100), "100"),
    ],
)
def test_an_exact_number_has_one_form(value: Decimal, text: str) -> None:
    assert decimal_text(value) == text


def test_members_are_sorted_and_text_is_composed() -> None:
    decomposed = "Re\u0301publique"

    text = canonical({"b": 1, "a": decomposed})

    assert text == '{"a":"R\u00e9publique","b":1}'


def test_moments_are_written_in_utc() -> None:
    at = datetime(2026, 3, 12, 2, 30, tzinfo=timezone(timedelta(hours=3)))

    assert canonical([at, date(2026, 3, 12)]) == '["2026-03-11T23:30:00+00:00","2026-03-12"]'


def test_a_lone_surrogate_does_not_make_a_report_unsubmittable() -> None:
    text = canonical({"statement": "broken \ud800 text"})

    assert json.loads(text) == {"statement": "broken ? text"}
    assert len(sha256_of(text)) == 64


def test_other_plain_values_have_a_form() -> None:
    identity = uuid.UUID("12345678123456781234567812345678")

    assert canonical([identity, gettext_lazy("Draft"), None, True, 3, 1.5, (1, 2)]) == (
        '["12345678-1234-5678-1234-567812345678","Draft",null,true,3,1.5,[1,2]]'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_not_a_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no canonical form"):
        canonical(value)


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no canonical form"):
        canonical({1, 2})


_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False, places=6)
    | st.text()
    | st.datetimes(timezones=st.just(UTC))
)


@given(st.recursive(_leaves, lambda c: st.lists(c) | st.dictionaries(st.text(), c), max_leaves=20))
def test_reading_and_writing_again_changes_nothing(value: object) -> None:
    text = canonical(value)

    assert canonical(json.loads(text)) == text
    assert sha256_of(text) == hashlib.sha256(text.encode()).hexdigest()

"""Error pages in words, drawn even when nothing else works."""

import pytest
from django.template.loader import get_template
from django.utils import translation

NAMES = ["400.html", "403.html", "404.html", "500.html", "csrf_failure.html"]


@pytest.mark.parametrize("name", NAMES)
def test_an_error_page_needs_no_request(name: str) -> None:
    html = get_template(name).render()

    assert "<h1>" in html
    assert 'lang="en"' in html


@pytest.mark.parametrize("name", NAMES)
def test_an_error_page_is_mirrored_in_arabic(name: str) -> None:
    with translation.override("ar"):
        html = get_template(name).render()

    assert 'dir="rtl"' in html
    assert "bootstrap.rtl.min.css" in html


def test_a_reason_is_given_where_there_is_one() -> None:
    html = get_template("403.html").render({"exception": "Only <you> may."})

    assert "Only &lt;you&gt; may." in html

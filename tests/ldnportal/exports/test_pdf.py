"""PDF of a regional summary: its document always, its layout where the extra `pdf` is there."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from ldnportal.exports import pdf_file
from ldnportal.regions.summary import summarise
from tests.ldnportal.regions.region import Stage, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def words(html: str) -> str:
    """The text of a document without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_document_says_what_the_page_says(stage: Stage) -> None:
    with override("en"):
        html = pdf_file.region_html(summarise(stage.region, stage.cycle))

    text = words(html)
    assert "2 of 4 Parties have published a report." in text
    assert "not reported" in text
    assert "do not imply official endorsement" in text
    assert "Testland XCC" in text
    assert "url(#" in html, "the map with its hatching"


@pytest.mark.parametrize(
    "url",
    [
        "http://portal.invalid/static/../../settings.py",
        "http://portal.invalid/static/%2e%2e/%2e%2e/manage.py",
        "http://portal.invalid/static//etc/passwd",
        "http://portal.invalid/etc/passwd",
        "http://portal.invalid.example.org/static/css/pdf.css",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://portal.invalid/static/css/pdf.css",
        "http://portal.invalid/static/css/none.css",
        "data:text/css,*{}",
    ],
)
def test_nothing_but_our_own_static_files_is_fetched(url: str) -> None:
    with pytest.raises(Exception, match=r"static file|outside|located"):
        pdf_file.static_file(url)


def test_our_own_style_sheet_is_found() -> None:
    found = pdf_file.static_file("http://portal.invalid/static/css/pdf.css")

    assert "@page" in found.read_text()


def test_without_the_extra_a_sentence_says_so(
    client: Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_file, "is_available", lambda: False)

    response = client.get(reverse("region_file", args=["annex-i", "summary.pdf"]))

    assert response.status_code == 501
    assert "Print the page from your browser" in response.content.decode()


def test_with_the_extra_the_summary_is_a_pdf(client: Client, stage: Stage) -> None:
    pytest.importorskip("weasyprint", reason="the extra `pdf` (WeasyPrint) is not installed")

    response = client.get(reverse("region_file", args=["annex-i", "summary.pdf"]))

    assert response.status_code == 200
    content = response.getvalue()  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"

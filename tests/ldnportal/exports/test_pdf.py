"""PDF of a regional summary: its document always, its layout where the extra `pdf` is there."""

import re
from html import unescape

import pypdfium2
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
    assert "2 of 4 Parties" in text
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


@pytest.fixture
def pages(client: Client, stage: Stage) -> list[str]:
    """The text of each page of the file that the region's page offers."""
    response = client.get(reverse("region_file", args=["annex-i", "summary.pdf"]))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(response.getvalue())  # type: ignore[attr-defined]
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found


@pytest.mark.pdf
@pytest.mark.slow
def test_the_file_says_every_number_of_the_page(
    client: Client, stage: Stage, pages: list[str]
) -> None:
    html = client.get(reverse("region_detail", args=["annex-i"])).content.decode()
    html = re.sub(r"<figure.*?</figure>", "", html, flags=re.DOTALL)  # drawn, and not listed again
    cells = re.findall(r'<td class="num">([^<]+)</td>', html)

    printed = _plain("".join(pages))
    missing = [cell for cell in cells if _plain(cell) not in printed]

    assert len(cells) > 40
    assert missing == []
    assert _plain("do not imply official endorsement") in printed
    assert _plain("XDD") in printed, "who has not reported is named"


@pytest.mark.pdf
@pytest.mark.slow
def test_every_page_is_numbered_and_none_is_empty(pages: list[str]) -> None:
    assert len(pages) >= 3
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
        assert len(_plain(text)) > 150


@pytest.mark.pdf
@pytest.mark.slow
def test_the_map_is_drawn_with_its_classes_and_hatching(stage: Stage) -> None:
    """Pixels of the picture: the class of each Party, and both colours of the hatching."""
    content = pdf_file.region_pdf(summarise(stage.region, stage.cycle))

    document = pypdfium2.PdfDocument(content)
    seen: set[tuple[int, ...]] = set()
    for page in document:
        picture = page.render(scale=1.5).to_pil().convert("RGB")
        seen |= {colour for count, colour in picture.getcolors(1 << 24) if count > 20}
    document.close()

    assert _near(seen, "#f6e3f0"), "less than 5 % of XAA is degraded"
    assert _near(seen, "#75828a"), "hatching of who has not reported"


def _plain(text: str) -> str:
    """Letters and digits alone: lines break where the paper ends."""
    return re.sub(r"[^\w%.,]", "", unescape(text))


def _near(colours: set[tuple[int, ...]], wanted: str) -> bool:
    red, green, blue = (int(wanted[at : at + 2], 16) for at in (1, 3, 5))
    return any(max(abs(r - red), abs(g - green), abs(b - blue)) < 6 for r, g, b in colours)

"""PDF of a regional summary: the page on paper, where the extra `pdf` is installed.

WeasyPrint asks for style sheets and images through a fetcher of our own, which serves the
portal's static files and nothing else: no other host, and no file of the machine.
"""

from importlib.util import find_spec
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from indicators.charts.figure import render
from ldnportal.exports.disclaimer import disclaimer
from ldnportal.exports.paper_drawing import on_paper
from ldnportal.regions.page import parts_of
from ldnportal.regions.summary import Summary
from ldnportal.regions.words import coverage_words, figures_of

CONTENT_TYPE = "application/pdf"
_ORIGIN = "http://portal.invalid"  # never asked: the fetcher answers in its place
_STATIC = "/static/"


class PdfUnavailable(Exception):  # noqa: N818 - it says what is the case
    """This portal was installed without the extra `pdf`."""

    def __str__(self) -> str:
        return _(
            "This portal makes no PDF files: it was installed without its extra “pdf”. Print the"
            " page from your browser instead, or download the numbers in another format."
        )


def is_available() -> bool:
    """Return whether PDF files can be made here."""
    return find_spec("weasyprint") is not None


def static_file(url: str) -> Path:
    """Return the static file that an address of the document stands for.

    Raises ValueError for every address that is not one of our own static files.
    """
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != _ORIGIN or not parts.path.startswith(_STATIC):
        raise ValueError(f"{url} is not a static file of the portal.")
    found = finders.find(unquote(parts.path.removeprefix(_STATIC)))
    if not isinstance(found, str):
        raise ValueError(f"There is no static file {parts.path}.")
    return Path(found)


def region_pdf(summary: Summary) -> bytes:
    """Return the summary as a PDF file. Raises PdfUnavailable without the extra `pdf`."""
    return pdf_of(region_html(summary))


def pdf_of(html: str) -> bytes:
    """Lay a document out on paper. Raises PdfUnavailable without the extra `pdf`."""
    if not is_available():
        raise PdfUnavailable
    from weasyprint import HTML

    document = HTML(string=html, base_url=f"{_ORIGIN}/", url_fetcher=_fetcher())
    return bytes(document.write_pdf())


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFiles(URLFetcher):
        """Serves our static files; everything else is an error."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = static_file(url)
            kind = guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, BytesIO(path.read_bytes()), {"Content-Type": kind})

    return StaticFiles()


def region_html(summary: Summary) -> str:
    """The document that is laid out: coverage, then the parts of the page."""
    rtl = get_language_bidi()
    parts = [
        (part, [(chart, on_paper(render(chart), rtl=rtl)) for chart in part.charts.values()])
        for part in parts_of(summary)
    ]
    return render_to_string(
        "open_data/region_pdf.html",
        {
            "summary": summary,
            "coverage": coverage_words(summary),
            "figures": figures_of(summary),
            "made_on": timezone.localdate(),
            "language": get_language(),
            "direction": "rtl" if rtl else "ltr",
            "parts": parts,
            "disclaimer": disclaimer(),
        },
    )

"""Refusals in words: what was found, what was expected, what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.sandbox.refusal import Refusal, SandboxProblem

Catalogue = Mapping[str, Promise | str]

SANDBOX_SENTENCES: Catalogue = {
    SandboxProblem.OUT_OF_TIME: gettext_lazy(
        "Reading the file was stopped after %(seconds)s seconds. A file of its size is read much "
        "faster, so it may be damaged or needlessly large. Save it again with your GIS, cut to "
        "your country, and upload the new file."
    ),
    SandboxProblem.OUT_OF_MEMORY: gettext_lazy(
        "Reading the file needed more memory than a file may use. Save it again as a tiled "
        "GeoTIFF, or with fewer features for a vector file, and upload the new file."
    ),
    SandboxProblem.OUTPUT_TOO_LARGE: gettext_lazy(
        "What the file contains unpacks to more than a file may hold. Cut it to your country, or "
        "simplify it, and upload the new file."
    ),
    SandboxProblem.CRASHED: gettext_lazy(
        "The file made the reading program stop, which an undamaged file does not do. Open it "
        "with your GIS, save it again, and upload the new file."
    ),
    SandboxProblem.UNREADABLE: gettext_lazy(
        "The file could not be read; it seems to be damaged. Open it with your GIS, save it "
        "again, and upload the new file. The reading program said: %(detail)s"
    ),
    SandboxProblem.FORBIDDEN: gettext_lazy(
        "The file asked to read another file or to use the network, which a file may not do. "
        "Save it again as a single plain file and upload that."
    ),
}


def in_words(refusal: Refusal, catalogue: Catalogue) -> str:
    """The sentence for a refusal, in the reader's language.

    Looks in `catalogue` first and then among the sandbox's own sentences. A code that nobody
    knows, or facts that are missing (an older job row), still give a sentence.
    """
    template = catalogue.get(refusal.code) or SANDBOX_SENTENCES.get(refusal.code)
    words = {name: _spell(value) for name, value in refusal.params.items()}
    try:
        return str(template or "%(unknown)s") % words
    except KeyError:
        return _("The file was refused (%(code)s).") % {"code": refusal.code}


def _spell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_spell(part) for part in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        # Below five digits a number may be a year.
        return str(number_format(value, use_l10n=True, force_grouping=abs(value) >= 10_000))
    return "" if value is None else str(value)

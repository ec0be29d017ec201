"""Why a file of numbers, or one of its cells, was not taken, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.sandbox.refusal import Refusal, SandboxProblem
from countries.sandbox.sentences import Catalogue, in_words
from indicators.offline.bounds import FileProblem

_AGAIN = gettext_lazy(
    "The file could not be read; it seems to be damaged. Download the workbook again, copy your "
    "numbers into it, and upload that."
)
_TOO_MUCH = gettext_lazy(
    "The workbook has more in it than a report can hold (%(found)s; at most %(limit)s). Upload "
    "the workbook that was downloaded here, without further sheets."
)

SENTENCES: Catalogue = {
    FileProblem.TOO_LARGE: gettext_lazy(
        "The file has %(size)s MB; at most %(limit)s MB are taken. Remove what was added to it, "
        "such as pictures, and upload it again."
    ),
    FileProblem.UNKNOWN: gettext_lazy(
        "This is neither a workbook (XLSX), nor a table (CSV), nor a summary of Trends.Earth "
        "(JSON). Save it as one of these and upload that."
    ),
    FileProblem.BROKEN: _AGAIN,
    FileProblem.NAMES: _AGAIN,
    FileProblem.UNPACKS: gettext_lazy(
        "The workbook unpacks to more than %(limit)s MB, which no report needs. Download it "
        "again, copy your numbers into it, and upload that."
    ),
    FileProblem.ENTITIES: gettext_lazy(
        "The workbook holds declarations that spreadsheet programs do not write and that can do "
        "harm. Open it in a spreadsheet program, save it again as XLSX, and upload that."
    ),
    FileProblem.TOO_MUCH: _TOO_MUCH,
    FileProblem.NO_KEYS: gettext_lazy(
        "This workbook was not downloaded here, or its hidden sheet of keys is gone, so its "
        "cells cannot be told apart. Download the workbook of your report, fill it in, and "
        "upload that."
    ),
    FileProblem.FOREIGN: gettext_lazy(
        "This file belongs to the report %(found)s; this is the report %(expected)s. Upload it "
        "there, or download the file of this report."
    ),
    FileProblem.NO_JSON: gettext_lazy(
        "The file could not be read as JSON. Upload the summary as Trends.Earth wrote it, unedited."
    ),
    FileProblem.NO_SUMMARY: gettext_lazy(
        "This is JSON, but not a summary of land condition by Trends.Earth: it lacks "
        "“land_condition”. Upload the file summary.json that the tool “SDG 15.3.1” writes."
    ),
    FileProblem.DROUGHT: gettext_lazy(
        "This is a summary of drought by Trends.Earth. It has no numbers on land condition. "
        "Upload the file summary.json that the tool “SDG 15.3.1” writes."
    ),
    FileProblem.AFFECTED: gettext_lazy(
        "This summary covers the affected areas only, and this record is of the whole country. "
        "Run Trends.Earth for the whole country and upload that summary."
    ),
    FileProblem.NO_PERIOD: gettext_lazy(
        "No period of the file (%(found)s) is a period of this report (%(expected)s). Run "
        "Trends.Earth with the years of this report and upload that summary."
    ),
    FileProblem.NO_TABLE: gettext_lazy(
        "The file holds no table of this report. Each table starts with a cell such as "
        "“%(expected)s”; download the tables again and keep that cell."
    ),
    FileProblem.UNIT: gettext_lazy(
        "The file gives areas in “%(found)s”, expected were sq km or ha. Nothing was read from it."
    ),
    SandboxProblem.OUT_OF_MEMORY: _AGAIN,
    SandboxProblem.OUT_OF_TIME: _AGAIN,
    SandboxProblem.CRASHED: _AGAIN,
    SandboxProblem.UNREADABLE: _AGAIN,
    SandboxProblem.OUTPUT_TOO_LARGE: _AGAIN,
}


def refusal_sentence(refusal: Refusal) -> str:
    """The sentence for a file that was refused, in the reader's language."""
    return in_words(refusal, SENTENCES)


def cell_sentence(kind: str, text: str) -> str:
    """Why a cell whose content is of this kind cannot be a number or an answer."""
    if kind == "f":
        return _(
            "“%(found)s” is a formula without a result. Open the workbook in a spreadsheet "
            "program and save it, or write the number."
        ) % {"found": text}
    if kind == "e":
        return _("The spreadsheet shows the error %(found)s. Write the number.") % {"found": text}
    if kind == "d":
        return _("“%(found)s” is a date. Format the cell as a number and write it again.") % {
            "found": text
        }
    return _("“%(found)s” is neither a number nor text. Write the number.") % {"found": text}

"""The catalogues: compiled without gettext, the Convention's terms exact, gaps reported."""

import csv
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import override

from countries.glossary import TERMS
from ldnportal.translations import (
    catalogue_path,
    compile_catalogue,
    gaps_of,
    languages,
    read_catalogue,
)
from tests.conftest import REPOSITORY

GLOSSARY = REPOSITORY / "countries" / "data" / "glossary.csv"
CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Party"
msgstr "Partie"

#, fuzzy
msgid "Measure"
msgstr "Mesurer"

msgid "Target"
msgstr ""

msgid "%(n)s code"
msgid_plural "%(n)s codes"
msgstr[0] "%(n)s code"
msgstr[1] ""
"""
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def _glossary() -> list[dict[str, str]]:
    with GLOSSARY.open(newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "xx" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE)
    return path


@pytest.mark.parametrize("term", _glossary(), ids=lambda term: term["key"])
def test_a_term_of_the_glossary_is_translated_exactly(term: dict[str, str]) -> None:
    shown = {}
    for code in ("en", "fr", "es", "ru", "ar", "zh"):
        with override("zh-hans" if code == "zh" else code):
            shown[code] = str(TERMS[term["key"]])

    assert shown == {code: term[code] for code in shown}


def test_the_glossary_and_the_terms_in_the_code_are_the_same() -> None:
    assert [term["key"] for term in _glossary()] == list(TERMS)


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_keeps_the_places_where_names_are_filled_in(language: str) -> None:
    wrong = []
    for message in read_catalogue(catalogue_path(language)):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = set(_PLACEHOLDER.findall(" ".join(ids)))
        for string in strings:
            found = set(_PLACEHOLDER.findall(string))
            # A plural may say "one code" without a number, but never fill in what is not there.
            whole = found == wanted or (len(ids) > 1 and found <= wanted)
            if message.id and string and not whole:
                wrong.append((ids[0], string))

    assert wrong == []


@pytest.mark.parametrize("language", languages())
def test_nothing_is_guessed(language: str) -> None:
    assert gaps_of(language).fuzzy == ()


@pytest.mark.parametrize("language", languages())
def test_the_frame_of_every_page_and_the_sign_in_are_translated(language: str) -> None:
    ours = re.compile(r"templates/(account|mfa|base)|countries/(roles|forms/people)")
    missing = set(gaps_of(language).missing)

    left = [
        message.id
        for message in read_catalogue(catalogue_path(language))
        if any(ours.match(place) for place, _line in message.locations)
        and (message.id if isinstance(message.id, str) else message.id[0]) in missing
    ]

    assert left == []


def test_a_catalogue_is_compiled_once(catalogue: Path) -> None:
    first = compile_catalogue(catalogue)
    written = catalogue.with_suffix(".mo").stat().st_mtime_ns

    second = compile_catalogue(catalogue)

    assert (first, second) == (True, False)
    assert catalogue.with_suffix(".mo").stat().st_mtime_ns == written


def test_a_guessed_or_missing_text_stays_english(catalogue: Path, settings: Any) -> None:
    from gettext import GNUTranslations

    compile_catalogue(catalogue)

    with catalogue.with_suffix(".mo").open("rb") as compiled:
        texts = GNUTranslations(compiled)
    assert [texts.gettext(text) for text in ("Party", "Measure", "Target")] == [
        "Partie",
        "Measure",
        "Target",
    ]


def test_gaps_are_counted(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldnportal.translations.catalogue_path", lambda language: catalogue)

    gaps = gaps_of("xx")

    assert (gaps.total, gaps.missing, gaps.fuzzy) == (4, ("Target", "%(n)s code"), ("Measure",))


def test_the_report_changes_nothing() -> None:
    paths = [catalogue_path(language) for language in languages()]
    before = [path.read_bytes() for path in paths]
    out = StringIO()

    call_command("messages", "--check", stdout=out)

    assert [path.read_bytes() for path in paths] == before
    assert len(out.getvalue().splitlines()) == len(settings.LANGUAGES) - 1

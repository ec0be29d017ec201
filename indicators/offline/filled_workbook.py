"""A workbook that came back: which of its cells were changed, and into what."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from countries.sandbox import Refusal
from countries.spreadsheet_text import plain
from indicators.baseline.keys import Key
from indicators.baseline.reading import decimal_sign
from indicators.baseline.record import Record
from indicators.offline.arrival import Arrival, Field, Unread, known_fields
from indicators.offline.bounds import FileProblem
from indicators.offline.keys_sheet import Cells, Keys, Place
from indicators.offline.sentences import cell_sentence
from indicators.offline.texts import answer_label, same_number

WORKBOOK = "workbook"
_READABLE = ("n", "s")


def read_filled(record: Record, keys: Keys, sheets: Mapping[str, Cells]) -> Arrival:
    """Compare a workbook with what it held when it was downloaded.

    Raises Refusal for a workbook of another report.
    """
    report = record.report
    expected = f"{report.party.iso3} {report.cycle.year}"
    if f"{keys.iso3} {keys.year}" != expected:
        raise Refusal(FileProblem.FOREIGN, found=f"{keys.iso3} {keys.year}", expected=expected)
    arrival = Arrival(WORKBOOK, versions=keys.versions)
    language = keys.language if keys.language in dict(settings.LANGUAGES) else "en"
    known = known_fields(record)
    for place in keys.places:
        if place.path in known:
            _cell(arrival, known[place.path], place, sheets.get(place.sheet), language)
    return arrival


def _cell(arrival: Arrival, known: Field, place: Place, cells: Cells | None, language: str) -> None:
    if cells is None or plain(cells.get(_head_of(place), ("s", ""))[1]) != place.head:
        arrival.unread.append(Unread(str(place), place.head, _moved()))
        return
    kind, text = cells.get(place.cell, ("s", ""))
    text = plain(text)
    if kind not in _READABLE:
        arrival.unread.append(Unread(str(place), text, cell_sentence(kind, text)))
        return
    with override(language):
        unchanged = _is_unchanged(known, place.held, text)
        sign = decimal_sign()
    if not unchanged:
        _offer(arrival, known, place, (kind, text, sign), language)


def _offer(
    arrival: Arrival, known: Field, place: Place, found: tuple[str, str, str], language: str
) -> None:
    kind, text, sign = found
    if isinstance(known, Key):
        arrival.offer(known, str(place), kind, text, sign)
        return
    with override(language):  # its lists are in the language of the download
        arrival.offer(known, str(place), kind, text)


def _is_unchanged(known: Field, held: str, text: str) -> bool:
    if isinstance(known, Key):
        return text.strip() == held.strip() or same_number(held, text)
    return text.strip() in (held.strip(), answer_label(known, held).strip())


def _head_of(place: Place) -> str:
    return f"A{place.cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"


def _moved() -> str:
    return _(
        "The row is no longer where the workbook had it, so this cell was left out. Put rows and "
        "sheets back in their places, or enter this number on the page."
    )

"""Targets, measures and every list leave as a workbook and come back through the preview."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from countries.models import AuditEvent, Party, User
from indicators.models import PendingImport, Report
from targets.actions import promises as actions
from targets.models import Entry, Measure, MeasureProgress, Quantity, Target
from targets.offline.sheets import BOOKS, SHEETS
from targets.promises.fields import SEPARATOR
from targets.records.registry import RECORD_TYPES
from tests.targets.offline.promise_books import Book, changes, confirm
from tests.targets.promises.promise_making import (
    make_measure,
    make_ready_party,
    make_target,
    square,
)
from tests.targets.records.entry_making import make_entry
from tests.targets.records.test_record_pages import samples

pytestmark = pytest.mark.django_db
TARGET = {
    "statement.en": "=Restore the hills",
    "statement.fr": "Restaurer les collines\nd'ici à 2030",
    "statement.ar": "استعادة التلال",
    "hierarchy": "avoid|reverse",
    "land_types": "tree-covered|wetland",
    "adopted_in": "ldn_tsp",
    "adopted_year": "2017",
    "commitments": "ndc|gbf_2",
    "sdgs": "13|15",
    "place": "-The hills",
    "evidence": "A survey",
    "revision_reason": "@none",
    "geometry": square(10.2, 10.2, 0.5),
    "quantities.0.kind": "area",
    "quantities.0.value": "882.86",
    "quantities.0.area_unit": "km2",
    "quantities.0.target_year": "2030",
    "quantities.1.kind": "rate",
    "quantities.1.indicator": "carbon_stocks",
    "quantities.1.from_value": "3",
    "quantities.1.to_value": "1234567890123.456789",
    "quantities.1.unit": "% per year",
    "quantities.2.kind": "halt",
    "quantities.2.what": "+illegal mining",
}
MEASURE = {
    "title": "Stone terraces",
    "description": "Two lines\nof text",
    "targets": "1",
    "hierarchy": "reverse",
    "slm_group": "cross_slope",
    "drivers": "grazing-management|demographic",
    "start_year": "2020",
    "area": "12.5",
    "area_unit": "ha",
    "cost": "1200000.5",
    "currency": "USD",
    "funding_ldn_fund": "200000",
    "co_benefits": "water|gender",
    "lessons": "Begin above.",
}


@pytest.fixture
def ready(client: Any) -> tuple[Party, User]:
    party, user = make_ready_party()
    client.force_login(user)
    return party, user


@pytest.fixture
def full(ready: tuple[Party, User]) -> tuple[Party, User]:
    """One of everything, with every field filled in."""
    make_target(*ready, TARGET)
    measure = make_measure(*ready, MEASURE)
    for key, kind in RECORD_TYPES.items():
        make_entry(*ready, key, **samples(kind))
    MeasureProgress.objects.create(
        measure=measure, number=1, date="2026-01-31", status="under_way", entered_area=5
    )
    return ready


def everything() -> list[Any]:
    """What is saved, to compare before and after."""
    rows: list[Any] = [
        list(model._default_manager.order_by("pk").values())
        for model in (Target, Quantity, Measure, MeasureProgress, Entry)
    ]
    return rows


# ---- Out ----


@pytest.mark.parametrize("book", ["promises", *BOOKS])
def test_every_list_has_a_workbook_and_an_unchanged_one_changes_nothing(
    client: Any, full: tuple[Party, User], book: str
) -> None:
    before = everything()

    page = Book(client, book).upload()

    assert "Nothing would change" in page.content.decode()
    assert PendingImport.objects.get().content["unread"] == []
    assert everything() == before


def test_the_workbook_of_everything_has_a_sheet_for_every_list(
    client: Any, full: tuple[Party, User]
) -> None:
    book = Book(client)

    assert set(book.titles) == {
        "targets", "quantities", "revisions", "measures", "progress", *RECORD_TYPES,
    }  # fmt: skip
    for key in book.titles:
        if key != "revisions":
            assert len(book.lines(key)) >= 1, key


def test_ids_keys_and_what_is_worked_out_are_locked_and_out_of_sight(
    client: Any, full: tuple[Party, User]
) -> None:
    book = Book(client, "targets")
    sheet, line = book.sheet("targets"), book.lines("targets")["targets.1"]

    assert sheet.protection.sheet
    assert all(sheet.column_dimensions[column].hidden for column in "ABC")
    assert sheet.row_dimensions[1].hidden
    assert book.book["_keys"].sheet_state == "veryHidden"
    assert book.cell("targets", line, "number").protection.locked
    assert book.cell("targets", line, "polygon_km2").protection.locked
    assert float(book.cell("targets", line, "polygon_km2").value) > 3000
    assert not book.cell("targets", line, "statement.en").protection.locked
    quantity = book.lines("quantities")["targets.1.quantities.0"]
    assert book.cell("quantities", quantity, "of").value == 1
    assert book.cell("quantities", quantity, "value").value == 882.86


def test_one_answer_is_chosen_from_a_list_and_several_are_named_above(
    client: Any, full: tuple[Party, User]
) -> None:
    book = Book(client, "targets")
    sheet = book.sheet("targets")
    column = book.cell("targets", 5, "status").column_letter

    ranges = [str(v.sqref) for v in sheet.data_validations.dataValidation if v.type == "list"]

    assert any(found.startswith(f"{column}4:{column}") for found in ranges)
    assert "Avoid; Reduce; Reverse" in book.cell("targets", 3, "hierarchy").value
    assert book.cell("targets", 4, "hierarchy").value == "Avoid; Reverse"


def test_no_text_of_a_person_is_a_formula(client: Any, full: tuple[Party, User]) -> None:
    book = Book(client)

    for key in book.titles:
        for row in book.sheet(key).iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@")), cell.value


def test_no_label_holds_what_stands_between_answers() -> None:
    for code in ("en", "fr", "es", "ru", "ar", "zh-hans"):
        with override(code):
            for sheet in SHEETS.values():
                for field in sheet.fields:
                    labels = [str(label) for _key, label in field.choices]
                    assert not any({";", SEPARATOR, "\n"} & set(label) for label in labels)
                    if field.choices:
                        assert len({label.casefold() for label in labels}) == len(labels), field


def test_a_workbook_takes_as_many_queries_for_many_rows_as_for_one(
    client: Any, full: tuple[Party, User], django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    Book(client)
    with CaptureQueriesContext(connection) as few:
        Book(client)
    for _number in range(5):
        make_target(*full, TARGET)
        make_measure(*full, MEASURE)
        make_entry(*full, "projects", title="Dunes", geometry=square(10.2, 10.2, 0.5))

    with django_assert_num_queries(len(few)):
        Book(client)


# ---- In ----


def test_nothing_is_saved_before_it_is_confirmed(client: Any, full: tuple[Party, User]) -> None:
    before = everything()
    book = Book(client)
    book.put("targets", "targets.1", "status", "Achieved")

    page = book.upload()

    assert changes(page) == {"targets.1.status": ("Ongoing", "Achieved")}
    assert "Where the numbers come from" not in page.content.decode()
    assert everything() == before


def test_changed_cells_of_every_sheet_are_applied(client: Any, full: tuple[Party, User]) -> None:
    book = Book(client)
    book.put("targets", "targets.1", "statement.en", "Restore all hills")
    book.put("targets", "targets.1", "hierarchy", "Reverse")
    book.put("targets", "targets.1", "adopted_in", None)
    book.put("quantities", "targets.1.quantities.0", "value", 900.25)
    book.put("measures", "measures.1", "cost", 7)
    book.put("measures", "measures.1", "drivers", "Demographic; climate-change")
    book.put("finance", "finance.1", "first_year", 2026)
    book.put("workshops", "workshops.1", "held_on", "2026-05-01")

    page = book.upload()
    shown = changes(page)
    answer = confirm(client, page)

    assert shown["targets.1.quantities.0.value"] == ("882.9", "900.3")
    assert shown["measures.1.drivers"][1] == "Climate change, Demographic"
    assert answer.status_code == 302
    target, measure = Target.objects.get(), Measure.objects.get()
    assert target.statements["en"] == "Restore all hills"
    assert target.statements["fr"] == TARGET["statement.fr"]
    assert (target.hierarchy, target.adopted_in) == (["reverse"], "")
    assert Quantity.objects.get(order=0).value == Decimal("900.25")
    assert Quantity.objects.get(order=0).area_km2 == Decimal("900.25")
    assert measure.details["cost"] == "7.000000"
    assert measure.drivers == ["climate-change", "demographic"]
    assert Entry.objects.get(kind="finance").answers["first_year"] == 2026
    assert Entry.objects.get(kind="workshops").answers["held_on"] == "2026-05-01"
    assert not PendingImport.objects.exists()
    assert AuditEvent.objects.filter(kind="import.applied").count() == 1
    assert AuditEvent.objects.filter(kind="measure.saved").exists()


def test_only_what_is_ticked_is_applied(client: Any, full: tuple[Party, User]) -> None:
    book = Book(client)
    book.put("finance", "finance.1", "title", "Other")
    book.put("finance", "finance.1", "amount", 5)

    confirm(client, book.upload(), take=["finance.1.amount"])

    answers = Entry.objects.get(kind="finance").answers
    assert answers["title"] == "Said of title"
    assert Decimal(answers["amount"]) == 5


def test_new_rows_become_drafts_and_may_name_each_other(
    client: Any, ready: tuple[Party, User]
) -> None:
    make_target(*ready, {"statement.en": "Here already"})
    book = Book(client)
    book.add("targets", {"number": 7, "statement.en": "New", "scope": "Subnational"})
    book.add("quantities", {"of": 7, "kind": "Area", "value": 12, "target_year": 2030})
    book.add("quantities", {"of": 1, "kind": "halt", "what": "mining"})
    book.add("measures", {"title": "Belt", "targets": "1; 7", "number": 3})
    book.add("progress", {"of": 3, "date": "2026-02-01", "status": "Under way", "area": 4})
    book.add("finance", {"title": "Seed", "direction": "Need", "targets": "7", "measures": 3})

    page = book.upload()
    confirm(client, page)

    assert PendingImport.objects.count() == 0
    new = Target.objects.get(number=2)
    assert (new.statements, new.scope) == ({"en": "New"}, "subnational")
    assert [(q.kind, q.value, q.unit) for q in new.quantities.all()] == [("area", 12, "ha")]
    assert Target.objects.get(number=1).quantities.get().what == "mining"
    measure = Measure.objects.get()
    assert (measure.number, measure.title) == (1, "Belt")
    assert {t.number for t in measure.targets.all()} == {1, 2}
    done = MeasureProgress.objects.get()
    assert (str(done.date), done.status, done.area_km2) == (
        "2026-02-01",
        "under_way",
        Decimal("0.04"),
    )
    entry = Entry.objects.get()
    assert (entry.answers["targets"], entry.answers["measures"]) == ([2], [1])
    assert AuditEvent.objects.filter(kind="progress.reported").exists()


def test_what_somebody_changed_since_is_shown_and_kept_unless_ticked(
    client: Any, full: tuple[Party, User]
) -> None:
    book = Book(client)
    book.put("measures", "measures.1", "title", "From the file")
    book.put("measures", "measures.1", "lessons", "New lessons")
    measure = Measure.objects.get()
    actions.save(measure, {"title": "From the page"}, version=measure.version, by=full[1])

    page = book.upload()
    text = page.content.decode()
    confirm(client, page)

    assert changes(page)["measures.1.title"] == ("From the page", "From the file")
    assert "Changed since" in text
    assert 'value="measures.1.title" checked' not in text
    saved = Measure.objects.get()
    assert (saved.title, saved.details["lessons"]) == ("From the page", "New lessons")


def test_a_conflict_that_is_ticked_is_applied(client: Any, full: tuple[Party, User]) -> None:
    book = Book(client)
    book.put("measures", "measures.1", "title", "From the file")
    measure = Measure.objects.get()
    actions.save(measure, {"title": "From the page"}, version=measure.version, by=full[1])

    confirm(client, book.upload(), take=["measures.1.title"])

    assert Measure.objects.get().title == "From the file"


def test_what_somebody_else_changed_and_the_file_did_not_is_no_change(
    client: Any, full: tuple[Party, User]
) -> None:
    book = Book(client)
    measure = Measure.objects.get()
    actions.save(measure, {"title": "From the page"}, version=measure.version, by=full[1])

    assert "Nothing would change" in book.upload().content.decode()


def test_what_is_saved_while_one_looks_is_not_overwritten(
    client: Any, full: tuple[Party, User]
) -> None:
    book = Book(client)
    book.put("measures", "measures.1", "title", "From the file")
    book.put("finance", "finance.1", "title", "Also from the file")
    page = book.upload()
    measure = Measure.objects.get()
    actions.save(measure, {"title": "From the page"}, version=measure.version, by=full[1])

    answer = confirm(client, page)

    assert answer.status_code == 409
    assert Measure.objects.get().title == "From the page"
    assert Entry.objects.get(kind="finance").answers["title"] == "Said of title", "all or nothing"
    assert "From the page" in answer.content.decode()


@pytest.mark.parametrize(
    ("sheet", "row", "path", "value", "said"),
    [
        ("quantities", "targets.1.quantities.0", "value", "a lot", "could not be read as a number"),
        ("targets", "targets.1", "adopted_year", "soon", "could not be read as a year"),
        ("targets", "targets.1", "status", "Perhaps", "is not one of the answers"),
        ("measures", "measures.1", "targets", "1; 9", "is not the number of a target"),
        ("measures", "measures.1", "currency", "Dollars", "is not the code of a currency"),
        ("finance", "finance.1", "amount", "=1/0", "formula without a result"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_place_and_left(
    client: Any,
    full: tuple[Party, User],
    sheet: str,
    row: str,
    path: str,
    value: object,
    said: str,
) -> None:
    before = everything()
    book = Book(client)
    book.put(sheet, row, path, value)

    page = book.upload()

    assert "1 cell could not be read" in page.content.decode()
    [cell] = PendingImport.objects.get().content["unread"]
    assert said in cell["sentence"]
    assert f", line {book.lines(sheet)[row]}" in cell["place"]
    assert everything() == before


def test_what_could_not_be_read_on_the_page_is_no_change_of_the_file(
    client: Any, ready: tuple[Party, User]
) -> None:
    make_entry(*ready, "finance", title="Seed", amount="a lot", direction="maybe")

    page = Book(client).upload()

    assert "Nothing would change" in page.content.decode()
    assert PendingImport.objects.get().content["unread"] == []


def test_rows_that_are_gone_or_belong_to_nothing_are_said(
    client: Any, full: tuple[Party, User]
) -> None:
    book = Book(client)
    book.put("finance", "finance.1", "title", "Other")
    book.add("quantities", {"of": 99, "kind": "halt"})
    book.add("progress", {"of": 1, "area": 5})
    actions.remove(Entry.objects.get(kind="finance"), by=full[1])

    page = book.upload()

    sentences = [cell["sentence"] for cell in PendingImport.objects.get().content["unread"]]
    assert changes(page) == {}
    assert any("no longer, one of the report" in words for words in sentences)
    assert any("does not say which target" in words for words in sentences)
    assert any("needs a date and a status" in words for words in sentences)


def test_a_deleted_row_stays_in_the_portal(client: Any, full: tuple[Party, User]) -> None:
    book = Book(client)
    book.sheet("finance").delete_rows(book.lines("finance")["finance.1"])

    assert "Nothing would change" in book.upload().content.decode()
    assert Entry.objects.filter(kind="finance").current().exists()


def test_a_workbook_in_another_language_is_read_in_its_own(
    client: Any, full: tuple[Party, User], settings: Any
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    with override("fr"):
        label = str(dict(Target._meta.get_field("status").choices or ())["achieved"])
    book = Book(client)
    book.put("targets", "targets.1", "status", label)
    book.put("quantities", "targets.1.quantities.0", "value", "900,5")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    page = book.upload()

    assert label != "Achieved"
    assert changes(page) == {
        "targets.1.status": ("Ongoing", "Achieved"),
        "targets.1.quantities.0.value": ("882.9", "900.5"),
    }


def test_a_preview_of_very_many_cells_is_applied(client: Any, ready: tuple[Party, User]) -> None:
    rows = [
        Entry(party=ready[0], kind="stakeholders", number=n, answers={"name": f"Group {n}"})
        for n in range(1, 601)
    ]
    Entry.objects.bulk_create(rows)
    book = Book(client, "stakeholders")
    for row_id in book.lines("stakeholders"):
        book.put("stakeholders", row_id, "role", "Adviser")
        book.put("stakeholders", row_id, "sector", "Land")

    answer = confirm(client, book.upload())

    assert answer.status_code == 302
    assert Entry.objects.filter(answers__role="Adviser", answers__sector="Land").count() == 600


def test_the_workbook_of_another_party_is_refused(client: Any, full: tuple[Party, User]) -> None:
    book = Book(client)
    book.book["_keys"]["C1"].value = "XBB"

    page = book.upload()

    assert "This file belongs to the report XBB 2026" in page.content.decode()
    assert not PendingImport.objects.exists()


def test_a_workbook_without_its_keys_is_refused(client: Any, full: tuple[Party, User]) -> None:
    book = Book(client)
    del book.book["_keys"]

    assert "hidden sheet of keys is gone" in book.upload().content.decode()


def test_a_locked_report_applies_nothing(client: Any, full: tuple[Party, User]) -> None:
    book = Book(client)
    book.put("finance", "finance.1", "title", "Other")
    page = book.upload()
    Report.objects.update(state="submitted", state_changed_at=timezone.now())

    confirm(client, page)

    assert Entry.objects.get(kind="finance").answers["title"] == "Said of title"


def test_a_change_takes_the_confirmation_of_a_business_commitment_back(
    client: Any, full: tuple[Party, User]
) -> None:
    actions.confirm(Entry.objects.get(kind="business"), by=full[1])
    book = Book(client, "business")
    book.put("business", "business.1", "organization", "Cotton and Sons")

    confirm(client, book.upload())

    assert Entry.objects.get(kind="business").confirmed_at is None


def test_every_list_leads_to_its_workbook(client: Any, full: tuple[Party, User]) -> None:
    names = ["target_list", "measure_list"]
    addresses = [(name.split("_")[0] + "s", reverse(name, args=["XAA"])) for name in names]
    addresses += [(key, reverse("record_list", args=["XAA", key])) for key in RECORD_TYPES]
    offline = client.get(reverse("offline", args=["XAA", 2026])).content.decode()

    for key, address in addresses:
        link = reverse("promise_workbook", args=["XAA", key])
        assert link in client.get(address).content.decode()
        assert link in offline
    assert reverse("promise_workbook", args=["XAA", "promises"]) in offline

"""The workbook: out with the Party's numbers, in through a preview, applied when confirmed."""

from decimal import Decimal
from typing import Any

import pytest

from countries.models import AuditEvent
from indicators.actions.baseline import use_run
from indicators.models import Observation, Origin, PendingImport, ReportState
from tests.factories import make_cycle, make_party, make_report, make_user
from tests.indicators.baseline.record_making import (
    make_run,
    make_worked_report,
    post_section,
    w1_land_cover,
    w1_profile,
    w1_summary,
)
from tests.indicators.offline.workbooks import (
    as_bytes,
    cell_of,
    confirm,
    download,
    offline_url,
    pending,
    places,
    send,
    upload,
)

pytestmark = pytest.mark.django_db
CROPLAND = "land_cover.area.2015.cropland"
LAND = "profile.area.2000.land"
MEANING = "land_cover.meaning.tree-covered.cropland"


@pytest.fixture
def filled(client: Any) -> Any:
    """W1 as typed on the pages, and its focal point signed in."""
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", w1_profile())
    post_section(client, report, "land_cover", w1_land_cover())
    return report


# ---- Out ----


def test_a_workbook_holds_the_numbers_and_locks_what_is_derived(client: Any, filled: Any) -> None:
    book = download(client, filled)

    assert cell_of(book, CROPLAND).value == 260
    assert cell_of(book, CROPLAND).protection.locked is False
    sheet = book["Country profile"]
    assert sheet.protection.sheet is True
    country = next(row for row in sheet.iter_rows() if row[0].value == "Country area")
    assert (country[1].value, country[1].protection.locked) == (1235, True)


def test_choices_are_lists_and_keys_are_out_of_sight(client: Any, filled: Any) -> None:
    book = download(client, filled, "land_cover")

    cell = cell_of(book, MEANING)
    lists = [
        v for v in book[cell.parent.title].data_validations.dataValidation if cell.coordinate in v
    ]
    assert [v.type for v in lists] == ["list"]
    assert book["_keys"].sheet_state == "veryHidden"
    assert book.sheetnames[0] == "How to fill this in"
    assert "0.5 %" in " ".join(str(c.value) for (c,) in book.worksheets[0].iter_rows(max_col=1))


def test_a_section_alone_and_everything_are_offered(client: Any, filled: Any) -> None:
    alone, everything = places(download(client, filled, "carbon")), places(download(client, filled))

    assert {path.partition(".")[0] for path in alone} == {"carbon"}
    assert set(alone) < set(everything)
    assert len({p.partition(".")[0] for p in everything}) == 5


def test_text_that_a_spreadsheet_would_run_goes_out_as_text_and_comes_back_whole(
    client: Any, filled: Any
) -> None:
    comment = "=HYPERLINK(1)"
    post_section(client, filled, "profile", {"profile.comment": comment})

    book = download(client, filled, "profile")
    answer = upload(client, filled, as_bytes(book))

    assert cell_of(book, "profile.comment").value == f"'{comment}"
    assert "Nothing would change" in client.get(answer.url).content.decode()


def test_a_negative_number_in_a_locked_cell_stays_a_number(client: Any, filled: Any) -> None:
    use_run(filled, make_run(filled.party, filled.cycle, w1_summary()), by=None, replace=[])
    book = download(client, filled, "carbon")

    values = [c.value for row in book["Carbon stocks"].iter_rows() for c in row]
    assert -10 in values


def test_a_workbook_takes_few_queries(
    client: Any, filled: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        download(client, filled)


# ---- In ----


def test_an_untouched_workbook_changes_nothing(client: Any, filled: Any) -> None:
    page = send(client, filled, {})

    assert "Nothing would change" in page.content.decode()


def test_an_untouched_workbook_of_computed_numbers_changes_nothing(client: Any) -> None:
    party, report, user = make_worked_report()
    summary = w1_summary()
    summary["periods"]["baseline"]["land_cover_by_year"]["2015"]["cropland"] = 260.123456
    use_run(report, make_run(party, report.cycle, summary), by=user)
    client.force_login(user)

    page = send(client, report, {})

    assert "Nothing would change" in page.content.decode()


def test_the_round_trip_applies_numbers_and_answers_as_national(client: Any, filled: Any) -> None:
    # Arrange
    changes = {CROPLAND: 262.5, LAND: "1206", MEANING: "0 stable", "profile.comment": "Checked."}

    # Act
    page = send(client, filled, changes)
    text = page.content.decode()
    before = Observation.objects.get(indicator="land_cover", year=2015, category="cropland").value
    answer = confirm(client, page)

    # Assert
    assert "Land cover!" in text
    assert "+2.50" in text
    assert before == 260
    assert answer.status_code == 302
    row = Observation.objects.get(indicator="land_cover", year=2015, category="cropland")
    assert (row.value, row.origin) == (Decimal("262.5"), Origin.NATIONAL)
    answers = filled.sections.get(key="land_cover").answers
    assert answers[MEANING] == "0"
    assert filled.sections.get(key="profile").answers["profile.comment"] == "Checked."
    assert not PendingImport.objects.exists()
    assert AuditEvent.objects.filter(kind="import.applied").count() == 1


def test_nothing_is_applied_before_it_is_confirmed(client: Any, filled: Any) -> None:
    versions = dict(filled.sections.values_list("key", "version"))

    send(client, filled, {CROPLAND: 262})

    assert dict(filled.sections.values_list("key", "version")) == versions


def test_only_what_is_ticked_is_applied(client: Any, filled: Any) -> None:
    page = send(client, filled, {CROPLAND: 262, LAND: 1206})

    confirm(client, page, take=[LAND])

    values = dict(Observation.objects.values_list("indicator", "value").filter(category="land"))
    assert values["profile"] in (1205, 1206)
    assert Observation.objects.get(category="cropland", year=2015, measure="area").value == 260
    assert Observation.objects.get(category="land", year=2000).value == 1206


def test_a_source_given_with_the_file_goes_to_its_numbers(client: Any, filled: Any) -> None:
    page = send(client, filled, {CROPLAND: 262})
    source = {"source-source_title": "Survey 2024", "source-comment": "Counted again."}

    confirm(client, page, **source)

    row = Observation.objects.get(category="cropland", year=2015, measure="area")
    assert (row.source_title, row.comment) == ("Survey 2024", "Counted again.")
    assert Observation.objects.exclude(pk=row.pk).filter(source_title="Survey 2024").count() == 0


def test_an_emptied_cell_empties_the_number(client: Any, filled: Any) -> None:
    page = send(client, filled, {CROPLAND: None})

    assert "<em>empty</em>" in page.content.decode()
    confirm(client, page)

    assert not Observation.objects.filter(category="cropland", year=2015, measure="area").exists()


def test_what_others_changed_since_the_download_is_shown_and_kept_unless_ticked(
    client: Any, filled: Any
) -> None:
    # Arrange
    book = download(client, filled)
    cell_of(book, CROPLAND).value = 262
    post_section(client, filled, "land_cover", {CROPLAND: "265"})

    # Act
    answer = upload(client, filled, as_bytes(book))
    page = client.get(answer.url)
    text = page.content.decode()
    confirm(client, page)

    # Assert
    assert "1 field was changed by somebody since this file was downloaded" in text
    assert "265" in text
    assert Observation.objects.get(category="cropland", year=2015, measure="area").value == 265


def test_a_conflict_that_is_ticked_is_applied(client: Any, filled: Any) -> None:
    book = download(client, filled)
    cell_of(book, CROPLAND).value = 262
    post_section(client, filled, "land_cover", {CROPLAND: "265"})

    page = client.get(upload(client, filled, as_bytes(book)).url)
    confirm(client, page, take=[CROPLAND])

    assert Observation.objects.get(category="cropland", year=2015, measure="area").value == 262


def test_what_others_save_while_one_looks_is_not_overwritten(client: Any, filled: Any) -> None:
    page = send(client, filled, {CROPLAND: 262, LAND: 1206})
    post_section(client, filled, "land_cover", {CROPLAND: "265"})

    answer = confirm(client, page)

    assert answer.status_code == 409
    assert "Nothing was applied" in answer.content.decode()
    assert Observation.objects.get(category="land", year=2000).value == 1205
    confirm(client, answer, take=[LAND])
    assert Observation.objects.get(category="cropland", year=2015, measure="area").value == 265
    assert Observation.objects.get(category="land", year=2000).value == 1206


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("26o", "could not be read as a number"),
        (-5, "below nought"),
        (True, "neither a number nor text"),
        ("=SUM(A1:A2)", "formula without a result"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_left(
    client: Any, filled: Any, typed: object, said: str
) -> None:
    page = send(client, filled, {CROPLAND: typed, LAND: 1206})
    text = page.content.decode()
    confirm(client, page)

    assert "1 cell could not be read" in text
    assert "<bdi>Land cover!" in text
    assert said in text
    assert Observation.objects.get(category="cropland", year=2015, measure="area").value == 260
    assert Observation.objects.get(category="land", year=2000).value == 1206


def test_an_answer_that_is_not_in_the_list_is_named_and_left(client: Any, filled: Any) -> None:
    text = send(client, filled, {MEANING: "worse"}).content.decode()

    assert "is not one of the answers offered" in text


def test_rows_that_were_moved_are_noticed(client: Any, filled: Any) -> None:
    book = download(client, filled, "profile")
    book["Country profile"].insert_rows(5)

    text = client.get(upload(client, filled, as_bytes(book)).url).content.decode()

    assert "no longer where the workbook had it" in text
    assert "Nothing would change" in text


def test_a_workbook_filled_in_another_language_is_read_in_its_own(
    client: Any, filled: Any, settings: Any
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    book = download(client, filled)
    cell_of(book, CROPLAND).value = "262,125"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    page = client.get(upload(client, filled, as_bytes(book)).url)
    confirm(client, page)

    row = Observation.objects.get(category="cropland", year=2015, measure="area")
    assert row.value == Decimal("262.125")


def test_the_workbook_of_another_report_is_refused(client: Any, filled: Any) -> None:
    other = make_report(make_party("XBB"), filled.cycle)
    earlier = make_report(filled.party, make_cycle(2022))
    book = download(client, earlier)

    text = upload(client, filled, as_bytes(book)).content.decode()

    assert "belongs to the report XAA 2022; this is the report XAA 2026" in text
    assert client.get(offline_url(other)).status_code == 404


def test_an_import_is_not_reached_through_another_party(client: Any, filled: Any) -> None:
    send(client, filled, {CROPLAND: 262})
    address = pending().get_absolute_url()
    stranger = make_user("focal_point", make_party("XBB"))

    client.force_login(stranger)

    assert client.get(address).status_code == 404
    assert client.get(address.replace("XAA", "XBB")).status_code == 404


def test_a_discarded_import_is_gone(client: Any, filled: Any) -> None:
    send(client, filled, {CROPLAND: 262})
    address = pending().get_absolute_url()

    client.post(f"{address}discard/")

    assert client.get(address).status_code == 404
    assert Observation.objects.get(category="cropland", year=2015, measure="area").value == 260


def test_an_import_expires(client: Any, filled: Any) -> None:
    send(client, filled, {CROPLAND: 262})
    row = pending()
    address = row.get_absolute_url()
    PendingImport.objects.update(created_at=row.created_at.replace(year=2020))

    assert client.get(address).status_code == 404
    send(client, filled, {CROPLAND: 263})
    assert PendingImport.objects.count() == 1


def test_a_locked_report_takes_no_import_and_says_why(client: Any, filled: Any) -> None:
    page = send(client, filled, {CROPLAND: 262})
    filled.state = ReportState.IN_REVIEW
    filled.save()

    answer = confirm(client, page)

    assert "has been in review since" in client.get(answer.url).content.decode()
    assert Observation.objects.get(category="cropland", year=2015, measure="area").value == 260


def test_the_preview_takes_few_queries_and_few_bytes(
    client: Any, filled: Any, django_assert_max_num_queries: Any
) -> None:
    book = download(client, filled)
    for path in places(book):
        if cell_of(book, path).number_format != "General":
            cell_of(book, path).value = 17
    address = upload(client, filled, as_bytes(book)).url

    with django_assert_max_num_queries(15):
        page = client.get(address)

    assert len(page.content) < 300_000

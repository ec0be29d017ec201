"""Each rule of a baseline: one record that breaks it, with its message, and one that holds."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from indicators.actions.observations import give_source, mark_published
from indicators.actions.sections import save_section
from indicators.baseline.notation import Notation
from indicators.baseline.record import earlier_numbers
from indicators.models import Dataset, DatasetKind, Legend, LegendClass, Observation, Report, Unit
from indicators.rules.check import check_record
from indicators.rules.findings import Finding, Level
from tests.factories import make_cycle, make_report
from tests.indicators.baseline.record_making import (
    make_worked_report,
    record_of,
    w1_land_cover,
    w1_profile,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return make_worked_report()[1]


def fill(report: Report, fields: dict[str, str], **units: Any) -> None:
    """Save fields of any sections, as their pages would."""
    sections: dict[str, dict[str, str]] = {}
    for path, text in fields.items():
        sections.setdefault(path.partition(".")[0], {})[path] = text
    for key, texts in sections.items():
        version = report.sections.filter(key=key).values_list("version", flat=True).first() or 0
        notation = Notation(**units)
        save_section(report, key, texts, version=version, notation=notation, by=None)


def found(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in check_record(record_of(report)) if finding.rule == rule]


def messages(report: Report, rule: str) -> str:
    with override("en"):
        return " ".join(finding.message for finding in found(report, rule)).replace("\xa0", " ")


def states(indicator: str, period: str, *areas: str) -> dict[str, str]:
    names = ("degraded", "stable", "improved", "no_data")
    return {
        f"{indicator}.status.{period}.{name}": area for name, area in zip(names, areas, strict=True)
    }


def test_w1_breaks_no_arithmetic_rule(report: Report) -> None:
    fill(report, w1_profile() | w1_land_cover())
    rules = {finding.rule for finding in check_record(record_of(report))}
    assert rules == {"R18"}


# ---- R2 ----


def test_r2_names_the_empty_class_and_the_gap(report: Report) -> None:
    fill(report, w1_profile() | w1_land_cover() | {"land_cover.area.2015.wetland": ""})

    (finding,) = found(report, "R2")

    assert finding.field == "land_cover.area.2015.wetland"
    assert finding.level == Level.ERROR
    assert (
        "2015: the land cover classes without water add up to 1 185 km², but the land area is "
        "1 205 km² (20 km² apart; 0.5 % is allowed). Check Wetland, which is empty."
    ) in messages(report, "R2")


def test_r2_compares_all_classes_with_the_country(report: Report) -> None:
    fill(report, w1_profile() | w1_land_cover() | {"land_cover.area.2015.water": "60"})
    assert "with water add up to 1 265 km², but the country area is 1 235 km²" in messages(
        report, "R2"
    )


def test_r2_allows_half_a_percent(report: Report) -> None:
    fill(report, w1_profile() | w1_land_cover() | {"land_cover.area.2015.cropland": "266"})
    assert not found(report, "R2")


# ---- R3 ----


def test_r3_names_the_row_and_the_column(report: Report) -> None:
    fill(report, w1_profile() | w1_land_cover())
    fill(report, {"land_cover.change.baseline.tree-covered.cropland": "41"})

    text = messages(report, "R3")

    assert "the row of Tree-covered areas adds up to 541 km², but its area in 2000 is 540" in text
    assert "the column of Cropland adds up to 261 km², but its area in 2015 is 260" in text


# ---- R5 ----


def test_r5_warns_when_productivity_does_not_fill_a_class(report: Report) -> None:
    fill(report, w1_profile() | w1_land_cover())
    fill(report, {"productivity.lpd.baseline.stable.wetland": "12"})

    (finding,) = found(report, "R5")

    assert finding.level == Level.WARNING
    assert "the productivity classes of Wetland add up to 12 km²" in messages(report, "R5")
    fill(report, {"productivity.lpd.baseline.declining.wetland": "8"})
    assert not found(report, "R5")


# ---- R6 ----


def test_r6_says_what_is_missing_from_the_land(report: Report) -> None:
    fill(report, w1_profile() | states("carbon", "baseline", "40", "1100", "0", "15"))
    assert "add up to 1 155 km², but the land area is 1 205 km² (50 km² apart" in messages(
        report, "R6"
    )
    fill(report, {"carbon.status.baseline.no_data": "65"})
    assert not found(report, "R6")


# ---- R8 ----


def one_out_all_out(report: Report, degraded: str) -> None:
    """W6: the three indicators have 55, 120 and 40 km2 of degraded land."""
    fill(report, w1_profile() | w1_land_cover())
    fill(report, states("carbon", "baseline", "40", "1165", "0", "0"))
    fill(
        report,
        {
            "productivity.lpd.baseline.declining.cropland": "120",
            "productivity.lpd.baseline.stable.cropland": "1085",
        },
    )
    stable = str(1205 - int(degraded))
    fill(report, states("sdg", "baseline", degraded, stable, "0", "0"))


@pytest.mark.parametrize("degraded", ["110", "220"])
def test_r8_refuses_less_than_the_worst_part_and_more_than_their_sum(
    report: Report, degraded: str
) -> None:
    one_out_all_out(report, degraded)
    assert f"degraded land is {degraded} km²" in messages(report, "R8")
    assert "120 km² to 215 km²" in messages(report, "R8")


@pytest.mark.parametrize("degraded", ["120", "215"])
def test_r8_takes_what_lies_between(report: Report, degraded: str) -> None:
    one_out_all_out(report, degraded)
    assert not found(report, "R8")


def test_r8_takes_another_method_that_is_described(report: Report) -> None:
    one_out_all_out(report, "110")
    fill(report, {"sdg.method.baseline": "other"})
    assert "declared but not described" in messages(report, "R8")
    fill(report, {"sdg.method_note.baseline": "Weighted by soil depth."})
    assert not found(report, "R8")


# ---- R9 ----


def test_r9_asks_for_the_status_matrix_of_a_reporting_period(report: Report) -> None:
    fill(report, states("sdg", "report_1", "80", "970", "155", "0"))
    assert "the status matrix is empty" in messages(report, "R9")


def test_r9_compares_the_matrix_with_the_period(report: Report) -> None:
    fill(report, states("sdg", "report_1", "80", "970", "155", "0"))
    fill(report, {"sdg.change.report_1.stable.degraded": "90"})
    assert "90 km² of land that was Degraded in the period, but only 80 km²" in messages(
        report, "R9"
    )
    fill(report, {"sdg.change.report_1.stable.degraded": "80"})
    assert not found(report, "R9")


# ---- R10, R11 ----


def test_r10_needs_the_land_area_of_the_year(report: Report) -> None:
    fill(report, w1_land_cover())
    assert "The land area of 2015 is missing" in messages(report, "R10")
    fill(report, w1_profile())
    assert not found(report, "R10")


@pytest.mark.parametrize(("stock", "is_wrong"), [("0", True), ("1000", True), ("999", False)])
def test_r11_warns_of_unusual_stocks(report: Report, stock: str, is_wrong: bool) -> None:
    fill(report, {"carbon.stock.2000.cropland": stock})
    assert [f.level for f in found(report, "R11")] == ([Level.WARNING] if is_wrong else [])


def test_r11_asks_for_the_area_that_tonnes_stand_on(report: Report) -> None:
    fill(report, {"carbon.stock.2000.cropland": "5000000"}, stock=Unit.TONNES)
    assert "was entered in tonnes" in messages(report, "R11")


# ---- R12 ----


def make_own_legend(report: Report, classes: int, *, mapped: bool) -> None:
    legend = Legend.objects.create(party=report.party, name="Ours")
    for code in range(classes):
        LegendClass.objects.create(legend=legend, code=code, unccd_class=1 if mapped else None)
    Dataset.objects.create(
        party=report.party,
        kind=DatasetKind.LAND_COVER,
        legend=legend,
        state="accepted",
        original_name="a.tif",
    )


def test_r12_takes_fifteen_classes_and_not_sixteen(report: Report) -> None:
    make_own_legend(report, 16, mapped=True)
    assert "“Ours” has 16 classes; at most 15" in messages(report, "R12")
    LegendClass.objects.first().delete()  # type: ignore[union-attr]
    assert not found(report, "R12")


def test_r12_names_codes_that_are_not_mapped(report: Report) -> None:
    make_own_legend(report, 2, mapped=False)
    assert "2 codes without a UNCCD class, the first being 0" in messages(report, "R12")


# ---- R13 ----


def test_r13_asks_for_a_comment_where_a_published_number_changed(report: Report) -> None:
    fill(report, {"profile.area.2000.land": "1205"})
    mark_published(report)
    fill(report, {"profile.area.2000.land": "1300"})
    assert "was published as 1 205 and is now 1 300" in messages(report, "R13")

    Observation.objects.update(comment="New survey.")
    assert not found(report, "R13")


def test_r13_remembers_what_an_earlier_cycle_published(report: Report) -> None:
    # Arrange
    earlier = make_report(report.party, make_cycle(2022))
    Observation.objects.create(
        report=earlier,
        indicator="profile",
        measure="area",
        year=2000,
        category="land",
        value=Decimal(1200),
        origin="national",
    )
    mark_published(earlier)
    fill(report, {"profile.area.2000.land": "1205"})

    # Act
    record = record_of(report)
    record.earlier = earlier_numbers(report, record.frame)
    rules = [finding.rule for finding in check_record(record)]

    # Assert
    assert "R13" in rules


# ---- R18 ----


def test_r18_asks_for_source_and_comment_once_for_each_column(report: Report) -> None:
    fill(report, w1_profile())

    text = messages(report, "R18")

    assert "2000: 2 national numbers have no source or no comment" in text
    assert len(found(report, "R18")) == 2
    user = make_worked_user(report)
    paths = list(w1_profile())
    source = {"source_title": "Yearbook", "comment": "Official"}
    give_source(report, "profile", paths, source, by=user)
    assert not found(report, "R18")


def make_worked_user(report: Report) -> Any:
    return report.party.memberships.get().user


@pytest.mark.parametrize("licence", ["share_alike", "custom"])
def test_r18_asks_for_permission_where_a_licence_needs_it(report: Report, licence: str) -> None:
    fill(report, {"profile.area.2000.land": "1205"})
    Observation.objects.update(source_title="A", comment="B", licence=licence)
    assert "no permission to publish is recorded" in messages(report, "R18")
    Observation.objects.update(permission="Ministry, 3 May 2026")
    assert not found(report, "R18")


def test_r18_asks_for_the_reason_of_low_confidence(report: Report) -> None:
    fill(report, {"sdg.confidence.baseline": "low"})
    assert "confidence is Low. Give the reason." in messages(report, "R18")
    fill(report, {"sdg.confidence_reason.baseline": "Few field plots."})
    assert not found(report, "R18")


# ---- What could not be read, and explanations ----


def test_what_could_not_be_read_is_an_error_that_blocks_nothing_but_submitting(
    report: Report,
) -> None:
    fill(report, {"profile.area.2000.land": "12oo"})
    (finding,) = found(report, "READ")
    assert finding.blocks
    assert "Land area, 2000: “12oo” could not be read" in messages(report, "READ")


def test_a_finding_speaks_the_language_of_its_reader(report: Report) -> None:
    fill(report, w1_profile() | w1_land_cover() | {"land_cover.area.2015.wetland": ""})
    (finding,) = found(report, "R2")
    with override("en"):
        assert "0.5\xa0%" in finding.message or "0.5 %" in finding.message
    with override("fr"):
        assert "0,5\u202f%" in finding.message
        assert "sans l’eau" in finding.message

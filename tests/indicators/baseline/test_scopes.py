"""Whole country, affected areas, zones: each has its own numbers, and none touches another's."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countries.models import AuditEvent
from indicators.actions.affected import copy_national
from indicators.actions.baseline import RunNotUsableError, use_run
from indicators.actions.observations import give_source
from indicators.actions.sections import explain, finish_section, save_section
from indicators.actions.taking import take
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.baseline.scope import AFFECTED, NATIONAL, Scope, SectionAddress
from indicators.models import Origin, Report
from tests.indicators.baseline.record_making import (
    KM2,
    make_run,
    make_worked_report,
    post_section,
    w1_profile,
    w1_summary,
)
from tests.indicators.baseline.zone_making import make_filled_zones, make_zones

pytestmark = pytest.mark.django_db

LAND = Key("profile", "area", "2015", "land")
NORTH, SOUTH = Scope(zone="Province 01", number=1), Scope(zone="Province 02", number=2)
SCOPES = (NATIONAL, AFFECTED, NORTH, SOUTH)


def scoped_url(report: Report, section: str, page: str = "baseline_section", **query: str) -> str:
    return reverse(page, args=[report.party.iso3, report.cycle.year, section], query=query or None)


def post(client: Client, report: Report, address: str, **fields: str) -> Any:
    data = {"version": "0", "unit": "km2", "decimal": ".", **fields}
    return client.post(scoped_url(report, address), data)


def state_of(report: Report, scope: Scope) -> list[Any]:
    """Everything that is stored of a scope."""
    rows = report.observations.filter(**scope.columns).order_by("pk")
    sections = report.sections.filter(**scope.columns).order_by("pk")
    return [*rows.values(), *sections.values()]


def test_an_address_names_its_scope_and_nothing_else_does() -> None:
    assert SectionAddress.read("sdg") == SectionAddress("sdg", False, None)
    assert SectionAddress.read("affected/sdg") == SectionAddress("sdg", True, None)
    assert SectionAddress.read("zones/3/land_cover") == SectionAddress("land_cover", False, 3)
    for text in ("zones/x/sdg", "other/sdg", "affected/zones/3/sdg", "", "sdg/"):
        assert SectionAddress.read(text) is None, text


def test_a_number_saved_in_one_scope_is_read_in_that_scope_alone(client: Client) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    make_zones(report, 2)
    client.force_login(user)

    # Act
    post(client, report, "profile", **{LAND.path: "1205"})
    post(client, report, "affected/profile", **{LAND.path: "800"})
    post(client, report, "zones/2/profile", **{LAND.path: "300"})

    # Assert
    values = {scope: Record.load(report, scope).value(LAND) for scope in SCOPES}
    assert values == {NATIONAL: 1205, AFFECTED: 800, NORTH: None, SOUTH: 300}
    page = client.get(scoped_url(report, "zones/2/profile")).content.decode()
    assert 'value="300"' in page
    assert 'value="1205"' not in page


def test_history_conflicts_and_versions_belong_to_their_scope(client: Client) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    make_zones(report, 1)
    client.force_login(user)
    post(client, report, "profile", **{LAND.path: "1205"})

    # Act: the first page of the zone knows nothing of the country's version
    first = post(client, report, "zones/1/profile", **{LAND.path: "300"})
    late = client.post(
        scoped_url(report, "zones/1/profile"),
        {"version": "0", "unit": "km2", "decimal": ".", LAND.path: "301"},
        headers={"X-Autosave": "1"},
    )
    args = [report.party.iso3, report.cycle.year, "zones/1/profile", LAND.path]
    story = client.get(reverse("baseline_number", args=args)).content.decode()

    # Assert
    assert first.status_code == 302
    assert late.status_code == 409
    assert late.json()["conflicts"][LAND.path]["theirs"] == "300"
    assert ">300<" in story
    assert "1205" not in story
    assert AuditEvent.objects.filter(data__section="profile (Province 01)").exists()


def test_a_zone_that_the_report_does_not_have_is_not_found(client: Client) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)

    for address in ("zones/1/profile", "zones/99999/profile", "affected/nothing"):
        assert client.get(scoped_url(report, address)).status_code == 404, address


def test_every_page_of_a_scope_links_to_that_scope(client: Client) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    make_zones(report, 1)
    client.force_login(user)
    post(client, report, "zones/1/profile", **{LAND.path: "300"})

    # Act
    section = client.get(scoped_url(report, "zones/1/profile", check="1")).content.decode()
    sources = client.get(scoped_url(report, "zones/1/profile", "baseline_sources")).content.decode()
    compare = client.get(scoped_url(report, "zones/1/profile", "baseline_compare")).content.decode()

    # Assert
    assert scoped_url(report, "zones/1/profile", "baseline_sources") in section
    assert scoped_url(report, "zones/1/profile", "baseline_compare") in section
    assert f'data-autosave="{scoped_url(report, "zones/1/profile")}"' in section
    assert ":profile:zone-1" in section
    assert "Zone: Province 01" in section
    assert scoped_url(report, "affected/profile") in section
    for page in (sources, compare):
        assert "Province 01" in page
        assert scoped_url(report, "zones/1/profile") in page


def test_the_source_form_names_only_the_scopes_own_numbers(client: Client) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    client.force_login(user)
    post(client, report, "profile", **{LAND.path: "1205"})
    post(client, report, "affected/profile", **{LAND.path: "800"})
    url = scoped_url(report, "affected/profile", "baseline_sources")

    # Act
    client.post(url, {"numbers": [LAND.path], "source_title": "Atlas", "comment": "So"})

    # Assert
    titles = {s: Record.load(report, s).observations[LAND].source_title for s in SCOPES[:2]}
    assert titles == {NATIONAL: "", AFFECTED: "Atlas"}


def test_the_affected_copy_starts_empty_and_is_filled_on_request(client: Client) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", w1_profile())
    post(client, report, "affected/profile", **{LAND.path: "800"})
    before = state_of(report, NATIONAL)
    url = reverse("affected_areas", args=[report.party.iso3, report.cycle.year])

    # Act
    client.post(url)
    again = client.post(url, follow=True).content.decode()

    # Assert
    affected = Record.load(report, AFFECTED)
    assert affected.value(LAND) == 800
    assert affected.value(Key("profile", "area", "2000", "land")) == 1205
    copied = affected.observations[Key("profile", "area", "2000", "land")]
    assert (copied.origin, copied.run) == (Origin.CARRIED_OVER, None)
    assert "Copied from the whole country" in copied.comment
    assert state_of(report, NATIONAL) == before
    assert "There was nothing to copy" in again


def test_copying_leaves_answers_that_were_given_and_takes_the_others() -> None:
    # Arrange
    _party, report, user = make_worked_report()
    said = {"sdg.confidence.baseline": "high", "sdg.confidence.report_1": "low"}
    own = {"sdg.confidence.baseline": "medium"}
    save_section(report, "sdg", said, version=0, notation=KM2, by=user)
    save_section(report, "sdg", own, version=0, notation=KM2, by=user, scope=AFFECTED)

    # Act
    copy_national(report, by=user)

    # Assert
    affected = Record.load(report, AFFECTED)
    assert affected.answer("sdg.confidence.baseline") == "medium"
    assert affected.answer("sdg.confidence.report_1") == "low"


def test_a_locked_report_copies_nothing(client: Client) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", w1_profile())
    Report.objects.filter(pk=report.pk).update(state="submitted")

    client.post(reverse("affected_areas", args=[report.party.iso3, report.cycle.year]))

    assert not report.observations.filter(**AFFECTED.columns).exists()


def test_zones_are_listed_in_pages_with_their_states(client: Client) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    zones = make_zones(report, 30)
    client.force_login(user)
    finish_section(report, "sdg", by=user, scope=Scope.of_zone(zones[0]))
    url = reverse("zone_list", args=[report.party.iso3, report.cycle.year])

    # Act
    first = client.get(url).content.decode()
    second = client.get(url, {"page": "2"}).content.decode()

    # Assert
    assert "Province 01" in first
    assert "1 of 5 sections complete" in first
    assert "Province 30" in second
    assert "Province 01" not in second
    assert scoped_url(report, "zones/30/sdg") in second


def test_a_section_page_of_one_of_thirty_zones_asks_no_more_than_of_the_country(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    _party, report, user = make_worked_report()
    make_filled_zones(report)
    client.force_login(user)

    with django_assert_max_num_queries(15):
        client.get(scoped_url(report, "zones/30/land_cover"))
    with django_assert_max_num_queries(15):
        client.get(reverse("zone_list", args=[report.party.iso3, report.cycle.year]))


def test_a_run_with_other_zones_has_no_numbers_for_these() -> None:
    # Arrange
    party, report, user = make_worked_report()
    make_zones(report, 1)
    run = make_run(party, report.cycle, {"zones": [{"name": NORTH.zone, **w1_summary()}]})

    # Act, Assert
    with pytest.raises(RunNotUsableError):
        use_run(report, run, by=user, scope=NORTH)
    run.manifest["zones"] = report.zone_file.storage_key
    run.save()
    assert use_run(report, run, by=user, scope=NORTH).written > 0
    assert Record.load(report, NORTH).value(LAND) == 1205
    assert not report.observations.national().exists()


# ---- Whatever is done in one scope never touches another ----


def _save(report: Report, scope: Scope, user: Any, n: int) -> None:
    row = report.sections.filter(key="land_cover", **scope.columns).first()
    fields = {
        "land_cover.area.2015.cropland": str(n),
        "land_cover.meaning.tree-covered.cropland": "+-0"[n % 3],
        "land_cover.area.2015.wetland": "5oo" if n % 2 else "",
    }
    version = row.version if row else 0
    save_section(report, "land_cover", fields, version=version, notation=KM2, by=user, scope=scope)


def _tonnes(report: Report, scope: Scope, user: Any, n: int) -> None:
    row = report.sections.filter(key="carbon", **scope.columns).first()
    notation = KM2.from_fields({"stock_unit": "t", "decimal": "."})
    fields = {"carbon.stock.2015.cropland": str(n * 100)}
    version = row.version if row else 0
    save_section(report, "carbon", fields, version=version, notation=notation, by=user, scope=scope)


def _source(report: Report, scope: Scope, user: Any, n: int) -> None:
    paths = ["land_cover.area.2015.cropland"]
    source = {"source_title": f"Atlas {n}", "comment": "So"}
    give_source(report, "land_cover", paths, source, by=user, scope=scope)


def _explain(report: Report, scope: Scope, user: Any, n: int) -> None:
    explain(report, "land_cover", "R5:x", f"Because {n}", by=user, scope=scope)


def _finish(report: Report, scope: Scope, user: Any, n: int) -> None:
    finish_section(report, "land_cover", by=user, scope=scope)


def _run(report: Report, scope: Scope, user: Any, n: int) -> None:
    if not scope.is_affected:
        run = report.party.runs.get()
        use_run(report, run, by=user, replace=["land_cover.area.2015.cropland"], scope=scope)


def _take(report: Report, scope: Scope, user: Any, n: int) -> None:
    row = report.sections.filter(key="profile", **scope.columns).first()
    version = row.version if row else 0
    take(report, "profile", Origin.COMPUTED, [LAND.path], version=version, by=user, scope=scope)


VERBS = {
    "save": _save,
    "tonnes": _tonnes,
    "source": _source,
    "explain": _explain,
    "finish": _finish,
    "run": _run,
    "take": _take,
}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(SCOPES), st.integers(1, 2000)),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_is_done_in_one_scope_touches_no_other(
    db: None, work: list[tuple[str, Scope, int]]
) -> None:
    with transaction.atomic():
        party, report, user = make_worked_report()
        make_zones(report, 2)
        zones = [{"name": zone.zone, **w1_summary()} for zone in (NORTH, SOUTH)]
        run = make_run(party, report.cycle, w1_summary() | {"zones": zones})
        run.manifest["zones"] = report.zone_file.storage_key
        run.save()
        for verb, scope, n in work:
            others = {s: state_of(report, s) for s in SCOPES if s != scope}
            VERBS[verb](report, scope, user, n)
            assert {s: state_of(report, s) for s in others} == others, (verb, scope)
        transaction.set_rollback(True)


def test_the_national_number_is_kept_when_tonnes_are_restated_in_a_zone() -> None:
    _party, report, user = make_worked_report()
    make_zones(report, 1)
    for scope, area in ((NATIONAL, "500"), (NORTH, "100")):
        fields = {"land_cover.area.2015.cropland": area}
        save_section(report, "land_cover", fields, version=0, notation=KM2, by=user, scope=scope)
        _tonnes(report, scope, user, 50_000)

    densities = {
        s: Record.load(report, s).value(Key("carbon", "stock", "2015", "cropland"))
        for s in (NATIONAL, NORTH)
    }

    assert densities == {NATIONAL: Decimal(100), NORTH: Decimal(500)}


def test_what_a_change_means_in_the_country_holds_in_its_parts_unless_changed_there() -> None:
    # Arrange
    _party, report, user = make_worked_report()
    path = "land_cover.meaning.tree-covered.cropland"
    pair = ("tree-covered", "cropland")
    sign = {path: "0"}
    save_section(report, "land_cover", sign, version=0, notation=KM2, by=user)

    # Act, Assert
    assert Record.load(report, AFFECTED).meaning[""][pair] == 0
    assert Record.load_all(report)[NATIONAL].meaning[""][pair] == 0
    save_section(
        report, "land_cover", {path: "+"}, version=0, notation=KM2, by=user, scope=AFFECTED
    )
    assert Record.load(report, AFFECTED).meaning[""][pair] == 1
    assert Record.load_all(report)[AFFECTED].meaning[""][pair] == 1
    assert Record.load(report).meaning[""][pair] == 0

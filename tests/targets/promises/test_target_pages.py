"""Targets through their pages."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from countries.models import AuditEvent
from indicators.models import ReportState
from targets.models import Quantity, Target
from targets.models.vocabularies import QuantityKind
from targets.promises.quantities import used_by
from tests.factories import make_party, make_user
from tests.targets.promises.promise_making import (
    make_ready_party,
    make_target,
    post_form,
    square,
    url,
)

pytestmark = pytest.mark.django_db


def test_adding_a_target_opens_its_form(client: Any) -> None:
    party, user = make_ready_party()
    client.force_login(user)

    answer = client.post(reverse("target_new", args=[party.iso3]))

    target = Target.objects.get()
    assert target.number == 1
    assert answer.url == url(target, "edit")
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("kind", list(QuantityKind))
def test_the_form_shows_the_fields_that_a_kind_uses(client: Any, kind: QuantityKind) -> None:
    party, user = make_ready_party()
    target = make_target(party, user, {"quantities.0.kind": kind.value})
    client.force_login(user)

    form = client.get(url(target, "edit")).context["form"]

    (row,) = form.quantity_rows
    shown = {bound.name.rpartition(".")[2] for bound, _kinds, hidden in row.fields if not hidden}
    assert shown == {"kind", *used_by(kind)}
    assert {"base_year", "target_year"} <= shown


def test_statements_are_kept_in_six_languages(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user)
    client.force_login(user)
    said = {code: f"text {code}" for code in ("en", "fr", "es", "ru", "ar", "zh")}

    post_form(client, target, {f"statement.{code}": text for code, text in said.items()})

    assert Target.objects.get().statements == said
    page = client.get(url(target, "detail")).content.decode()
    assert '<blockquote class="statement prose" lang="ar" dir="rtl">' in page


def test_a_year_that_cannot_be_read_is_kept_and_nothing_else_is_lost(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user)
    client.force_login(user)
    fields = {
        "statement.en": "Halt mining.",
        "quantities.0.kind": "halt",
        "quantities.0.what": "mining",
        "quantities.0.target_year": "2O30",
    }

    answer = post_form(client, target, fields)
    page = client.get(url(target, "edit")).content.decode()

    assert answer.status_code == 302
    assert Quantity.objects.get().what == "mining"
    assert 'value="2O30"' in page
    assert "could not be read as a year" in page

    post_form(client, target, {"quantities.0.target_year": "2030"})
    assert Quantity.objects.get().target_year == 2030
    assert Target.objects.get().unread == {}


def test_another_quantity_is_added_and_removed_without_script(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user, {"quantities.0.kind": "process"})
    client.force_login(user)

    added = post_form(client, target, {"quantities.0.what": "a plan", "add": "1"})
    page = client.get(added.url).content.decode()
    assert "quantities.1.kind" in page

    post_form(client, target, {"quantities.1.kind": "halt", "quantities.1.what": "mining"})
    assert Quantity.objects.count() == 2

    fields = {"quantities.0.kind": "process", "quantities.0.what": "a plan", "drop": "0"}
    post_form(client, target, fields)
    (left,) = Quantity.objects.all()
    assert (left.order, left.what) == (1, "mining")


def test_areas_are_entered_in_hectares_and_shown_in_both_units(client: Any) -> None:
    party, user = make_ready_party()
    fields = {
        "quantities.0.kind": "area",
        "quantities.0.value": "88 286",
        "quantities.0.area_unit": "ha",
    }
    target = make_target(party, user, fields)
    client.force_login(user)

    page = client.get(url(target, "detail")).content.decode().replace("\xa0", " ")

    assert Quantity.objects.get().area_km2 == Decimal("882.86")
    assert "882.9 km² (88 286 ha)" in page


def test_unticking_all_responses_is_saved(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user, {"hierarchy": "avoid|reverse"})
    client.force_login(user)

    post_form(client, target, {"hierarchy": [""]})

    assert Target.objects.get().hierarchy == []


def test_a_drawn_polygon_gets_its_area_on_the_ellipsoid_and_its_holes_stay(client: Any) -> None:
    # Arrange: one degree at 10 degrees north, with a hole of a tenth
    party, user = make_ready_party()
    target = make_target(party, user)
    client.force_login(user)
    outer = [[10, 10], [11, 10], [11, 11], [10, 11], [10, 10]]
    inner = [[10.4, 10.4], [10.4, 10.5], [10.5, 10.5], [10.5, 10.4], [10.4, 10.4]]
    text = '{"type":"Polygon","coordinates":' + str([outer, inner]) + "}"

    # Act
    post_form(client, target, {"geometry": text})

    # Assert
    saved = Target.objects.get()
    assert saved.geometry_area_km2 is not None
    assert abs(saved.geometry_area_km2 - Decimal("11984.5")) < 10
    assert len(saved.geometry["coordinates"]) == 2
    assert (saved.west, saved.south, saved.east, saved.north) == (10, 10, 11, 11)
    assert "lies inside the country" in client.get(url(target, "detail")).content.decode()


def test_a_self_crossing_polygon_is_kept_as_text_and_refused_with_its_place(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user)
    client.force_login(user)
    bow = '{"type":"Polygon","coordinates":[[[10,10],[11,11],[11,10],[10,11],[10,10]]]}'

    post_form(client, target, {"geometry": bow})
    page = client.get(url(target, "edit")).content.decode()

    saved = Target.objects.get()
    assert saved.geometry is None
    assert saved.unread == {"geometry": bow}
    assert "longitude 10.5, latitude 10.5" in page


def test_corners_typed_line_by_line_make_a_polygon(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user)
    client.force_login(user)

    post_form(client, target, {"geometry": "", "geometry_corners": "10, 10\n10, 11\n11, 11"})

    saved = Target.objects.get()
    assert saved.geometry is not None
    assert saved.geometry["type"] == "Polygon"


def test_saving_a_polygon_as_it_is_changes_nothing(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user, {"geometry": square(10, 10, 1)})
    client.force_login(user)
    version = target.version

    post_form(client, target, {"geometry": square(10, 10, 1)})

    assert Target.objects.get().version == version


def test_two_people_get_both_values_of_a_target(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user, {"statement.en": "First."})
    client.force_login(make_user("contributor", party, full_name="Awa Diallo"))
    post_form(client, target, {"statement.en": "Hers."})
    client.force_login(user)

    answer = client.post(url(target, "edit"), {"version": 1, "statement.en": "Mine."})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Awa Diallo" in page
    assert "Hers." in page
    assert "Mine." in page
    assert Target.objects.get().statements == {"en": "Hers."}


def test_autosave_of_a_target_answers_with_its_version(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user)
    client.force_login(user)

    answer = post_form(client, target, {"adopted_year": "20l8"}, headers={"X-Autosave": "1"}).json()

    assert answer["version"] == 1
    assert "four figures" in answer["errors"]["adopted_year"][0]


def test_a_removed_target_leaves_the_list_and_can_be_put_back(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user, {"statement.en": "Halt it."})
    client.force_login(user)

    client.post(url(target, "remove"))
    assert "Halt it." not in client.get(reverse("target_list", args=["XAA"])).content.decode()

    client.post(url(target, "remove"))
    assert Target.objects.get().removed_at is None
    kinds = AuditEvent.objects.filter(target_model="targets.target").values_list("kind", flat=True)
    assert list(kinds) == ["target.created", "target.saved", "target.removed", "target.restored"]


def test_the_number_of_a_removed_target_is_not_given_again(client: Any) -> None:
    party, user = make_ready_party()
    first = make_target(party, user)
    client.force_login(user)
    client.post(url(first, "remove"))
    assert make_target(party, user).number == 2


@pytest.mark.parametrize("page", ["edit", "upload", "remove", "explain"])
def test_nothing_is_changed_while_the_report_is_locked(client: Any, page: str) -> None:
    party, user = make_ready_party()
    target = make_target(party, user, {"statement.en": "Halt it."})
    party.reports.update(state=ReportState.SUBMITTED)
    client.force_login(user)

    client.post(url(target, page), {"version": 9, "statement.en": "Changed.", "finding": "x"})

    assert Target.objects.get().statements == {"en": "Halt it."}
    assert Target.objects.get().removed_at is None
    shown = client.get(url(target, "detail")).content.decode()
    assert "recalls it or the reviewer returns it" in shown
    assert "Edit</a>" not in shown


def test_a_party_that_has_not_started_its_report_is_told_so(client: Any) -> None:
    party, user = make_ready_party()
    party.reports.all().delete()
    client.force_login(user)

    page = client.post(reverse("target_new", args=["XAA"]), follow=True).content.decode()

    assert "has not been started" in page
    assert not Target.objects.exists()


def test_somebody_elses_target_is_a_404(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user)
    other = make_party("XBB")
    client.force_login(make_user("focal_point", other))

    assert client.get(url(target, "detail")).status_code == 404
    path = reverse("target_detail", args=["XBB", target.pk])
    assert client.get(path).status_code == 404


def test_a_list_of_targets_is_paged_and_takes_few_queries(
    client: Any, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.PAGE_SIZE = 5
    party, user = make_ready_party()
    for number in range(7):
        make_target(party, user, {"statement.en": f"Statement {number}"})
    client.force_login(user)

    with django_assert_max_num_queries(15):
        page = client.get(reverse("target_list", args=["XAA"])).content.decode()

    assert "Statement 4" in page
    assert "Statement 5" not in page

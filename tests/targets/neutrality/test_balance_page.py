"""The balance sheet through its page: verdicts, reasons, what is entered, who may."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from countries.models import AuditEvent
from indicators.models import Report, ReportState, Run, Section
from targets.models import Fact, PlannedLoss, Submission
from targets.readiness import remarks_on
from targets.working_copy import WorkingCopy
from tests.factories import make_focal_point, make_party, make_report
from tests.targets.neutrality.sheets import W3, make_balanced_report, make_complete_report
from tests.targets.promises.promise_making import make_measure, make_target
from tests.targets.reports import publish_report

pytestmark = pytest.mark.django_db
LOSS = {"land_type": "wetland", "area": "1 250.5", "area_unit": "ha", "reason": "A new harbour"}


def url(report: Report, page: str = "", *more: object) -> str:
    return reverse(f"balance{page}", args=[report.party.iso3, report.cycle.year, *more])


def shown(client: Any, report: Report, query: str = "") -> str:
    text: str = client.get(url(report) + query).content.decode()
    return text.replace("\xa0", " ")


def version(report: Report) -> int:
    row = Section.objects.filter(report=report, key="balance").first()
    return row.version if row else 0


def test_w3_is_not_neutral_and_the_page_says_which_land_type(client: Any) -> None:
    _party, report, user, _run = make_balanced_report()
    client.force_login(user)

    page = shown(client, report)

    assert "Not neutral: losses exceed gains in wetland." in page
    assert "The total of all land types, +30 km², hides this" in page


def test_w2_shows_the_balance_beside_15_3_1_and_why_they_differ(client: Any) -> None:
    _party, report, user, _run = make_balanced_report({"cropland": (155, 80)})
    client.force_login(user)

    page = shown(client, report)

    assert "+75 km²" in page
    assert "8.3 % → 10.8 %" in page
    assert "The two answers point in different directions" in page
    for part in (
        "50 km² became degraded and 20 km² recovered, so degraded land changed by +30 km²",
        "135 km² that improved without having been degraded as a gain",
        "30 km² that stayed degraded as a loss: gains less losses are +75 km²",
    ):
        assert part in page
    assert "Numbers were replaced" not in page


def test_a_record_that_left_its_run_says_so(client: Any) -> None:
    _party, report, user, _run = make_balanced_report()
    client.force_login(user)

    assert "differs by +45 km² from that of Run 1" in shown(client, report)


def test_without_a_run_nothing_is_said_about_neutrality(client: Any) -> None:
    party = make_party("XBB")
    report = make_report(party)
    client.force_login(make_focal_point(party))

    page = shown(client, report)

    assert "cannot be said: no run with a balance by land type" in page
    assert "Neutral:" not in page


def test_a_reverse_target_makes_the_projection_neutral_and_avoid_does_not(client: Any) -> None:
    # Arrange: wetland lost 20 km2; the pace of four years goes on for eleven more, 55 km2.
    party, report, user, _run = make_balanced_report()
    client.force_login(user)
    fields = {
        "land_types": "wetland",
        "quantities.0.kind": "area",
        "quantities.0.value": "75",
        "quantities.0.area_unit": "km2",
    }

    make_target(party, user, {"hierarchy": "avoid", **fields})
    assert "Not neutral in 2030: losses would exceed gains in wetland." in shown(client, report)

    make_target(party, user, {"hierarchy": "reverse", **fields})
    assert "Neutral in 2030, if what is assumed and planned comes about." in shown(client, report)


def test_a_planned_loss_is_entered_counted_and_taken_out(client: Any) -> None:
    _party, report, user, _run = make_balanced_report({"wetland": (10, 0)})
    client.force_login(user)

    client.post(url(report, "_loss_new"), LOSS)

    loss = PlannedLoss.objects.get()
    assert (loss.area_km2, loss.entered_area) == (Decimal("12.505"), Decimal("1250.5"))
    assert "A new harbour" in shown(client, report)

    client.post(url(report, "_loss_remove", loss.number))

    assert "A new harbour" not in shown(client, report)
    kinds = AuditEvent.objects.filter(kind__startswith="balance.").values_list("kind", flat=True)
    assert list(kinds.order_by("pk")) == ["balance.planned", "balance.unplanned"]
    client.post(url(report, "_loss_new"), LOSS)
    assert list(PlannedLoss.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("area", "0", "Write an area larger than nought."),
        ("area", "many", "could not be read as a number"),
        ("reason", "", "This field is required."),
        ("land_type", "water", "Select a valid choice"),
    ],
)
def test_a_planned_loss_with_a_mistake_comes_back_with_what_to_do(
    client: Any, field: str, text: str, words: str
) -> None:
    _party, report, user, _run = make_balanced_report()
    client.force_login(user)

    answer = client.post(url(report, "_loss_new"), LOSS | {field: text})

    assert words in answer.content.decode()
    assert not PlannedLoss.objects.exists()


ASSUMED = {
    "until": "2035",
    "losses_go_on": "0",
    "gains_go_on": "0",
    "losses_happen": "100",
    "gains_succeed": "80,5",
}


def test_assumptions_are_kept_and_change_the_projection(client: Any) -> None:
    _party, report, user, _run = make_balanced_report()
    client.force_login(user)

    client.post(url(report, "_assume"), ASSUMED | {"version": "0"})

    page = shown(client, report)
    assert "What is planned, until 2035" in page
    assert 'value="80.5"' in page


def test_a_projection_does_not_end_before_it_begins(client: Any) -> None:
    _party, report, user, _run = make_balanced_report()
    client.force_login(user)

    answer = client.post(url(report, "_assume"), ASSUMED | {"until": "2010", "version": "0"})

    assert "2010 lies before 2019, the last year observed." in answer.content.decode()


def test_two_people_do_not_overwrite_each_others_assumptions(client: Any) -> None:
    _party, report, user, _run = make_balanced_report()
    client.force_login(user)
    client.post(url(report, "_assume"), ASSUMED | {"version": "0"})

    answer = client.post(url(report, "_assume"), ASSUMED | {"until": "2040", "version": "0"})

    assert answer.status_code == 409
    assert "What is planned, until 2035" in shown(client, report)


def test_an_exception_needs_its_justification(client: Any) -> None:
    _party, report, user, _run = make_balanced_report()
    client.force_login(user)

    answer = client.post(url(report, "_except"), {"acknowledged": "on", "version": "0"})
    assert "an exception needs its justification" in answer.content.decode()

    reason = {"acknowledged": "on", "reason": "The delta sinks.", "version": "0"}
    client.post(url(report, "_except"), reason)
    assert "The delta sinks." in shown(client, report)


def test_aiming_below_neutrality_is_a_warning_until_it_is_justified(client: Any) -> None:
    _party, report, user, _run = make_balanced_report()
    client.force_login(user)

    def warned() -> list[str]:
        found = remarks_on(WorkingCopy.load(Report.objects.get(pk=report.pk)))
        return [str(r.text) for r in found if r.rule == "LDN" and not r.is_error]

    assert "Losses would exceed gains in wetland by 2030." in warned()[0]
    reason = {"acknowledged": "on", "reason": "The delta sinks.", "version": version(report)}
    client.post(url(report, "_except"), reason)
    assert warned() == []


def test_a_locked_report_keeps_its_balance(client: Any) -> None:
    _party, report, user, _run = make_balanced_report()
    Report.objects.filter(pk=report.pk).update(state=ReportState.SUBMITTED)
    client.force_login(user)

    client.post(url(report, "_loss_new"), LOSS)
    client.post(url(report, "_assume"), ASSUMED | {"version": "0"})

    assert not PlannedLoss.objects.exists()
    page = shown(client, report)
    assert "What is planned, until 2030" in page
    assert "Add a planned loss" not in page


def test_a_version_freezes_the_balance_and_publishing_states_it_as_facts(client: Any) -> None:
    report = make_complete_report({"wetland": (5, 20)})
    run = Run.objects.get()
    client.force_login(make_focal_point(report.party))
    client.post(url(report, "_loss_new"), LOSS)

    submission = publish_report(report)

    frozen = Submission.objects.get(pk=submission.pk).content["neutrality"]
    wetland = next(row for row in frozen["land_types"] if row["land_type"] == "wetland")
    assert (frozen["verdict"], frozen["run"]) == ("not_neutral", str(run.pk))
    assert (wetland["gains"], wetland["losses"], wetland["verdict"]) == ("5", "20", "not_neutral")
    assert frozen["planned_losses"][0]["reason"] == "A new harbour"
    facts = Fact.objects.filter(topic="neutrality", category="wetland")
    values = {f.measure: (f.value, f.unit, f.period) for f in facts}
    assert values["losses"] == (20, "km2", "report_1")
    assert values["planned_losses"] == (Decimal("12.505"), "km2", "")


def test_the_version_is_read_with_its_balance(client: Any) -> None:
    report = make_complete_report(W3)
    submission = publish_report(report)
    client.force_login(make_focal_point(report.party))

    address = reverse("submission_page", args=[submission.pk, "balance"])
    page = client.get(address).content.decode()

    assert "not neutral" in page
    assert "100 % of the observed yearly losses go on" in page.replace("\xa0", " ")


def test_the_page_takes_at_most_seventeen_queries(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    party, report, user, _run = make_balanced_report()
    for _number in range(3):
        target = make_target(party, user, {"hierarchy": "reverse", "quantities.0.kind": "halt"})
        make_measure(party, user, {"title": "T", "targets": str(target.number)})
    client.force_login(user)
    client.post(url(report, "_loss_new"), LOSS)

    with django_assert_max_num_queries(17):
        assert client.get(url(report)).status_code == 200


def test_somebody_elses_balance_is_a_404(client: Any) -> None:
    _party, report, _user, _run = make_balanced_report()
    client.force_login(make_focal_point(make_party("XBB")))

    assert client.get(url(report)).status_code == 404
    assert client.post(url(report, "_loss_new"), LOSS).status_code == 404

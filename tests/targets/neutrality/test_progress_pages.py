"""Progress reports with evidence, and the progress of the targets, through their pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from countries.models import AuditEvent
from indicators.models import Report, ReportState
from targets.models import Fact, Measure, MeasureProgress
from targets.readiness import remarks_on
from targets.working_copy import WorkingCopy
from tests.factories import make_focal_point, make_party
from tests.targets.promises.promise_making import make_measure, make_ready_party, make_target, url
from tests.targets.reports import PNG, add_progress, make_filled_report, publish_report

pytestmark = pytest.mark.django_db
DONE = {"date": "2026-01-31", "status": "under_way", "area": "6 000,5", "area_unit": "ha"}


def add_report(client: Any, measure: Measure, **fields: Any) -> Any:
    return client.post(url(measure, "progress"), DONE | fields)


def photo(content: bytes = PNG, name: str = "../field photo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_a_report_keeps_its_day_area_status_and_evidence(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user, {"title": "Terraces"})
    client.force_login(user)

    add_report(client, measure, evidence=photo(), comment="Half of the slope.")

    report = MeasureProgress.objects.get()
    assert (report.date.isoformat(), report.status) == ("2026-01-31", "under_way")
    assert str(report.area_km2.normalize() if report.area_km2 else "") == "60.005"
    page = client.get(url(measure, "progress")).content.decode()
    for words in ("Half of the slope.", "field photo.png", "60"):
        assert words in page
    event = AuditEvent.objects.get(kind="progress.reported")
    assert event.data["evidence"] == report.evidence_sha256


def test_evidence_comes_back_only_as_an_attachment_of_its_own_type(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user)
    client.force_login(user)
    add_report(client, measure, evidence=photo())

    answer = client.get(reverse("measure_evidence", args=["XAA", measure.pk, 1]))

    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == 'attachment; filename="XAA-measure-1-evidence-1.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"evidence": photo(b"<script>alert(1)</script>", "a.pdf")}, "not a PDF, JPEG or PNG"),
        ({"evidence": photo(PNG + b"0" * (21 << 20))}, "larger than 20 MB"),
        ({"date": (timezone.localdate() + timedelta(days=1)).isoformat()}, "still to come"),
        ({"area": "-1"}, "is below nought"),
        ({"status": "dreamt"}, "Select a valid choice"),
    ],
)
def test_a_report_with_a_mistake_comes_back_with_what_to_do(
    client: Any, fields: dict[str, Any], words: str
) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user)
    client.force_login(user)

    page = add_report(client, measure, **fields).content.decode()

    assert words in page
    assert not MeasureProgress.objects.exists()


def test_a_report_is_taken_back_and_its_number_is_not_given_again(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user)
    client.force_login(user)
    add_report(client, measure)

    client.post(reverse("measure_progress_remove", args=["XAA", measure.pk, 1]))
    add_report(client, measure)

    assert list(MeasureProgress.objects.current().values_list("number", flat=True)) == [2]


def test_a_locked_report_takes_no_progress(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user)
    Report.objects.update(state=ReportState.SUBMITTED)
    client.force_login(user)

    add_report(client, measure, evidence=photo())

    assert not MeasureProgress.objects.exists()


def test_more_done_than_planned_and_completed_without_evidence_are_warnings(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user, {"title": "T", "area": "50", "area_unit": "km2"})
    client.force_login(user)
    add_report(client, measure, status="completed")

    found = remarks_on(WorkingCopy.load(Report.objects.get()))

    texts = " ".join(str(r.text) for r in found if r.rule == "R16").replace("\xa0", " ")
    assert "60.01 km² are reported as done, but only 50 km² are planned" in texts
    assert "completed without evidence" in texts
    page = client.get(url(measure, "progress")).content.decode()
    assert "completed without evidence" in page


def test_the_targets_page_judges_each_promise(client: Any) -> None:
    party, user = make_ready_party()
    year = timezone.localdate().year
    fields = {
        "hierarchy": "reverse",
        "quantities.0.kind": "area",
        "quantities.0.value": "100",
        "quantities.0.area_unit": "km2",
        "quantities.0.base_year": str(year - 10),
        "quantities.0.target_year": str(year + 30),
        "quantities.1.kind": "halt",
        "quantities.1.what": "mining",
    }
    target = make_target(party, user, fields)
    measure = make_measure(party, user, {"title": "T", "targets": str(target.number)})
    client.force_login(user)
    add_report(client, measure)

    page = client.get(reverse("target_progress", args=["XAA"])).content.decode()

    assert "On track" in page
    assert "60.01 km² of 100 km²: 60 % of the way" in page.replace("\xa0", " ")
    assert "No indicator measures whether this has stopped" in page


def test_a_version_freezes_progress_and_publishing_states_what_is_done() -> None:
    report = make_filled_report()
    add_progress(Measure.objects.get())

    submission = publish_report(report)

    frozen = submission.content["measures"][0]["progress"][0]
    assert (frozen["date"], frozen["area_km2"]) == ("2026-01-31", "60")
    fact = Fact.objects.get(measure="area_done")
    assert (fact.value, fact.year, fact.item) == (60, 2026, "measure-1")


def test_the_pages_take_at_most_fifteen_queries(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    party, user = make_ready_party()
    for _number in range(3):
        target = make_target(party, user, {"quantities.0.kind": "halt"})
        measure = make_measure(party, user, {"title": "T", "targets": str(target.number)})
        add_progress(measure)
    client.force_login(user)

    for address in (reverse("target_progress", args=["XAA"]), url(measure, "progress")):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200


def test_somebody_elses_evidence_is_a_404(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user)
    add_progress(measure)
    client.force_login(make_focal_point(make_party("XBB")))

    assert client.get(reverse("measure_evidence", args=["XAA", measure.pk, 1])).status_code == 404
    assert add_report(client, measure).status_code == 404

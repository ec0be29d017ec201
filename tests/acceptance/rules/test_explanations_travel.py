"""A warning does not stop a report; what the Party says about it is read by the reviewer."""

import pytest
from django.test import Client

from countries.roles import RoleKey
from indicators.models import Report
from targets.models import Submission
from tests.acceptance.rules.desk import Desk
from tests.factories import make_focal_point, make_user
from tests.targets.reports import make_filled_report
from tests.web_pages import Element, fill_in, form_with, read_page

pytestmark = pytest.mark.django_db
SIGNED = {"signed_name": "Awa Diallo", "signed_title": "Director", "confirmed": "on"}
STOCK = "carbon.stock.2000.cropland"


@pytest.fixture
def desk() -> Desk:
    """A report without errors, with a stock that R11 warns of."""
    report: Report = make_filled_report()
    desk = Desk(Client(), report, make_focal_point(report.party))
    desk.client.force_login(desk.user)
    desk.type({STOCK: "1400"})
    desk.say_source("carbon", source_title="Soil survey", comment="Peat soils")
    return desk


def as_read_by_the_reviewer(desk: Desk) -> Element:
    reviewer = Client()
    reviewer.force_login(make_user(RoleKey.REVIEWER))
    version = read_page(reviewer.get(Submission.objects.get().get_absolute_url()))
    (link,) = [a for a in version.all("a") if a.text == "Warnings and explanations"]
    return read_page(reviewer.get(link["href"]))


def test_an_explanation_given_when_submitting_is_read_beside_the_warning(desk: Desk) -> None:
    # Arrange
    (warning,) = desk.said("R11")
    assert not warning.is_error

    # Act
    words = {warning.explanation_field: "Peat, two metres deep."}
    fill_in(desk.client, desk.submit_url, words | SIGNED, button="Submit the report")

    # Assert
    text = as_read_by_the_reviewer(desk).text.replace("\xa0", " ")
    assert "1 400 t/ha of soil organic carbon; more than 0 and less than 1000 is usual" in text
    assert "Peat, two metres deep." in text


def test_an_explanation_given_while_checking_is_there_when_submitting(desk: Desk) -> None:
    # Arrange
    page = desk.section_url("carbon") + "?check=1"
    form = form_with(desk.get(page), {"finding": "", "reason": ""})
    (finding,) = [e["value"] for e in form.walk() if e["name"] == "finding"]

    # Act
    desk.client.post(form["action"], {"finding": finding, "reason": "Peat."})
    (warning,) = desk.said("R11")
    field = form_with(desk.get(desk.submit_url), {warning.explanation_field: ""})
    fill_in(desk.client, desk.submit_url, SIGNED, button="Submit the report")

    # Assert
    assert [t.text for t in field.all("textarea", name=warning.explanation_field)] == ["Peat."]
    assert "Peat." in as_read_by_the_reviewer(desk).text


def test_a_warning_that_nobody_explained_is_shown_as_such(desk: Desk) -> None:
    fill_in(desk.client, desk.submit_url, SIGNED, button="Submit the report")

    remarks = Submission.objects.get().content["remarks"]
    assert ("R11", STOCK, "") in [(r["rule"], r["path"], r["explanation"]) for r in remarks]
    assert "soil organic carbon" in as_read_by_the_reviewer(desk).text

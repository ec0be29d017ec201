"""The search of the public site finds what is published, and nothing else."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from targets.models import Measure, Target
from tests.factories import make_focal_point, make_party
from tests.targets.reports import make_filled_report, publish_report, submit_as

pytestmark = pytest.mark.django_db
MaxQueries = Callable[[int], AbstractContextManager[None]]


def search(client: Client, words: str) -> str:
    response = client.get(reverse("search"), {"q": words})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def published() -> None:
    report = make_filled_report(make_party("XAA", name_fr="Pays d'essai", name_ar="بلد"))
    Target.objects.update(statements={"en": "Restore the savanna", "fr": "Restaurer la savane"})
    Measure.objects.update(title="Demi-lunes", description="Water harvesting on bare ground")
    publish_report(report)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("savanna", "Restore the savanna"),
        ("SAVANE restaurer", "Restore the savanna"),
        ("demi-lunes", "Demi-lunes"),
        ("bare harvesting", "Demi-lunes"),
        ("pays d'essai", "Testland XAA"),
        ("بلد", "Testland XAA"),
        ("xaa", "Testland XAA"),
    ],
)
def test_words_in_any_language_and_order_are_found(
    client: Client, published: None, words: str, found: str
) -> None:
    assert found in search(client, words)


def test_a_hit_leads_to_its_place_on_the_page_of_the_country(
    client: Client, published: None
) -> None:
    page = search(client, "savanna")

    assert "/countries/XAA/?cycle=2026#targets" in page
    assert 'id="targets"' in client.get("/countries/XAA/?cycle=2026").content.decode()
    assert "XAA-2026-1" in page


def test_what_is_being_written_or_reviewed_is_not_found(client: Client, published: None) -> None:
    Target.objects.update(statements={"en": "A secret draft"})
    report = make_filled_report(make_party("XBB"), Target.objects.get().party.reports.get().cycle)
    Target.objects.filter(party__iso3="XBB").update(statements={"en": "Only submitted"})
    submit_as(report, make_focal_point(report.party))
    client.force_login(make_focal_point(report.party))

    assert "A secret draft" not in search(client, "secret")
    assert "Only submitted" not in search(client, "submitted")


@pytest.mark.parametrize("words", ["", "a", "zzzz", "%", "'; --", "\0\0\0", '"><script>x</script>'])
def test_whatever_is_typed_gets_an_answer(client: Client, published: None, words: str) -> None:
    page = search(client, words)

    assert "<script>x" not in page
    assert "Restore the savanna" not in page


def test_it_needs_few_queries(
    client: Client, published: None, django_assert_max_num_queries: MaxQueries
) -> None:
    with django_assert_max_num_queries(4):
        search(client, "savanna")

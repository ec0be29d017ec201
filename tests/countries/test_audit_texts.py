"""Every kind of audit event has a text, and the pages tell it."""

import ast
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from countries import audit
from countries.audit_texts import Telling, all_texts
from countries.models import AuditEvent
from countries.roles import RoleKey
from tests import factories
from tests.conftest import REPOSITORY

SHAPE = r"[a-z_]+\.[a-z_-]+"
APPS = ("countries", "indicators", "targets", "ldnportal")


def _modules() -> Iterator[Path]:
    for app in APPS:
        for path in (REPOSITORY / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def _recorded_kinds() -> Iterator[tuple[str, str]]:
    """Each call of audit.record: where it stands, and the kind it names."""
    for path in _modules():
        source = path.read_text()
        if "audit" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record"):
                yield f"{path.relative_to(REPOSITORY)}:{node.lineno}", ast.unparse(node.args[0])


def test_every_kind_that_is_recorded_has_a_text() -> None:
    literal = re.compile(rf"^'({SHAPE})'$")
    found = [(place, literal.match(kind)) for place, kind in _recorded_kinds()]
    known = set(all_texts())

    without = [(place, match[1]) for place, match in found if match and match[1] not in known]

    assert found
    assert without == []


def test_no_text_is_kept_for_a_kind_of_another_shape() -> None:
    assert [kind for kind in all_texts() if not re.fullmatch(SHAPE, kind)] == []


def test_an_event_is_told_in_the_readers_language_with_the_roles_name(db: None) -> None:
    party = factories.make_party("XAA")
    by = factories.make_focal_point(party, email="awa@example.org")
    event = audit.record(
        "membership.removed", by=by, party=party, email="li@example.org", role="contributor"
    )

    with override("en"):
        text = Telling(event).text

    assert text == "awa@example.org took this role from li@example.org: Contributor."


def test_an_event_of_long_ago_is_told_as_far_as_it_goes(db: None) -> None:
    event = audit.record("party.changed", by=None)

    with override("en"):
        assert Telling(event).text == "– was changed from the list of Parties: –."


def test_an_event_of_an_unknown_kind_shows_its_kind(db: None) -> None:
    assert Telling(audit.record("party.dissolved", by=None)).text == "party.dissolved"


def test_the_chain_is_verified_on_command(db: None) -> None:
    for _n in range(3):
        audit.record("party.loaded", by=None)
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert out.getvalue() == "3 events, all as they were written.\n"


@pytest.mark.parametrize("act", ["alter", "remove"])
def test_the_first_broken_event_is_named(db: None, act: str) -> None:
    events = [audit.record("party.loaded", by=None, party=None, n=n) for n in range(3)]
    row = AuditEvent.objects.filter(pk=events[1].pk)
    if act == "alter":
        row.update(data={"n": 99})
    else:
        row.delete()
    broken = events[1] if act == "alter" else events[2]

    with pytest.raises(CommandError, match=f"breaks at event {broken.pk} "):
        call_command("verify_audit", stdout=StringIO())


def test_a_party_reads_its_own_history_and_no_other(db: None, client: Client) -> None:
    party, other = factories.make_party("XAA"), factories.make_party("XBB")
    person = factories.make_focal_point(party)
    audit.record("party.loaded", by=None, party=party)
    audit.record("party.loaded", by=None, party=other)
    client.force_login(person)

    page = client.get(reverse("party_history", args=["XAA"])).content.decode()

    assert "XAA was added from the list of Parties." in page
    assert "XBB was added" not in page


def test_the_secretariat_filters_the_trail(db: None, client: Client) -> None:
    for iso3 in ("XAA", "XBB"):
        audit.record("party.loaded", by=None, party=factories.make_party(iso3))
    client.force_login(factories.make_user(RoleKey.SECRETARIAT))

    page = client.get(reverse("audit_trail"), {"party": "xbb"}).content.decode()

    assert "XBB was added" in page
    assert "XAA was added" not in page

"""Keep scenarios: what somebody tries, and what they give a name."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries import audit
from countries.models import User
from countries.permissions import require
from countries.roles import Permission
from indicators.models import Report
from targets.models import SavedScenario
from targets.neutrality.lines import Assumptions
from targets.neutrality.said import assumptions_of, path_of
from targets.neutrality.scenario import Scenario, as_rows


class NameTakenError(ValueError):
    """Another scenario of the report has the name."""


def _content(scenario: Scenario) -> dict[str, Any]:
    return {
        "plans": as_rows(scenario.plans),
        "assumptions": {name: str(value) for name, value in asdict(scenario.assumed).items()},
    }


def assumed_in(row: SavedScenario) -> Assumptions:
    """The assumptions that a scenario was kept with."""
    return assumptions_of({path_of(name): text for name, text in row.assumptions.items()})


def try_out(report: Report, scenario: Scenario, *, by: User) -> None:
    """Keep what somebody tries, so that a closed page loses nothing; their own, told to nobody."""
    own: dict[str, Any] = {"report": report, "created_by": by, "name": ""}
    content = _content(scenario)
    if not SavedScenario.objects.filter(**own).update(**content):
        SavedScenario.objects.update_or_create(**own, defaults=content)


def start_again(report: Report, *, by: User) -> None:
    """Forget what somebody tried."""
    SavedScenario.objects.filter(report=report, created_by=by, name="").delete()


@transaction.atomic
def keep(report: Report, scenario: Scenario, name: str, note: str, *, by: User) -> SavedScenario:
    """Keep a scenario under a name. Raises NameTakenError, PermissionDenied."""
    require(by, Permission.EDIT_RECORD, report.party)
    Report.objects.select_for_update().get(pk=report.pk)
    if report.scenarios.named().current().filter(name=name).exists():
        words = _(
            "There is a scenario “%(name)s” already. Choose another name, or remove that one."
        )
        raise NameTakenError(words % {"name": name})
    row = SavedScenario.objects.create(
        report=report, name=name, note=note, created_by=by, **_content(scenario)
    )
    audit.record("scenario.kept", by=by, party=report.party, target=row, name=name)
    return row


@transaction.atomic
def remove(row: SavedScenario, *, by: User) -> None:
    """Take a scenario off the list; it can be put back."""
    require(by, Permission.EDIT_RECORD, row.report.party)
    if row.removed_at is None:
        SavedScenario.objects.filter(pk=row.pk).update(removed_at=timezone.now())
        audit.record("scenario.removed", by=by, party=row.report.party, target=row, name=row.name)


@transaction.atomic
def put_back(row: SavedScenario, *, by: User) -> None:
    """Put a scenario back on the list. Raises NameTakenError."""
    require(by, Permission.EDIT_RECORD, row.report.party)
    if row.removed_at is None:
        return
    Report.objects.select_for_update().get(pk=row.report_id)
    if row.report.scenarios.named().current().filter(name=row.name).exists():
        words = _("Another scenario is called “%(name)s” now, so this one stays removed.")
        raise NameTakenError(words % {"name": row.name})
    SavedScenario.objects.filter(pk=row.pk).update(removed_at=None)
    audit.record("scenario.put_back", by=by, party=row.report.party, target=row, name=row.name)

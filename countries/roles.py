"""Roles as data: what each person may do. The matrix in docs/roles.md is printed from here."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a person may do."""

    VIEW_WORK = "view_work"
    EDIT_RECORD = "edit_record"
    UPLOAD = "upload"
    RUN = "run"
    COMMENT = "comment"
    MANAGE_TEAM = "manage_team"
    SUBMIT = "submit"
    RECALL = "recall"
    REVISE = "revise"
    READ_SUBMISSIONS = "read_submissions"
    REVIEW = "review"
    PUBLISH = "publish"
    MANAGE_CYCLES = "manage_cycles"
    APPOINT = "appoint"
    EXPORT_REGIONS = "export_regions"
    EDIT_PARTIES = "edit_parties"
    READ_AUDIT = "read_audit"
    ASK = "ask"
    ANSWER = "answer"


PERMISSION_LABELS: dict[Permission, Promise] = {
    Permission.VIEW_WORK: _("open the Party's unpublished work"),
    Permission.EDIT_RECORD: _("enter data, targets and measures"),
    Permission.UPLOAD: _("upload rasters"),
    Permission.RUN: _("compute indicators"),
    Permission.COMMENT: _("comment and answer"),
    Permission.MANAGE_TEAM: _("invite and remove the Party's people"),
    Permission.SUBMIT: _("submit the report"),
    Permission.RECALL: _("recall a submission before review starts"),
    Permission.REVISE: _("start the revision of a published report"),
    Permission.READ_SUBMISSIONS: _("read submissions"),
    Permission.REVIEW: _("start a review, return or accept"),
    Permission.PUBLISH: _("publish an accepted report"),
    Permission.MANAGE_CYCLES: _("open and close cycles"),
    Permission.APPOINT: _("appoint focal points and reviewers"),
    Permission.EXPORT_REGIONS: _("export regional summaries"),
    Permission.EDIT_PARTIES: _("edit Parties, names and annexes"),
    Permission.READ_AUDIT: _("read the audit trail"),
    Permission.ASK: _("ask the helpdesk"),
    Permission.ANSWER: _("answer questions to the helpdesk"),
}


class Scope(StrEnum):
    """What a role is held for."""

    PARTY = "party"
    REGION = "region"  # all Parties, or those of an assigned region
    ALL = "all"


class RoleKey(models.TextChoices):
    CONTRIBUTOR = "contributor", _("Contributor")
    FOCAL_POINT = "focal_point", _("National focal point")
    REVIEWER = "reviewer", _("Reviewer (Global Mechanism)")
    SECRETARIAT = "secretariat", _("Secretariat")
    OBSERVER = "observer", _("Observer")


@dataclass(frozen=True)
class Role:
    """A named set of permissions, and the scope it is held for."""

    key: RoleKey
    scope: Scope
    permissions: frozenset[Permission]


_CONTRIBUTOR = frozenset(
    {
        Permission.VIEW_WORK,
        Permission.EDIT_RECORD,
        Permission.UPLOAD,
        Permission.RUN,
        Permission.COMMENT,
        Permission.READ_SUBMISSIONS,
        Permission.ASK,
    }
)

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(RoleKey.CONTRIBUTOR, Scope.PARTY, _CONTRIBUTOR),
        Role(
            RoleKey.FOCAL_POINT,
            Scope.PARTY,
            _CONTRIBUTOR
            | {Permission.MANAGE_TEAM, Permission.SUBMIT, Permission.RECALL, Permission.REVISE},
        ),
        Role(
            RoleKey.REVIEWER,
            Scope.REGION,
            frozenset(
                {
                    Permission.READ_SUBMISSIONS,
                    Permission.REVIEW,
                    Permission.COMMENT,
                    Permission.ANSWER,
                }
            ),
        ),
        Role(
            RoleKey.SECRETARIAT,
            Scope.ALL,
            frozenset(
                {
                    Permission.READ_SUBMISSIONS,
                    Permission.PUBLISH,
                    Permission.MANAGE_CYCLES,
                    Permission.APPOINT,
                    Permission.EXPORT_REGIONS,
                    Permission.EDIT_PARTIES,
                    Permission.READ_AUDIT,
                    Permission.ANSWER,
                }
            ),
        ),
        # An observer reads what is published, and what a Party shares with them by membership.
        Role(RoleKey.OBSERVER, Scope.ALL, frozenset()),
    )
}

GIVEN_WITH: dict[str, frozenset[Permission]] = {
    # With any one of these a person gives a role and takes it away: docs/decisions/0007.
    RoleKey.CONTRIBUTOR: frozenset({Permission.MANAGE_TEAM}),
    RoleKey.FOCAL_POINT: frozenset({Permission.MANAGE_TEAM, Permission.APPOINT}),
    RoleKey.REVIEWER: frozenset({Permission.APPOINT}),
    RoleKey.OBSERVER: frozenset({Permission.APPOINT}),
    RoleKey.SECRETARIAT: frozenset(),  # on the command line only: `manage.py appoint`
}

"""Who holds which role, and for whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models.parties import Party, Region
from countries.roles import ROLES, Permission, Role, RoleKey

PARTY_ROLES = [RoleKey.CONTRIBUTOR, RoleKey.FOCAL_POINT]


class RoleHolding(models.Model):
    """A role for one Party, for a region, or for all."""

    role = models.CharField(_("role"), max_length=12, choices=RoleKey.choices)
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="+")
    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True, related_name="+")
    sections = models.CharField(
        _("sections"),
        max_length=600,
        blank=True,
        help_text=_("Keys of the sections that a contributor may change, or nothing for all."),
    )

    class Meta:
        abstract = True

    @property
    def section_keys(self) -> list[str]:
        """The sections that the role is limited to; none for all."""
        return self.sections.split()

    def writes(self, section: str) -> bool:
        """Whether the role is for changing this section too."""
        if Permission.EDIT_RECORD not in self.definition.permissions:
            return False
        return not self.sections or section in self.section_keys

    @property
    def definition(self) -> Role:
        return ROLES[self.role]


def _party_roles_name_a_party(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=(
            Q(role__in=PARTY_ROLES, party__isnull=False, region__isnull=True)
            | (Q(party__isnull=True) & ~Q(role__in=PARTY_ROLES))
        ),
        name=name,
        violation_error_message=_(
            "Contributors and focal points belong to one Party; other roles to none."
        ),
    )


def _sections_limit_contributors(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(sections="") | Q(role=RoleKey.CONTRIBUTOR),
        name=name,
        violation_error_message=_("Only a contributor can be limited to sections."),
    )


class Membership(RoleHolding):
    """A person holds a role now. Removing the row takes the role away at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user__full_name", "pk"]
        constraints = [
            _party_roles_name_a_party("membership_party_roles_name_a_party"),
            _sections_limit_contributors("membership_sections_limit_contributors"),
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("party", 0, output_field=models.BigIntegerField()),
                Coalesce("region", 0, output_field=models.BigIntegerField()),
                name="membership_held_once",
                violation_error_message=_("This person already holds this role."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.party_id or self.region_id or 'all'}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Keep those that nobody has accepted; they may have expired."""
        return self.filter(accepted_at__isnull=True)

    def valid(self) -> "InvitationQuerySet":
        """Keep those that can still be accepted."""
        return self.open().filter(expires_at__gt=timezone.now())


class Invitation(RoleHolding):
    """An address asked to take a role. Only the digest of the secret in the link is kept."""

    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    language = models.CharField(_("language of the e-mail"), max_length=10, default="en")
    # The secret is made at the moment of mailing: until then there is none to keep.
    token_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mailed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            _party_roles_name_a_party("invitation_party_roles_name_a_party"),
            _sections_limit_contributors("invitation_sections_limit_contributors"),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.role}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

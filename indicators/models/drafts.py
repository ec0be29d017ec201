"""A draft: saved as a whole, guarded by its version, and keeping what could not be read."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from countries.models import Party


class Draft(models.Model):
    """Something people write together: a section of a report, a target, a measure.

    Field paths are the keys of all three JSON columns. `changed` holds the version at which each
    field changed last, so that two people who save at once see only what really differs.
    `unread` holds, letter by letter, what was typed where a number or a year was expected.
    `explanations` holds a Party's reason for a warning by "rule:field".
    """

    version = models.PositiveIntegerField(default=0)
    changed = models.JSONField(default=dict, blank=True)
    unread = models.JSONField(default=dict, blank=True)
    explanations = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(_("last saved"), null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def written_under(self) -> "tuple[Party, str]":
        """The Party and the section of its report that roles are limited by."""
        raise NotImplementedError

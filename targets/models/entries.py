"""Entries of the lists of supporting information: finance, stakeholders, workshops and the like."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Party
from countries.models.located import Located
from indicators.models import Cycle
from indicators.models.drafts import Draft
from targets.models.submissions import Submission

if TYPE_CHECKING:
    from countries.models import User


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: "User") -> "EntryQuerySet":
        return self.filter(party__in=Party.objects.working_for(user))

    def current(self) -> "EntryQuerySet":
        return self.filter(removed_at__isnull=True)


class Entry(Located, Draft):
    """One entry of a list. Which fields it has is declared by its list (targets.records).

    `answers` maps the path of a field to what was read: text, number as text, list. Entries of a
    list with `is_placed` can have a polygon.
    """

    place = None  # type: ignore[assignment]  # its name is one of the answers
    party = models.ForeignKey(Party, models.CASCADE, related_name="entries")
    kind = models.SlugField(gettext_lazy("list"), max_length=20)
    number = models.PositiveIntegerField(gettext_lazy("number"))
    answers = models.JSONField(gettext_lazy("answers"), default=dict, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("entry of supporting information")
        verbose_name_plural = gettext_lazy("entries of supporting information")
        ordering = ["party", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "number"], name="entry_number_unique_in_list"
            )
        ]

    def __str__(self) -> str:
        return _("Entry %(number)s") % {"number": self.number}

    @property
    def written_under(self) -> tuple[Party, str]:
        return self.party, self.kind

    def get_absolute_url(self) -> str:
        return reverse("record_detail", args=[self.party.iso3, self.kind, self.pk])


class PublishedEntryQuerySet(models.QuerySet["PublishedEntry"]):
    def current(self) -> "PublishedEntryQuerySet":
        """Keep those of versions that are published now."""
        return self.filter(
            submission__published_at__isnull=False, submission__superseded_at__isnull=True
        )

    def newest(self) -> "PublishedEntryQuerySet":
        """Keep those of each Party's newest published cycle."""
        later = Submission.objects.published().filter(
            report__party=OuterRef("party"), report__cycle__year__gt=OuterRef("cycle__year")
        )
        return self.current().filter(~Exists(later))


class PublishedEntry(Located):
    """One entry of a published version, as it stands in the snapshot."""

    place = None  # type: ignore[assignment]  # its name is one of the answers
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="entries")
    party = models.ForeignKey(Party, models.PROTECT, related_name="published_entries")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="published_entries")
    version = models.PositiveIntegerField()
    kind = models.SlugField(max_length=20)
    number = models.PositiveIntegerField()
    answers = models.JSONField()

    objects = PublishedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("published entry")
        verbose_name_plural = gettext_lazy("published entries")
        ordering = ["party", "cycle", "kind", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "kind", "number"], name="published_entry_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "party"], name="published_entry_kind")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.kind} {self.number}"

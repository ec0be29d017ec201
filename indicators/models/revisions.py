"""A revision of a run: its tables and maps under other corrections, another matrix or legend."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.jobs import ENDED_STATES, Job
from indicators.models.runs import Run


class RevisionQuerySet(models.QuerySet["Revision"]):
    def unfinished(self) -> "RevisionQuerySet":
        return self.exclude(job_state__in=ENDED_STATES)

    def light(self) -> "RevisionQuerySet":
        """Leave the long documents in the database."""
        return self.defer("manifest", "plan", "summary")


class Revision(Job):
    """One state of a run. Number 0 is the run as it was first computed, kept to be restored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    manifest = models.JSONField()
    identity = models.CharField(max_length=64)
    method_version = models.CharField(max_length=40)
    plan = models.TextField(blank=True, default="")
    # From the counts alone it is there before the maps are, where the matrix alone has changed.
    summary = models.JSONField(default=dict, blank=True)
    outputs = models.JSONField(default=list, blank=True)
    results_key = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Where the run had been cited meanwhile: the run of its own that this became.
    became = models.ForeignKey(Run, models.SET_NULL, null=True, blank=True, related_name="+")
    scratch_cleared_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a run")
        verbose_name_plural = _("revisions of runs")
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="revision_number_once_a_run"),
            models.UniqueConstraint(
                fields=["run"],
                condition=~Q(job_state__in=ENDED_STATES),
                name="revision_one_at_work_a_run",
            ),
        ]
        indexes = [models.Index(fields=["job_state", "heartbeat_at"], name="revision_sweep")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"

    @property
    def scratch_key(self) -> str:
        """Where its attempts leave what they work with, each in a folder of its own."""
        return f"scratch/{self.pk}"

"""A run: one computation of the indicators, its chunks and its results."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from indicators.models.cycles import Cycle
from indicators.models.datasets import Citable, Dataset, visible_as_cited
from indicators.models.jobs import ENDED_STATES, Job

if TYPE_CHECKING:
    from countries.models import User


class Profile(models.TextChoices):
    """Method profiles, as in indicators.science.profiles."""

    PRAIS4 = "prais4", _("PRAIS 4 (default)")
    TRENDS_EARTH = "trends.earth", _("Trends.Earth")
    GPG2 = "gpg2", _("Good practice guidance, version 2")


class Stage(models.TextChoices):
    """The stages of a run, in their order; each is one step or many, and all must be done."""

    PLAN = "plan", _("checking the inputs and planning")
    FIRST = "first", _("reading and computing")
    MERGE = "merge", _("putting the parts together")
    SECOND = "second", _("combining and writing")
    FINISH = "finish", _("writing the results")

    @property
    def next(self) -> "Stage | None":
        stages = list(Stage)
        after = stages.index(self) + 1
        return stages[after] if after < len(stages) else None


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: "User") -> "RunQuerySet":
        """Those of the user's own Parties, and those that a submission they review rests on."""
        return self.filter(visible_as_cited(user))

    def unfinished(self) -> "RunQuerySet":
        return self.exclude(job_state__in=ENDED_STATES)

    def light(self) -> "RunQuerySet":
        """Leave the long documents in the database, for lists and for progress."""
        return self.defer("manifest", "plan", "summary")


class Run(Job, Citable):
    """One computation. Its identity is a digest of the method, its version and the inputs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, models.CASCADE, related_name="runs")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField(_("number"))
    profile = models.CharField(
        _("profile"), max_length=20, choices=Profile.choices, default=Profile.PRAIS4
    )
    manifest = models.JSONField()
    identity = models.CharField(max_length=64, db_index=True)
    method_version = models.CharField(max_length=40)
    datasets = models.ManyToManyField(Dataset, related_name="runs")
    # What the person chose on the form, to begin the next one from.
    choices = models.JSONField(default=dict, blank=True)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.PLAN)
    plan = models.TextField(blank=True, default="")
    summary = models.JSONField(default=dict, blank=True)
    # Name, size and SHA-256 of every file of the results.
    outputs = models.JSONField(default=list, blank=True)
    # Which of its revisions it shows now, 0 as it was first computed; where that one's files stand.
    revision = models.PositiveIntegerField(_("revision"), default=0)
    revised_at = models.DateTimeField(null=True, blank=True)
    revised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    results_key = models.CharField(max_length=120, blank=True, default="")
    # The cited run, which stays as it is, that this one is a revision of, on the same first pass.
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="revised_as"
    )
    # Until when its first pass is kept, for revisions that need not read the series again.
    kept_until = models.DateTimeField(null=True, blank=True)
    scratch_cleared_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["party", "number"], name="run_number_unique_in_party")
        ]

    def __str__(self) -> str:
        return _("Run %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("run_detail", args=[self.party.iso3, self.pk])

    @property
    def output_key(self) -> str:
        """Where its outputs stand in the storage."""
        return self.results_key or f"runs/{self.pk}"

    @property
    def scratch_key(self) -> str:
        """Where its steps leave what the next ones, and its revisions, need."""
        return f"scratch/{self.revises_id or self.pk}"

    def revised_since(self, moment: datetime) -> bool:
        """Whether its maps are others than they were at a moment."""
        return self.revised_at is not None and self.revised_at > moment

    @property
    def corrections(self) -> list[dict[str, Any]]:
        """The corrections that its tables and maps hold, in their order; the last one wins."""
        listed: list[dict[str, Any]] = self.manifest.get("corrections") or []
        return listed


class RunChunk(Job):
    """One step of a run: a chunk of its rasters in one pass, or what comes between the passes.

    A lost step is redone alone.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="chunks")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    index = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("step of a run")
        verbose_name_plural = _("steps of a run")
        ordering = ["run", "stage", "index"]
        constraints = [
            models.UniqueConstraint(fields=["run", "stage", "index"], name="chunk_once_a_stage")
        ]
        indexes = [models.Index(fields=["job_state", "heartbeat_at"], name="chunk_sweep")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.stage} {self.index}"

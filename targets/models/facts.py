"""Facts: published numbers, flat. All that is public, regional or exported reads only these."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from indicators.models import Cycle, Origin
from targets.models.submissions import Submission


class FactQuerySet(models.QuerySet["Fact"]):
    def current(self) -> "FactQuerySet":
        """The facts of versions that are published now."""
        return self.filter(
            submission__published_at__isnull=False, submission__superseded_at__isnull=True
        )


class Fact(models.Model):
    """One published number. Keys are stable texts, so that a row can be read on its own."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="facts")
    party = models.ForeignKey(Party, models.PROTECT, related_name="facts")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="facts")
    version = models.PositiveIntegerField()
    topic = models.CharField(max_length=20)
    item = models.CharField(max_length=40, blank=True, default="", help_text="such as target-3")
    measure = models.CharField(max_length=40)
    category = models.CharField(max_length=60, blank=True, default="")
    category_to = models.CharField(max_length=60, blank=True, default="")
    period = models.CharField(max_length=40, blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=40)
    origin = models.CharField(max_length=12, choices=Origin.choices, blank=True)
    licence = models.CharField(max_length=12, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["party", "cycle", "topic", "measure", "period", "year", "category", "pk"]
        constraints = [
            models.UniqueConstraint(
                "submission",
                "topic",
                "item",
                "measure",
                "category",
                "category_to",
                "period",
                Coalesce("year", 0, output_field=models.IntegerField()),
                name="fact_once_a_submission",
            )
        ]
        indexes = [
            models.Index(fields=["cycle", "topic", "measure"], name="fact_topic"),
            models.Index(fields=["party", "cycle"], name="fact_party"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.topic} {self.measure} {self.category}"

"""Published targets and measures as rows with a place: what maps and open data read."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from countries.languages import in_current_language
from countries.models import Party
from countries.models.located import Located
from indicators.models import Cycle
from targets.models.submissions import Submission


class PublishedPromiseQuerySet(models.QuerySet["PublishedPromise"]):
    def current(self) -> "PublishedPromiseQuerySet":
        """Keep those of versions that are published now."""
        return self.filter(
            submission__published_at__isnull=False, submission__superseded_at__isnull=True
        )

    def newest(self) -> "PublishedPromiseQuerySet":
        """Keep those of each Party's newest published cycle: none stands there twice."""
        later = Submission.objects.published().filter(
            report__party=OuterRef("party"), report__cycle__year__gt=OuterRef("cycle__year")
        )
        return self.current().filter(~Exists(later))

    def targets(self) -> "PublishedPromiseQuerySet":
        return self.filter(topic=PublishedPromise.Topic.TARGET)

    def measures(self) -> "PublishedPromiseQuerySet":
        return self.filter(topic=PublishedPromise.Topic.MEASURE)


class PublishedPromise(Located):
    """One target or measure of a published version, as it stands in the snapshot.

    `content` is the snapshot's entry without its place and without what was said to reviewers.
    `first_year` and `last_year` say when it holds; None is open.
    """

    class Topic(models.TextChoices):
        TARGET = "target", _("target")
        MEASURE = "measure", _("measure")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="promises")
    party = models.ForeignKey(Party, models.PROTECT, related_name="published_promises")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="published_promises")
    version = models.PositiveIntegerField()
    topic = models.CharField(max_length=8, choices=Topic.choices)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PublishedPromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("published target or measure")
        verbose_name_plural = _("published targets and measures")
        ordering = ["party", "cycle", "topic", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "topic", "number"], name="published_promise_once"
            )
        ]
        indexes = [
            models.Index(fields=["topic", "west", "east"], name="published_promise_place"),
            models.Index(fields=["party", "cycle", "topic"], name="published_promise_party"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.topic} {self.number}"

    @property
    def title(self) -> str:
        """The measure's title, or the target's statement in the reader's language."""
        if self.topic == self.Topic.MEASURE:
            return str(self.content.get("title", ""))
        return in_current_language(self.content.get("statements") or {})

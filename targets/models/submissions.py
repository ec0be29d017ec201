"""Submitted versions of a report: an immutable snapshot, its review, its comments."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from indicators.models import Report, Run

if TYPE_CHECKING:
    from countries.models import User

FROZEN_FIELDS = frozenset(
    {
        "report",
        "report_id",
        "version",
        "snapshot",
        "sha256",
        "submitted_at",
        "submitted_by",
        "submitted_by_id",
        "signed_name",
        "signed_title",
    }
)


class FrozenError(Exception):
    """Somebody tried to change what a Party has put its name to."""


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: "User") -> "SubmissionQuerySet":
        """Those of the user's own Parties, and those they review unless taken back."""
        own = Q(report__party__in=Party.objects.working_for(user))
        reviewed = Q(report__party__in=Party.objects.reviewed_by(user), recalled_at__isnull=True)
        return self.filter(own | reviewed)

    def published(self) -> "SubmissionQuerySet":
        return self.filter(published_at__isnull=False, superseded_at__isnull=True)

    def without_snapshot(self) -> "SubmissionQuerySet":
        """Leave the large text in the database, for lists."""
        return self.defer("snapshot")

    def update(self, **changes: Any) -> int:
        """Change the state of versions; what was frozen stays (see also targets.guards)."""
        refuse_frozen(changes)
        return super().update(**changes)


def refuse_frozen(names: Iterable[str]) -> None:
    """Raise FrozenError when one of `names` is a field that never changes."""
    touched = FROZEN_FIELDS.intersection(names)
    if touched:
        raise FrozenError(f"A submitted version never changes: {', '.join(sorted(touched))}")


class Submission(models.Model):
    """One version that a focal point submitted. The snapshot never changes.

    Rows are inserted by `save()` and changed only by `QuerySet.update()` of single fields.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions")
    version = models.PositiveIntegerField()
    snapshot = models.TextField(help_text="canonical JSON, as it was hashed")
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_name = models.CharField(_("name"), max_length=200)
    signed_title = models.CharField(_("title or function"), max_length=200)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    review_started_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField(_("reason for the return"), blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    runs = models.ManyToManyField(Run, related_name="submissions", blank=True)
    # Counted once, by page, so that a board of all Parties reads no snapshot: targets.attention.
    remarks_by_page = models.JSONField(default=dict, blank=True, editable=False)
    remark_count = models.PositiveIntegerField(default=0, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["report", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "version"], name="submission_version_once_a_report"
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(published_at__isnull=False, superseded_at__isnull=True),
                name="submission_one_published_a_report",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(accepted_at__lte=F("published_at")),
                name="submission_accepted_before_published",
            ),
        ]

    def __str__(self) -> str:
        return _("%(report)s, version %(version)s") % {
            "report": self.report,
            "version": self.version,
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError("A submitted version is changed by QuerySet.update() only.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("submission_detail", args=[self.pk])

    @property
    def content(self) -> dict[str, Any]:
        """The snapshot as data."""
        content: dict[str, Any] = json.loads(self.snapshot)
        return content

    @property
    def state(self) -> str:
        """Where this version stands: a key of countries.states."""
        steps = (
            ("superseded", self.superseded_at),
            ("published", self.published_at),
            ("accepted", self.accepted_at),
            ("returned", self.returned_at),
            ("recalled", self.recalled_at),
            ("in_review", self.review_started_at),
        )
        return next((name for name, at in steps if at), "submitted")


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: "User") -> "ThreadQuerySet":
        """Those about versions that `user` may read."""
        readable = Submission.objects.visible_to(user)
        return self.filter(submission__in=readable.order_by().values("pk"))

    def unresolved(self) -> "ThreadQuerySet":
        return self.filter(resolved_at__isnull=True)


class Thread(models.Model):
    """A conversation about one field or section of a report.

    It belongs to the report, so that it goes on in the next version; `submission` is the
    version that it was opened on.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="threads")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="threads")
    field = models.CharField(max_length=200, help_text="path into the snapshot")
    label = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["report", "field", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def state(self) -> str:
        """A key of countries.states."""
        return "resolved" if self.resolved_at else "open"


class CommentQuerySet(models.QuerySet["Comment"]):
    def new_to(self, user: "User") -> "CommentQuerySet":
        """Those of others, written since `user` last looked at their thread."""
        seen = ThreadSeen.objects.filter(
            thread=OuterRef("thread"), user=user, seen_at__gte=OuterRef("created_at")
        )
        return self.exclude(created_by=user).filter(~Exists(seen))


class Comment(models.Model):
    """One contribution to a thread."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"))
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["thread", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class ThreadSeen(models.Model):
    """When a person last looked at a thread: what came later is new to them."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="seen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("thread seen")
        verbose_name_plural = _("threads seen")
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="thread_seen_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.user_id}"

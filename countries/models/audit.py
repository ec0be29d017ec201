"""The audit trail: append-only, chained by hash, without foreign keys so that it outlives all."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act. `hash` covers every field and the previous row's hash: see countries.audit."""

    kind = models.CharField(max_length=60)
    actor_id = models.CharField(max_length=40, blank=True)
    actor = models.CharField(max_length=254, blank=True)
    party = models.CharField(max_length=3, blank=True)
    target_model = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["party", "-id"], name="audit_party"),
            models.Index(fields=["target_model", "target_id"], name="audit_target"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

"""The inbox: every e-mail also stands here, so that a mail server that is down loses nothing."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: object) -> "MessageQuerySet":
        return self.filter(recipient_id=getattr(user, "pk", None))

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at__isnull=True)

    def to_mail(self) -> "MessageQuerySet":
        """Keep those that still have to leave as e-mail."""
        return self.filter(wants_mail=True, mailed_at__isnull=True)


class Message(models.Model):
    """One message to one person, in that person's language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox")
    key = models.CharField(max_length=120, blank=True, help_text="Same key, same recipient: once")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    wants_mail = models.BooleanField(default=True)  # as the recipient wished when it was written
    at_once = models.BooleanField(default=False)  # about the account's safety: never gathered
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"],
                condition=~models.Q(key=""),
                name="message_key_once_a_recipient",
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="message_unread"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(wants_mail=True, mailed_at__isnull=True),
                name="message_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

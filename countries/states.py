"""How each state is shown: a tone and a sign beside its word, so that colour is never alone."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Look(NamedTuple):
    """Tone and icon of a chip, and the word used when the caller has none."""

    tone: str
    icon: str
    label: str | Promise


UNKNOWN = Look("neutral", "dash", "")

STATES: dict[str, Look] = {
    # sections of a report
    "not_started": Look("neutral", "dash", _("Not started")),
    "draft": Look("info", "draft", _("Draft")),
    "has_errors": Look("error", "alert", _("Has errors")),
    "has_warnings": Look("warn", "alert", _("Has warnings")),
    "complete": Look("ok", "check", _("Complete")),
    # reports and their versions
    "submitted": Look("info", "lock", _("Submitted")),
    "in_review": Look("info", "clock", _("In review")),
    "returned": Look("warn", "return", _("Returned")),
    "recalled": Look("neutral", "return", _("Recalled")),
    "accepted": Look("ok", "check", _("Accepted")),
    "published": Look("ok", "globe", _("Published")),
    "superseded": Look("neutral", "dash", _("Superseded")),
    # runs and uploads
    "queued": Look("neutral", "clock", _("Queued")),
    "running": Look("info", "run", _("Running")),
    "examining": Look("info", "clock", _("Being examined")),
    "succeeded": Look("ok", "check", _("Done")),
    "failed": Look("error", "alert", _("Failed")),
    "cancelled": Look("neutral", "cross", _("Cancelled")),
    "refused": Look("error", "cross", _("Refused")),
    # threads, invitations, progress of targets and measures
    "open": Look("warn", "alert", pgettext_lazy("a thread of comments", "Open")),
    "resolved": Look("ok", "check", pgettext_lazy("a thread of comments", "Resolved")),
    "waiting": Look("warn", "clock", pgettext_lazy("a question", "Waits for an answer")),
    "answered": Look("ok", "check", pgettext_lazy("a question", "Answered")),
    "closed": Look("neutral", "lock", pgettext_lazy("a question", "Closed")),
    "invited": Look("neutral", "clock", _("Invited")),
    "ongoing": Look("info", "run", _("Ongoing")),
    "achieved": Look("ok", "check", _("Achieved")),
    "partially_achieved": Look("warn", "level", _("Partially achieved")),
    "not_achieved": Look("error", "cross", _("Not achieved")),
    "on_track": Look("ok", "check", _("On track")),
    "behind": Look("warn", "alert", _("Behind")),
    # the state of land
    "degraded": Look("degraded", "down", _("Degraded")),
    "stable": Look("stable", "level", _("Stable")),
    "improved": Look("improved", "up", _("Improved")),
    "no_data": Look("no-data", "dash", _("No data")),
}

ORIGINS: dict[str, str | Promise] = {
    "default": _("default"),
    "national": _("national"),
    "computed": _("computed"),
    "carried_over": _("carried over"),
}

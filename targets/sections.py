"""The sections of a report beside its baseline: targets, measures, the balance sheet."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TARGETS = "targets"
MEASURES = "measures"
BALANCE = "balance"
BALANCE_TITLE = _("Balance and neutrality")
PROMISE_SECTIONS: dict[str, str | Promise] = {TARGETS: _("Targets"), MEASURES: _("Measures")}

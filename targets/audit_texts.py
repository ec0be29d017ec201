"""What the events of reports and their review say."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from targets.records.registry import RECORD_TYPES
from targets.workflow import TRANSITIONS, Action

_REPORTS: dict[Action, Promise] = {
    Action.SUBMIT: _(
        "%(actor)s submitted version %(version)s of the report for %(cycle)s (SHA-256 %(sha256)s)."
    ),
    Action.RECALL: _("%(actor)s recalled version %(version)s of the report for %(cycle)s."),
    Action.START_REVIEW: _(
        "%(actor)s started the review of version %(version)s of the report for %(cycle)s."
    ),
    Action.RETURN: _(
        "%(actor)s returned version %(version)s of the report for %(cycle)s: %(comment)s"
    ),
    Action.ACCEPT: _("%(actor)s accepted version %(version)s of the report for %(cycle)s."),
    Action.PUBLISH: _(
        "%(actor)s published version %(version)s of the report for %(cycle)s:"
        " %(facts)s published numbers."
    ),
    Action.REVISE: _(
        "%(actor)s started a revision of the report for %(cycle)s, published as version"
        " %(version)s."
    ),
}

_ENTRIES: dict[str, Promise] = {
    "created": _("%(actor)s began entry %(number)s of “{list}”."),
    "saved": _("%(actor)s saved entry %(number)s of “{list}”, version %(version)s."),
    "placed": _(
        "%(actor)s uploaded the polygon of entry %(number)s of “{list}” (%(area_km2)s km²)."
    ),
    "removed": _("%(actor)s removed entry %(number)s of “{list}”."),
    "restored": _("%(actor)s put entry %(number)s of “{list}” back."),
    "explained": _("%(actor)s explained a warning about entry %(number)s of “{list}”: %(reason)s"),
    "confirmed": _("%(actor)s confirmed entry %(number)s of “{list}”."),
}
_of_list = lazy(lambda text, title: str(text).replace("{list}", str(title)), str)

TEXTS: dict[str, str | Promise] = {
    **{
        f"{kind.key}.{what}": _of_list(text, kind.title)
        for kind in RECORD_TYPES.values()
        for what, text in _ENTRIES.items()
    },
    **{TRANSITIONS[action].audit_kind: text for action, text in _REPORTS.items()},
    "review.assigned": _(
        "%(actor)s gave the review of version %(version)s of the report for %(cycle)s to"
        " %(reviewer)s."
    ),
    "target.created": _("%(actor)s began target %(number)s."),
    "target.saved": _("%(actor)s saved target %(number)s, version %(version)s."),
    "target.placed": _("%(actor)s uploaded the polygon of target %(number)s (%(area_km2)s km²)."),
    "target.removed": _("%(actor)s removed target %(number)s."),
    "target.restored": _("%(actor)s put target %(number)s back."),
    "target.explained": _("%(actor)s explained a warning about target %(number)s: %(reason)s"),
    "measure.created": _("%(actor)s began measure %(number)s."),
    "measure.saved": _("%(actor)s saved measure %(number)s, version %(version)s."),
    "measure.placed": _("%(actor)s uploaded the polygon of measure %(number)s (%(area_km2)s km²)."),
    "measure.removed": _("%(actor)s removed measure %(number)s."),
    "measure.restored": _("%(actor)s put measure %(number)s back."),
    "measure.explained": _("%(actor)s explained a warning about measure %(number)s: %(reason)s"),
    "effect.asked": _(
        "%(actor)s asked for the effect of measure %(measure)s in the maps of run %(run)s."
    ),
    "scenario.kept": _("%(actor)s kept the scenario “%(name)s”."),
    "scenario.removed": _("%(actor)s removed the scenario “%(name)s”."),
    "scenario.put_back": _("%(actor)s put the scenario “%(name)s” back."),
    "responses.asked": _("%(actor)s asked where to act, by the maps of run %(run)s."),
    "progress.reported": _(
        "%(actor)s reported the progress of measure %(measure)s on %(date)s (report %(number)s)."
    ),
    "progress.taken_back": _(
        "%(actor)s took back progress report %(number)s of measure %(measure)s."
    ),
    "balance.said": _("%(actor)s saved what the balance sheet assumes or justifies."),
    "balance.planned": _("%(actor)s entered planned loss %(number)s (%(area_km2)s km²)."),
    "balance.unplanned": _("%(actor)s took out planned loss %(number)s (%(area_km2)s km²)."),
    "thread.opened": _("%(actor)s opened a thread on %(field)s."),
    "thread.answered": _("%(actor)s wrote in the thread on %(field)s."),
    "thread.resolved": _("%(actor)s resolved the thread on %(field)s."),
    "thread.reopened": _("%(actor)s opened the thread on %(field)s again."),
}

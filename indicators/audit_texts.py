"""What the audit events of this app say; see countries.audit_texts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, str | Promise] = {
    "cycle.opened": _("%(actor)s opened the cycle %(year)s with the periods %(periods)s."),
    "cycle.changed": _("%(actor)s changed the cycle %(year)s: %(fields)s."),
    "period.added": _(
        "%(actor)s added the period %(first_year)s–%(last_year)s to the cycle %(cycle)s."
    ),
    "period.changed": _(
        "%(actor)s changed the period %(period)s of the cycle %(cycle)s: %(fields)s."
    ),
    "period.removed": _(
        "%(actor)s removed the period %(first_year)s–%(last_year)s from the cycle %(cycle)s."
    ),
    "run.started": _("%(actor)s started run %(number)s."),
    "dataset.uploaded": _("%(actor)s uploaded the raster “%(name)s” (%(kind)s)."),
    "dataset.described": _("%(actor)s changed the description of “%(name)s”: %(fields)s."),
    "dataset.examined_again": _("%(actor)s had a raster examined again."),
    "dataset.removed": _("%(actor)s removed the raster “%(name)s”."),
    "legend.mapped": _("%(actor)s mapped the codes %(codes)s of the legend “%(name)s”."),
    "legend.chosen": _("%(actor)s chose the legend “%(name)s” for land cover."),
    "legend.made": _("%(actor)s made the legend “%(name)s” with %(classes)s classes."),
    "legend.edited": _("%(actor)s changed the legend “%(name)s”."),
    "region.added": _("%(actor)s added the region “%(name)s”."),
    "region.edited": _("%(actor)s changed the region “%(name)s”."),
    "region.removed": _("%(actor)s took the region “%(name)s” out; its numbers are kept."),
    "region.put_back": _("%(actor)s put the region “%(name)s” back."),
    "run.cancelled": _("%(actor)s cancelled run %(number)s."),
    "run.revising": _("%(actor)s asked for a revision of run %(number)s."),
    "run.revised": _(
        "Run %(number)s shows a revision with %(corrections)s corrections, asked for by "
        "%(actor)s; %(numbers)s numbers of the record followed."
    ),
    "run.restored": _(
        "%(actor)s restored run %(number)s as it was first computed; %(numbers)s numbers of the "
        "record followed."
    ),
    "report.started": _("%(actor)s started the report for %(cycle)s."),
    "section.saved": _("%(actor)s saved the section %(section)s, version %(version)s."),
    "section.computed": _(
        "%(actor)s used %(numbers)s numbers of run %(run)s in the section %(section)s."
    ),
    "section.sourced": _(
        "%(actor)s gave %(numbers)s numbers of the section %(section)s their source."
    ),
    "section.finished": _("%(actor)s marked the section %(section)s as complete."),
    "section.explained": _("%(actor)s explained a warning in the section %(section)s: %(reason)s"),
    "section.taken": _(
        "%(actor)s took %(numbers)s numbers (%(origin)s) over into the section %(section)s."
    ),
    "section.copied": _(
        "%(actor)s copied %(numbers)s numbers of the whole country into the section %(section)s."
    ),
    "zones.uploaded": _(
        "%(actor)s uploaded “%(name)s” with %(zones)s zones; no longer in it: %(gone)s."
    ),
    "zones.named": _("%(actor)s named the zones by the column %(column)s."),
    "zones.removed": _("%(actor)s removed the file of zones “%(name)s”; numbers were kept."),
    "zones.dropped": _("%(actor)s removed the zone %(name)s with %(numbers)s numbers."),
    "zones.computed": _("%(actor)s used %(numbers)s numbers of run %(run)s in %(zones)s zones."),
    "affected.placed": _("%(actor)s put the affected areas on the map (%(area_km2)s km²)."),
    "affected.removed": _("%(actor)s removed the polygon of the affected areas."),
    "defaults.loaded": _(
        "%(actor)s loaded default numbers of %(parties)s: %(added)s added, %(changed)s changed."
    ),
    "import.uploaded": _(
        "%(actor)s uploaded “%(name)s” with %(fields)s changed fields; nothing is applied yet."
    ),
    "import.applied": _(
        "%(actor)s applied %(numbers)s fields of “%(name)s” to the sections %(sections)s."
    ),
    "import.discarded": _("%(actor)s discarded the import of “%(name)s”."),
}

"""The Convention's terms. Their translations are the Convention's own: see data/glossary.csv."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TERMS: dict[str, Promise] = {
    "ldn": _("Land degradation neutrality"),
    "party": _("Party"),
    "national_focal_point": _("National focal point"),
    "global_mechanism": _("Global Mechanism"),
    "secretariat": _("Secretariat"),
    "baseline": _("Baseline"),
    "target": _("Target"),
    "voluntary_target": _("Voluntary target"),
    "measure": _("Measure"),
    "land_cover": _("Land cover"),
    "land_productivity": _("Land productivity"),
    "carbon_stocks": _("Carbon stocks"),
    "avoid": _("Avoid"),
    "reduce": _("Reduce"),
    "reverse": _("Reverse"),
    "degraded": _("Degraded"),
    "improved": _("Improved"),
    "stable": _("Stable"),
    "driver": _("Driver of land degradation"),
    "regional_annex": _("Regional implementation annex"),
}

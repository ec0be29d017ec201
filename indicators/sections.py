"""The sections of a report's baseline: what each is for, and guidance on filling it in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.baseline.fields import CARBON, LAND_COVER, PRODUCTIVITY, PROFILE, SDG


@dataclass(frozen=True)
class SectionInfo:
    """A section's title, one sentence on why it is asked, and guidance in paragraphs."""

    key: str
    title: str | Promise
    why: str | Promise
    guidance: str | Promise


SECTIONS: dict[str, SectionInfo] = {
    info.key: info
    for info in (
        SectionInfo(
            PROFILE,
            _("Country profile"),
            _("Every share that is reported is a share of these areas."),
            _(
                "Enter the land area and the area of inland water for each year, from the "
                "statistical office or the mapping agency.\n\n"
                "The country area is worked out as land plus water. Shares of degraded land are "
                "shares of the land area, without water."
            ),
        ),
        SectionInfo(
            LAND_COVER,
            _("Land cover"),
            _("Which land changed from one use to another, and whether that degraded it."),
            _(
                "Enter the area of each class and year, and for each period what changed into "
                "what. The numbers of a run fill all of it.\n\n"
                "Degraded, stable and improved land follow from the change matrix and from what "
                "each change means. They cannot be typed.\n\n"
                "The classes without water must add up to the land area within 0.5 %."
            ),
        ),
        SectionInfo(
            PRODUCTIVITY,
            _("Land productivity"),
            _("Where the land lost or gained its capacity to grow plants."),
            _(
                "Enter the area of each productivity class by land cover, for each period.\n\n"
                "Declining and moderate decline are degraded; stressed and stable are stable; "
                "increasing is improved. Land without data has its own row and is never counted "
                "as stable."
            ),
        ),
        SectionInfo(
            CARBON,
            _("Carbon stocks"),
            _("Soil organic carbon stands in for carbon above and below ground."),
            _(
                "Enter the mean stock of the top 30 cm, in t/ha or in tonnes. Tonnes are turned "
                "into t/ha with the land cover area of the same class and year.\n\n"
                "Degraded land is land that lost more than 10 % of its stock; improved land "
                "gained more than 10 %."
            ),
        ),
        SectionInfo(
            SDG,
            _("SDG indicator 15.3.1"),
            _("The share of land that is degraded: what your country reports to the world."),
            _(
                "Land is degraded where land cover, productivity or carbon says so. Degraded "
                "land is therefore at least the largest of the three and at most their sum.\n\n"
                "In a reporting period, land that was degraded in the baseline stays degraded "
                "until it improves. The status matrix shows this; 15.3.1 follows from it."
            ),
        ),
    )
}

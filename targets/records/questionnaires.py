"""Short questionnaires: land potential, co-benefits over the SDGs, consumption and supply links."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.languages import worded
from targets.models.vocabularies import LandType
from targets.promises.fields import Field, choice, line, link, numbers_of, prose, several
from targets.records.declaration import FieldGroup, RecordType
from targets.records.stakeholders import Weight


class Potential(models.TextChoices):
    """What the land can do, for good."""

    HIGH = "high", _("High")
    MODERATE = "moderate", _("Moderate")
    LOW = "low", _("Low")
    UNKNOWN = "unknown", _("Not known")


class Basis(models.TextChoices):
    MAPS = "maps", _("Soil and terrain maps")
    FIELD = "field", _("Field survey")
    LANDPKS = "landpks", _("LandPKS or a similar tool")
    ZONES = "zones", _("Agro-ecological zones")
    LOCAL = "local", _("Local and Indigenous knowledge")
    EXPERTS = "experts", _("Judgement of experts")


POTENTIAL = RecordType(
    key="potential",
    title=_("Land potential assessment"),
    why=_("What the land can do for good, before it is decided what to do on it."),
    new_words=_("Add an assessment"),
    empty=_("An assessment keeps measures from being planned where the land cannot bear them."),
    guidance=_("One entry for a zone or a land type: what it can do, and how that is known."),
    name="place",
    columns=("land_types", "potential", "resilience", "match"),
    is_placed=True,
    groups=(
        FieldGroup(
            _("Which land"),
            (
                line("place", _("Zone or place")),
                several("land_types", _("Land types"), tuple(LandType.choices)),
                several("basis", _("How it is known"), tuple(Basis.choices)),
            ),
        ),
        FieldGroup(
            _("What it can do"),
            (
                choice("potential", _("Potential for production"), tuple(Potential.choices)),
                choice("resilience", _("Resilience against degradation"), tuple(Potential.choices)),
                choice("restorable", _("Potential for restoration"), tuple(Potential.choices)),
                prose("limits", _("What limits it")),
            ),
        ),
        FieldGroup(
            _("What follows"),
            (
                choice(
                    "match",
                    _("Does the land use fit the potential?"),
                    (("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))),
                ),
                prose("conclusion", _("What follows for targets and measures")),
                numbers_of("measures", _("Measures that rest on it"), "measures"),
                link("document", _("Document")),
            ),
        ),
    ),
)


class Effect(models.TextChoices):
    """What a measure does to a goal."""

    STRONG = "strong_benefit", _("Strong benefit")
    BENEFIT = "benefit", _("Benefit")
    NONE = "none", _("No effect")
    TRADE_OFF = "trade_off", _("Trade-off")
    STRONG_TRADE_OFF = "strong_trade_off", _("Strong trade-off")


GOALS = (
    _("No poverty"),
    _("Zero hunger"),
    _("Good health and well-being"),
    _("Quality education"),
    _("Gender equality"),
    _("Clean water and sanitation"),
    _("Affordable and clean energy"),
    _("Decent work and economic growth"),
    _("Industry, innovation and infrastructure"),
    _("Reduced inequalities"),
    _("Sustainable cities and communities"),
    _("Responsible consumption and production"),
    _("Climate action"),
    _("Life below water"),
    _("Life on land"),
    _("Peace, justice and strong institutions"),
    _("Partnerships for the goals"),
)


def _goal(number: int) -> Field:
    help_text = worded(_("Sustainable Development Goal %(goal)s"), goal=number)
    return choice(f"sdg_{number}", GOALS[number - 1], tuple(Effect.choices), help=help_text)


COBENEFITS = RecordType(
    key="cobenefits",
    title=_("Co-benefits and trade-offs"),
    why=_("What targets and measures do for the other Sustainable Development Goals, or against."),
    new_words=_("Add an assessment"),
    empty=_("An assessment shows where one goal is served at the cost of another."),
    guidance=_("Answer for the goals that matter; leave the others empty."),
    name="title",
    columns=("targets", "measures", "handled"),
    groups=(
        FieldGroup(
            _("What is assessed"),
            (
                line("title", _("Title")),
                numbers_of("targets", _("Targets"), "targets"),
                numbers_of("measures", _("Measures"), "measures"),
            ),
        ),
        FieldGroup(_("The seventeen goals"), tuple(_goal(number) for number in range(1, 18))),
        FieldGroup(
            _("Trade-offs"),
            (
                prose("trade_offs", _("Which trade-offs there are, and who bears them")),
                prose("handling", _("How they are handled")),
                choice(
                    "handled",
                    _("Are they handled?"),
                    (
                        ("yes", _("Yes")),
                        ("partly", _("Partly")),
                        ("no", _("No")),
                        ("none_found", _("No trade-off was found")),
                    ),
                ),
            ),
        ),
    ),
)

CONSUMPTION = RecordType(
    key="consumption",
    title=_("Consumption and supply links"),
    why=_("Which demand drives the land use behind a measure, and who along the chain can act."),
    new_words=_("Add a link"),
    empty=_("A link shows what is bought from the land, by whom, and what they know of it."),
    guidance=_(
        "SDG target 12.8 asks that people everywhere know what their consumption does. Say which "
        "product stands behind the land use, where it goes, and how buyers learn of it."
    ),
    name="product",
    columns=("reach", "pressure", "informed", "measures"),
    groups=(
        FieldGroup(
            _("The product"),
            (
                line("product", _("Product or service")),
                choice(
                    "reach",
                    _("Where it is consumed"),
                    (
                        ("local", _("Nearby")),
                        ("national", _("In the country")),
                        ("regional", _("In neighbouring countries")),
                        ("global", _("Overseas")),
                    ),
                ),
                choice("pressure", _("Pressure on the land"), tuple(Weight.choices)),
                numbers_of("measures", _("Measures it stands behind"), "measures"),
            ),
        ),
        FieldGroup(
            _("Those who buy it"),
            (
                choice(
                    "informed",
                    _("Do consumers know what it does to land?"),
                    (("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))),
                ),
                several(
                    "means",
                    _("How they learn of it"),
                    (
                        ("label", _("Label or certificate")),
                        ("campaign", _("Campaign")),
                        ("education", _("Education")),
                        ("procurement", _("Public procurement")),
                        ("disclosure", _("Disclosure of companies")),
                        ("none", _("Not at all")),
                    ),
                ),
                prose("actors", _("Who along the chain can act, and how")),
                prose("waste", _("Losses and waste along the chain")),
            ),
        ),
    ),
)

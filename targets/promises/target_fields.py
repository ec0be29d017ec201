"""The fields of a target."""

from django.utils.translation import gettext_lazy as _

from targets.models import Target
from targets.models.vocabularies import (
    AdoptionProcess,
    Commitment,
    Hierarchy,
    LandType,
    TargetStatus,
)
from targets.promises.fields import Field, choice, line, prose, several, year

LANGUAGES = (
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
)
SDGS = tuple((str(goal), _("SDG %(goal)s") % {"goal": goal}) for goal in range(1, 18))
STATEMENT = "statement"

HIERARCHY = several("hierarchy", _("Response hierarchy"), tuple(Hierarchy.choices))
LAND_TYPES = several("land_types", _("Land types"), tuple(LandType.choices))
PLACE = line("place", _("Place"), help=_("District, province, basin or the like."))

FIELDS: tuple[Field, ...] = (
    choice("scope", _("Scope"), tuple(Target.Scope.choices), has_default=True),
    HIERARCHY,
    LAND_TYPES,
    choice("adopted_in", _("Adopted in"), tuple(AdoptionProcess.choices)),
    year("adopted_year", _("Year of adoption")),
    choice("status", _("Status"), tuple(TargetStatus.choices), has_default=True),
    prose(
        "evidence",
        _("Evidence that it is achieved"),
        help=_("What shows it, and where that can be read. Needed once the status is “achieved”."),
    ),
    several("commitments", _("Other commitments it serves"), tuple(Commitment.choices)),
    several("sdgs", _("Sustainable Development Goals it serves"), SDGS),
    PLACE,
    prose(
        "revision_reason",
        _("Reason for the latest revision"),
        help=_("Needed when a target changes that was published."),
    ),
)


def statement_path(language: str) -> str:
    return f"{STATEMENT}.{language}"


def statement_language(path: str) -> str:
    """The language of a statement's path; empty for the path of another field."""
    name, _dot, language = path.partition(".")
    return language if name == STATEMENT and language in dict(LANGUAGES) else ""

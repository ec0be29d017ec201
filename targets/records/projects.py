"""Investment opportunities and transformative projects, with the six groups of the checklist."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.promises.fields import (
    Field,
    Words,
    choice,
    currency,
    line,
    link,
    number,
    numbers_of,
    prose,
    year,
)
from targets.records.declaration import FieldGroup, RecordType, area_fields
from targets.records.finance import FundingSource, Instrument


class ProjectKind(models.TextChoices):
    INVESTMENT = "investment", _("Investment opportunity")
    TRANSFORMATIVE = "transformative", _("Transformative project")


class Stage(models.TextChoices):
    IDEA = "idea", _("Idea")
    CONCEPT = "concept", _("Concept note")
    PREPARED = "prepared", _("Prepared, looking for money")
    FUNDED = "funded", _("Funded")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")


class Met(models.TextChoices):
    """How far a project meets a group of the checklist."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    NOT_ASSESSED = "not_assessed", _("Not assessed yet")


def _checked(path: str, label: Words, asked: Words) -> tuple[Field, Field]:
    """One group of the checklist: how far it is met, and why."""
    return (
        choice(path, label, tuple(Met.choices), help=asked),
        prose(f"{path}_why", _("Why")),
    )


_CHECKLIST = (
    *_checked(
        "fundamental",
        _("Features fundamental to LDN"),
        _("It avoids, reduces or reverses degradation, and counters losses like for like."),
    ),
    *_checked(
        "benefits",
        _("Multiple benefits"),
        _("It serves livelihoods, climate, biodiversity, water or food as well."),
    ),
    *_checked(
        "governance",
        _("Responsible and inclusive governance"),
        _("Rights to land are safeguarded, and women, youth and communities decide."),
    ),
    *_checked(
        "scaling",
        _("Scaling up and out"),
        _("What works can be carried to larger areas and other places."),
    ),
    *_checked(
        "ownership",
        _("National ownership and capacity"),
        _("The country leads it, and its people learn to go on with it."),
    ),
    *_checked(
        "innovative_finance",
        _("Innovative finance"),
        _("It draws in private or new sources of money."),
    ),
)

PROJECTS = RecordType(
    key="projects",
    title=_("Investment opportunities and transformative projects"),
    why=_("What could be paid for, how ready it is, and how well it meets the LDN checklist."),
    new_words=_("Add a project"),
    empty=_("A project here can be found by those who look for one to pay for."),
    guidance=_(
        "The six groups are those of the checklist for transformative projects and programmes. "
        "Say for each how far it is met, and why."
    ),
    name="title",
    columns=("kind", "stage", "area", "cost", "currency"),
    is_placed=True,
    groups=(
        FieldGroup(
            _("The project"),
            (
                line("title", _("Title")),
                choice("kind", _("Kind"), tuple(ProjectKind.choices)),
                choice("stage", _("Stage"), tuple(Stage.choices)),
                prose("description", _("Description")),
                line("lead", _("Who leads")),
                link("website", _("Website")),
            ),
        ),
        FieldGroup(
            _("Where, when, and for which target"),
            (
                line("place", _("Place")),
                *area_fields(_("Area")),
                year("first_year", _("First year")),
                year("last_year", _("Last year")),
                numbers_of("targets", _("Targets it serves"), "targets"),
            ),
        ),
        FieldGroup(
            _("Money"),
            (
                number("cost", _("Cost")),
                number("secured", _("Secured so far")),
                currency("currency", _("Currency"), help=_("Three letters, such as USD or XOF.")),
                choice("instrument", _("Instrument"), tuple(Instrument.choices)),
                choice("source", _("Source of the money"), tuple(FundingSource.choices)),
            ),
        ),
        FieldGroup(_("The checklist"), _CHECKLIST),
    ),
)

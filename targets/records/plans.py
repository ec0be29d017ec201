"""The leverage plan, and the workshops in which data and targets are validated."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.promises.fields import choice, day, line, link, number, numbers_of, prose, several
from targets.records.declaration import FieldGroup, RecordType
from targets.records.stakeholders import StakeholderKind


class LeverageKind(models.TextChoices):
    """What a leverage plan can push at."""

    POLICY = "policy", _("Policy, law or plan")
    BUDGET = "budget", _("Budget or investment programme")
    INSTITUTION = "institution", _("Institution or coordination")
    PROGRAMME = "programme", _("Running programme or project")
    AWARENESS = "awareness", _("Awareness and political will")
    PARTNERSHIP = "partnership", _("Partnership")
    OTHER = "other", _("Other")


class PlanStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ONGOING = "ongoing", _("Ongoing")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


LEVERAGE = RecordType(
    key="leverage",
    title=_("Leverage plan"),
    why=_("Which opportunities carry land degradation neutrality forward, and who takes them up."),
    new_words=_("Add an opportunity"),
    empty=_("An opportunity is a law, a budget or a programme that neutrality can be tied to."),
    guidance=_("Say what is there, what shall be asked of it, by whom, and until when."),
    name="title",
    columns=("kind", "lead", "due", "status"),
    groups=(
        FieldGroup(
            _("The opportunity"),
            (
                line("title", _("Title")),
                choice("kind", _("Kind"), tuple(LeverageKind.choices)),
                prose("goal", _("What shall be reached")),
                prose("barriers", _("What stands in the way")),
            ),
        ),
        FieldGroup(
            _("Taking it up"),
            (
                prose("steps", _("Next steps")),
                line("lead", _("Who leads")),
                day("due", _("By when"), help=_("Year, month, day: 2026-03-12.")),
                choice("status", _("Status"), tuple(PlanStatus.choices)),
                numbers_of("targets", _("Targets it serves"), "targets"),
            ),
        ),
    ),
)


class Subject(models.TextChoices):
    """What a workshop validated."""

    BASELINE = "baseline", _("Baseline and indicators")
    TARGETS = "targets", _("Targets")
    MEASURES = "measures", _("Measures")
    HOTSPOTS = "hotspots", _("Hotspots and drivers")
    FINANCE = "finance", _("Finance")
    REPORT = "report", _("The whole report")


class Outcome(models.TextChoices):
    ENDORSED = "endorsed", _("Endorsed")
    WITH_CHANGES = "endorsed_with_changes", _("Endorsed with changes")
    NOT_ENDORSED = "not_endorsed", _("Not endorsed")


WORKSHOPS = RecordType(
    key="workshops",
    title=_("Validation workshops"),
    why=_("Who validated which part of the report, when, and with what result."),
    new_words=_("Add a workshop"),
    empty=_("A workshop shows that those who know the land have seen the numbers."),
    guidance=_("Count people only; names of persons do not belong here."),
    name="title",
    columns=("held_on", "subjects", "people", "outcome"),
    groups=(
        FieldGroup(
            _("The workshop"),
            (
                line("title", _("Title")),
                day("held_on", _("Date"), help=_("Year, month, day: 2026-03-12.")),
                line("place", _("Place")),
                several("subjects", _("What was validated"), tuple(Subject.choices)),
            ),
        ),
        FieldGroup(
            _("Who took part"),
            (
                number("people", _("People")),
                number("women", _("Women among them")),
                number("youth", _("Young people among them")),
                several("kinds", _("Represented"), tuple(StakeholderKind.choices)),
            ),
        ),
        FieldGroup(
            _("The result"),
            (
                choice("outcome", _("Outcome"), tuple(Outcome.choices)),
                prose("findings", _("What was said")),
                prose("follow_up", _("What follows from it")),
                link("report", _("Report of the workshop")),
            ),
        ),
    ),
)

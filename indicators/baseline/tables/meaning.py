"""The degradation matrix as a grid of choices, with what each cell says in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.baseline.answers import meaning_measure, meaning_path
from indicators.baseline.cells import Ask, Block, Grid
from indicators.baseline.legend import CoverLegend
from indicators.baseline.sheet import Sheet
from indicators.models import Region

TONES = {"-": "degraded", "0": "stable", "+": "improved"}
COUNTS_AS: dict[str, str | Promise] = {
    "-": gettext_lazy("%(first)s to %(last)s counts as degradation"),
    "0": gettext_lazy("%(first)s to %(last)s counts as stable"),
    "+": gettext_lazy("%(first)s to %(last)s counts as improvement"),
}


def part_key(region: Region | None) -> str:
    return meaning_measure(region.key if region else "")


def block(sheet: Sheet, region: Region | None) -> Block:
    """The matrix of the whole country or of a region."""
    title = _("What each change means")
    return Block(
        key=part_key(region),
        title=f"{region.name}: {title}" if region else title,
        intro=_intro(sheet.record.frame.legend),
        folded=not sheet.part,
        grid=_grid(sheet, region),
    )


def _intro(legend: CoverLegend) -> str:
    words = [
        _(
            "The default is that of the good practice guidance. Change a sign where a change "
            "means something else in your country, and say why in the comment below."
        )
    ]
    if legend.is_own:
        words.append(
            _(
                "Between own classes it is the default of the classes that they are mapped to; "
                "within one of those it is stable."
            )
        )
    return " ".join(words)


def _grid(sheet: Sheet, region: Region | None) -> Grid:
    legend = sheet.record.frame.legend
    looks = {cover: legend.look(cover) for cover in legend.land}
    return Grid(
        caption=_("Meaning of a change"),
        corner=_("From (rows) to (columns)"),
        columns=tuple(look.label for look in looks.values()),
        rows=tuple(
            (look.label, look.colour, _row(sheet, first, region)) for first, look in looks.items()
        ),
    )


def _row(sheet: Sheet, first: str, region: Region | None) -> tuple[Ask | None, ...]:
    land = sheet.record.frame.legend.land
    return tuple(None if first == last else _ask(sheet, first, last, region) for last in land)


def _ask(sheet: Sheet, first: str, last: str, region: Region | None) -> Ask:
    look = sheet.record.frame.legend.look
    names = {"first": look(first).label, "last": look(last).label}
    question = sheet.question(meaning_path(first, last, region.key if region else ""))
    sign = sheet.texts.get(question.path, "")
    words = COUNTS_AS.get(sign)
    return sheet.ask(
        question,
        label_text=_("%(first)s to %(last)s") % names,
        tone=TONES.get(sign, ""),
        words=str(words) % names if words else "",
    )

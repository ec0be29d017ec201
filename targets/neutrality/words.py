"""What the balance sheet says in sentences."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import quantity_text
from indicators.baseline import classes
from indicators.runs.results.charts import in_sentence
from targets.neutrality.lines import Sheet, Verdict
from targets.neutrality.sheet import SideBySide

VERDICTS: dict[Verdict, LazyText] = {
    Verdict.NEUTRAL: gettext_lazy("neutral"),
    Verdict.NOT_NEUTRAL: gettext_lazy("not neutral"),
    Verdict.UNKNOWN: gettext_lazy("cannot be said"),
}
TONES = {Verdict.NEUTRAL: "ok", Verdict.NOT_NEUTRAL: "warn", Verdict.UNKNOWN: "info"}


def land_type(key: str) -> str:
    """The word for a land type."""
    return str(classes.cover(key).label)


def names_of(land_types: Iterable[str]) -> str:
    """Land types inside a sentence."""
    return ", ".join(in_sentence(land_type(key)) for key in land_types)


def verdict_sentence(sheet: Sheet) -> str:
    """Whether the country is neutral by what was observed, and in which land types it is not."""
    if sheet.verdict == Verdict.UNKNOWN:
        return _(
            "Whether the country is neutral cannot be said: no run with a balance by land type "
            "stands behind this report. Compute the indicators and use the numbers of the run."
        )
    if sheet.verdict == Verdict.NEUTRAL:
        return _("Neutral: in every land type gains make up for losses.")
    return _("Not neutral: losses exceed gains in %(names)s.") % {
        "names": names_of(sheet.not_neutral)
    }


def projected_sentence(sheet: Sheet) -> str:
    """The same for the last year of the projection."""
    until = {"year": sheet.assumed.until}
    if sheet.projected_verdict == Verdict.UNKNOWN:
        return _("Whether the country will be neutral in %(year)s cannot be said yet.") % until
    if sheet.projected_verdict == Verdict.NEUTRAL:
        text = _("Neutral in %(year)s, if what is assumed and planned comes about.")
        return text % until
    text = _("Not neutral in %(year)s: losses would exceed gains in %(names)s.")
    return text % {**until, "names": names_of(sheet.projected_not_neutral)}


def hidden_loss(verdict: Verdict, net: Decimal | None) -> str:
    """Say so where the total hides a loss; nothing otherwise."""
    if verdict != Verdict.NOT_NEUTRAL or net is None or net < 0:
        return ""
    return _(
        "The total of all land types, %(net)s, hides this: a gain in one land type does not make "
        "up for a loss in another."
    ) % {"net": quantity_text.km2(net, sign=True)}


def why_they_differ(both: SideBySide) -> str:
    """Lead from the change of 15.3.1 to the balance, number by number."""
    lead = (
        _("The two answers point in different directions, because they ask different questions.")
        if both.disagree
        else _("The two answers ask different questions.")
    )
    numbers = {
        "fresh": quantity_text.km2(both.newly_degraded),
        "recovered": quantity_text.km2(both.recovered),
        "change": quantity_text.km2(both.degraded_change, sign=True),
        "better": quantity_text.km2(both.only_improved),
        "still": quantity_text.km2(both.still_degraded),
        "balance": quantity_text.km2(both.balance, sign=True),
    }
    sum_ = _(
        "15.3.1 counts land that is degraded: %(fresh)s became degraded and %(recovered)s "
        "recovered, so degraded land changed by %(change)s. The balance also counts %(better)s "
        "that improved without having been degraded as a gain, and %(still)s that stayed "
        "degraded as a loss: gains less losses are %(balance)s."
    )
    return f"{lead} {sum_ % numbers}"


def share_change(both: SideBySide) -> str:
    """15.3.1 in the baseline and in the period: "8.3 % → 10.8 %"."""
    return f"{quantity_text.percent(both.before)} → {quantity_text.percent(both.after)}"

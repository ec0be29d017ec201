"""A map of a region: the share of degraded land of each Party, as a chart among the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.charts.canvas import Canvas
from indicators.charts.layout import KEY_LINE, SWATCH
from indicators.charts.lettering import LINE_HEIGHT, SMALL, text_width, wrap
from indicators.charts.palette import INK_SOFT
from indicators.charts.table import Row, Table
from indicators.models import Period
from ldnportal.exports.disclaimer import disclaimer
from ldnportal.regions.map_sheet import Outlines, Sheet, outlines_of
from ldnportal.regions.summary import PartyRow, Summary

_BORDER = "#4a5a5f"
_DOT = 3.5


@dataclass(frozen=True)
class Look:
    """A class of shares: below `limit` percent, its colour, and marks that tell it without."""

    limit: int | None
    colour: str
    marks: str


_LOOKS = (
    Look(5, "#f6e3f0", ""),
    Look(10, "#e5b6d5", '<circle cx="4" cy="4" r=".8" fill="#7a1a5f"/>'),
    Look(20, "#cf83b3", '<path d="M0 8L8 0" stroke="#7a1a5f" stroke-width=".8"/>'),
    Look(40, "#b3508f", '<path d="M0 4H8" stroke="#fff" stroke-opacity=".5"/>'),
    Look(None, "#7a1a5f", '<path d="M0 4H8M4 0V8" stroke="#fff" stroke-opacity=".5"/>'),
)
_MISSING = Look(None, "#fff", '<path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" stroke="#75828a"/>')
_UNDETERMINED = Look(None, "#d5dcda", "")
_ALL = (*_LOOKS, _MISSING, _UNDETERMINED)


@dataclass(frozen=True)
class Choropleth:
    """Parties inside their outlines by degraded share of their land in one period."""

    title: str
    description: str
    rows: tuple[PartyRow, ...]
    shares: tuple[Decimal | None, ...]
    outlines: Outlines
    period: str

    def draw(self, canvas: Canvas) -> None:
        """Draw the map, its legend, the source and the disclaimer; a map is never mirrored."""
        canvas.role = "group"
        sheet = self.outlines.sheet(canvas.width)
        canvas.parts.append(_patterns(canvas.name))
        for row, share in zip(self.rows, self.shares, strict=True):
            shape = _shape(sheet, row.party.pk, _paint(canvas.name, _look(share)))
            if shape:
                canvas.parts.append(_linked(row, share, shape))
        canvas.parts.append(_over(sheet, canvas.name))
        y = _legend(canvas, sheet, sheet.height + 14)
        canvas.height = _notes(canvas, self._notes(), y + 4)

    def _notes(self) -> Iterable[str]:
        source = "; ".join(self.outlines.sources)
        yield _("Outlines: %(source)s.") % {"source": source}
        yield disclaimer()

    def table(self) -> Table:
        """The Parties that reported by their share, then those that did not."""
        order = sorted(
            zip(self.rows, self.shares, strict=True),
            key=lambda pair: (pair[1] is None, -(pair[1] or 0)),
        )
        return Table(
            self.title,
            (_("Party"), self.period),
            tuple(Row(row.party.name, (_share_words(share),)) for row, share in order),
            _("% of land"),
        )


def choropleth_of(summary: Summary) -> Choropleth | None:
    """The map for the last period that anybody reported; None without outlines or numbers."""
    outlines = outlines_of(row.party.pk for row in summary.parties)
    if summary.latest is None or not outlines.keys:
        return None
    period = summary.latest.period
    at = summary.periods.index(period)
    shares = tuple(row.shares[at] for row in summary.parties)
    return Choropleth(
        title=_title(summary, shares, period),
        description=_(
            "Map of the Parties by the share of their land that is degraded (SDG indicator"
            " 15.3.1). Parties that have not reported are hatched."
        ),
        rows=summary.parties,
        shares=shares,
        outlines=outlines,
        period=str(period.label),
    )


def _title(summary: Summary, shares: tuple[Decimal | None, ...], period: Period) -> str:
    known = sorted(
        ((s, row.party.name) for row, s in zip(summary.parties, shares, strict=True) if s),
        key=lambda pair: pair[0],
    )
    if not known:
        return _("No Party has published its share of degraded land, %(period)s") % {
            "period": period.label
        }
    highest = {
        "most": quantity_text.percent(known[-1][0]),
        "worst": known[-1][1],
        "period": period.label,
    }
    if len(known) == 1:
        return _("%(most)s of the land of %(worst)s is degraded, %(period)s") % highest
    return _(
        "Degraded land goes from %(least)s in %(best)s to %(most)s in %(worst)s, %(period)s"
    ) % {**highest, "least": quantity_text.percent(known[0][0]), "best": known[0][1]}


def _look(share: Decimal | None) -> Look:
    if share is None:
        return _MISSING
    return next(look for look in _LOOKS if look.limit is None or share < look.limit)


def _paint(name: str, look: Look) -> str:
    return f"url(#{name}-k{_ALL.index(look)})" if look.marks else look.colour


def _patterns(name: str) -> SafeString:
    drawn = "".join(
        f'<pattern id="{name}-k{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{look.colour}"/>{look.marks}</pattern>'
        for number, look in enumerate(_ALL)
        if look.marks
    )
    return SafeString(f"<defs>{drawn}</defs>")


def _shape(sheet: Sheet, party: int, paint: str) -> SafeString | None:
    if party in sheet.dots:
        x, y = sheet.dots[party]
        template = '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width=".8"/>'
        return format_html(template, x, y, _DOT, paint, _BORDER)
    path = sheet.paths.get(party)
    return format_html('<path d="{}" fill="{}"/>', path, paint) if path else None


def _linked(row: PartyRow, share: Decimal | None, shape: SafeString) -> SafeString:
    """Lead to the Party's page. The tables lead there by keyboard, without 50 stops in a map."""
    words = f"{row.party.name}: {_share_words(share)}"
    url = reverse("country_detail", args=[row.party.iso3])
    template = '<a href="{}" tabindex="-1" aria-label="{}"><title>{}</title>{}</a>'
    return format_html(template, url, words, words, shape)


def _share_words(share: Decimal | None) -> str:
    return quantity_text.not_reported() if share is None else quantity_text.percent(share)


def _over(sheet: Sheet, name: str) -> SafeString:
    """Areas of undetermined status and the borders; both let the pointer through to the links.

    Borders are dark on a white rim, so that they show on light and on dark land.
    """
    template = (
        '<defs><path id="{0}-borders" d="{1}" fill="none" stroke-linejoin="round"/></defs>'
        '<g pointer-events="none"><path d="{2}" fill="{3}"/>'
        '<use href="#{0}-borders" stroke="#fff" stroke-width="1.6"/>'
        '<use href="#{0}-borders" stroke="{4}" stroke-width=".6"/></g>'
    )
    paint = _paint(name, _UNDETERMINED)
    return format_html(template, name, sheet.borders, sheet.undetermined, paint, _BORDER)


def _legend(canvas: Canvas, sheet: Sheet, y: float) -> float:
    """Write the classes one after another; give the y below the last line."""
    at = 0.0
    for look, words in _legend_lines(bool(sheet.undetermined)):
        needed = SWATCH + 6 + text_width(words, SMALL)
        if at and at + needed > canvas.width:
            at, y = 0.0, y + KEY_LINE
        box = format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>',
            f"{canvas.width - at - SWATCH if canvas.rtl else at:.1f}",
            f"{y:.1f}",
            SWATCH,
            SWATCH,
            _paint(canvas.name, look),
            _BORDER,
        )
        canvas.parts.append(box)
        canvas.text(at + SWATCH + 6, y + SWATCH - 1, words, size=SMALL)
        at += needed + 16
    return y + KEY_LINE


def _legend_lines(with_undetermined: bool) -> Iterable[tuple[Look, str]]:
    low = 0
    for look in _LOOKS:
        if look.limit is None:
            yield look, _("%(low)s %% and more") % {"low": low}
        else:
            yield look, _("%(low)s to less than %(high)s %%") % {"low": low, "high": look.limit}
            low = look.limit
    yield _MISSING, quantity_text.not_reported()
    if with_undetermined:
        yield _UNDETERMINED, _("status undetermined")


def _notes(canvas: Canvas, notes: Iterable[str], y: float) -> float:
    """Write the source and the disclaimer under the map; give the y below them."""
    for note in notes:
        for line in wrap(note, canvas.width, SMALL, lines=6):
            canvas.text(0, y + SMALL, line, size=SMALL, colour=INK_SOFT)
            y += SMALL * LINE_HEIGHT
    return y + 4

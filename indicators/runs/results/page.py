"""A finished run as its page shows it: every part once, in the order of reading."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from countries.maps import Map, RasterLayer, VectorLayer
from indicators import quantity_text
from indicators.charts.figure import Chart
from indicators.charts.table import Table
from indicators.models import Run
from indicators.runs.results import provenance, tables
from indicators.runs.results.charts import charts_of
from indicators.runs.results.gaps import Gap, gaps_of
from indicators.runs.results.layers import Layer, grid_bounds, layers_of, tiles_of
from indicators.runs.results.numbers import INDICATORS, PeriodResult, Results
from indicators.runs.results.shares import degraded_share, shares_answer


@dataclass(frozen=True)
class Figure:
    """One of the four figures at a glance."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class ChartOnPage:
    """A chart with the addresses of its downloads."""

    chart: Chart
    svg_url: str
    csv_url: str


@dataclass(frozen=True)
class Part:
    """A part of the page: charts first, `beside` in full view, other tables one click away."""

    title: str
    charts: list[ChartOnPage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    note: str = ""
    beside: Table | None = None

    @property
    def has_content(self) -> bool:
        return bool(self.charts or self.tables or self.beside)


@dataclass(frozen=True)
class ResultsPage:
    """What the page of a finished run shows."""

    run: Run
    results: Results

    @cached_property
    def charts(self) -> dict[str, Chart]:
        return charts_of(self.results)

    @cached_property
    def layers(self) -> list[Layer]:
        return layers_of(self.run, self.results)

    @cached_property
    def answer(self) -> str:
        """The run's answer in one sentence: the most complete indicator there is."""
        for indicator in ("sdg", *INDICATORS):
            if f"shares--{indicator}" in self.charts:
                return shares_answer(self.results, indicator)
        return _("No indicator could be computed.")

    @cached_property
    def figures(self) -> list[Figure]:
        return [self._figure(indicator) for indicator in INDICATORS]

    def _figure(self, indicator: str) -> Figure:
        name = tables.indicator_name(indicator)
        known = [p for p in self.results.periods if p.on_land(indicator)]
        if not known:
            return Figure(name, "–", _("left out"))
        newest, share = known[-1], degraded_share(known[-1], indicator)
        note = _("of the land is degraded, %(period)s") % {"period": newest.label}
        return Figure(name, quantity_text.percent(share), note)

    @cached_property
    def map(self) -> Map | None:
        if not self.layers:
            return None
        place = [self.run.party.iso3, self.run.pk]
        rasters = tuple(
            RasterLayer(
                key=layer.key,
                name=layer.name,
                url=tiles_of(self.run, layer),
                legend=layer.legend,
                visible=number == 0,
                group=layer.period.label,
                label=layer.label,
            )
            for number, layer in enumerate(self.layers)
        )
        outline = VectorLayer("outline", _("Outline"), url=reverse("run_outline", args=place))
        return Map(
            key="run-map",
            title=self.answer,
            bounds=grid_bounds(self.results.summary),
            layers=(*rasters, outline),
            source=_("%(party)s, %(run)s") % {"party": self.run.party, "run": self.run},
            ask_url=reverse("run_point", args=place) + "?lat={lat}&lon={lon}",
        )

    @property
    def overview(self) -> Part:
        keys = [f"shares--{indicator}" for indicator in INDICATORS]
        return Part(
            _("The three indicators and SDG 15.3.1"),
            self._charts(*keys),
            beside=tables.states_table(self.results),
            note=_(
                "Shares are of the land area without water. For a reporting period SDG 15.3.1 is "
                "the status against the baseline: land degraded in the baseline counts until it "
                "has improved."
            ),
        )

    @property
    def parts(self) -> list[Part]:
        """The parts that have something to show."""
        made = [
            self._land_cover(),
            self._productivity(),
            self._carbon(),
            self._status(),
            self._balance(),
            self._zones(),
        ]
        return [part for part in made if part.has_content]

    def _land_cover(self) -> Part:
        periods = self.results.with_table("land_cover_change")
        cover = tables.cover_table(self.results)
        return Part(
            _("Land cover"),
            self._charts(*(f"change--{period.key}" for period in periods)),
            [*([cover] if cover else []), *map(tables.change_table, periods)],
        )

    def _productivity(self) -> Part:
        made = self._tables("lpd_by_cover", tables.lpd_by_cover_table)
        sensitivity = tables.sensitivity_table(self.results)
        note = _(
            "How much land has a falling trend depends on the test of significance. The table "
            "shows the area under both thresholds; the profile of this run decides which counts."
        )
        return Part(
            _("Land productivity"),
            self._charts("lpd"),
            made,
            note=note if sensitivity else "",
            beside=sensitivity,
        )

    def _carbon(self) -> Part:
        made = self._tables("carbon_by_cover", tables.carbon_table)
        made += self._tables("carbon_tonnes_by_cover", tables.tonnes_table)
        return Part(_("Carbon stocks"), self._charts("carbon"), made)

    def _status(self) -> Part:
        periods = self.results.with_table("status")
        return Part(
            _("Status against the baseline"),
            self._charts(*(f"status--{period.key}" for period in periods)),
            [tables.status_crosstab(period) for period in periods],
            note=_(
                "Status compares each place with its own state in the baseline: losses are land "
                "that is degraded now and was not, or still is; gains are land that improved."
            ),
        )

    def _balance(self) -> Part:
        periods = self.results.with_table("balance")
        return Part(
            _("Neutrality, land type by land type"),
            self._charts(*(f"balance--{period.key}" for period in periods)),
            note=_(
                "Neutrality is judged like for like: a gain in one land type does not make up for "
                "a loss in another."
            ),
        )

    def _zones(self) -> Part:
        table = tables.zones_table(self.results)
        return Part(_("Zones"), beside=table)

    def _tables(self, name: str, make: Callable[[PeriodResult], Table]) -> list[Table]:
        return [make(period) for period in self.results.with_table(name)]

    def _charts(self, *keys: str) -> list[ChartOnPage]:
        place = [self.run.party.iso3, self.run.pk]
        return [
            ChartOnPage(
                self.charts[key],
                reverse("run_chart", args=[*place, key, "svg"]),
                reverse("run_chart", args=[*place, key, "csv"]),
            )
            for key in keys
            if key in self.charts
        ]

    @property
    def gaps(self) -> list[Gap]:
        return gaps_of(self.results)

    @property
    def failed_checks(self) -> list[str]:
        """Tables that do not sum to the area of interest: there should be none."""
        listed = self.results.summary["checks"]["tables"]
        return [check["table"] for check in listed if not check["equal"]]

    @property
    def checks_in_words(self) -> str:
        count = len(self.results.summary["checks"]["tables"])
        area = quantity_text.area(
            Decimal(str(self.results.summary["grid"]["area_of_interest_km2"]))
        )
        text = _("All %(count)s tables sum to the area of interest, %(area)s.")
        return text % {"count": count, "area": area}

    @property
    def strange_codes(self) -> str:
        """Land cover codes that the legend does not list, by year."""
        found = self.results.summary.get("land_cover_codes_not_in_legend") or {}
        return "; ".join(f"{year}: {', '.join(codes)}" for year, codes in found.items())

    @property
    def inputs(self) -> list[provenance.InputFile]:
        return provenance.input_files(self.run, self.results)

    @property
    def outputs(self) -> list[provenance.OutputFile]:
        return provenance.output_files(self.run, self.results)

    @property
    def method(self) -> list[provenance.Fact]:
        return provenance.method_facts(self.run, self.results)

    @property
    def corrections(self) -> list[provenance.Correction]:
        return provenance.corrections(self.run, self.results)

    @property
    def resampled(self) -> list[str]:
        return provenance.resampled(self.run, self.results)

"""The forms of a run taken together, and the choice that they make."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from countries.models import Boundary, Party
from indicators.forms.run_windows import WindowForm
from indicators.forms.runs import RunForm
from indicators.models import Cycle, ZoneFile
from indicators.runs.choice import (
    AreaChoice,
    CarbonChoice,
    Choice,
    ProductivityChoice,
    Window,
)
from indicators.runs.inputs import Inputs, listed
from indicators.runs.zones import keep_zones, name_column

_NOT_REMEMBERED = ("boundary", "zones")


class RunRequest:
    """What is asked for: one form for the whole and one for each period of the cycle."""

    def __init__(
        self,
        party: Party,
        cycle: Cycle,
        inputs: Inputs,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        remembered: Mapping[str, Any] | None = None,
    ) -> None:
        self.party, self.cycle, self.inputs = party, cycle, inputs
        known = remembered or {}
        self.main = RunForm(inputs, data, files, initial=known.get("main"))
        windows = known.get("windows", {})
        self.windows = [
            WindowForm(period, inputs, data, initial=windows.get(period.key))
            for period in cycle.periods.all()
        ]

    @property
    def forms(self) -> list[Any]:
        return [self.main, *self.windows]

    @property
    def used(self) -> list[WindowForm]:
        return [form for form in self.windows if form.cleaned_data.get("use")]

    def is_valid(self) -> bool:
        if not all([form.is_valid() for form in self.forms]):  # noqa: C419 - each shows its errors
            return False
        self._check_periods()
        self._check_years_ticked()
        self._check_climate()
        return all(form.is_valid() for form in self.forms)

    def _check_periods(self) -> None:
        if not self.used:
            self.main.add_error(None, _("No period is ticked. Tick at least one to compute."))
        elif len(self.used) > 1 and not any(form.period.is_baseline for form in self.used):
            self.main.add_error(
                None,
                _(
                    "Reporting periods are compared with the baseline, which is not ticked. Tick "
                    "it too, or compute one period alone."
                ),
            )
        elif not self._choice_without_zones().computes_something:
            self.main.add_error(
                None,
                _(
                    "Nothing can be computed from this choice. Tick land cover or productivity "
                    "rasters, and choose their years in at least one period."
                ),
            )

    def _check_years_ticked(self) -> None:
        for name in ("land_cover", "carbon", "productivity"):
            kind = "productivity" if name == "productivity" else "land_cover"
            ticked = {y for d in self.main.cleaned_data.get(kind) or () for y in d.years}
            for form in self.used:
                pair = form.pair(name)
                absent = sorted(set(_years_of(name, pair)) - ticked) if pair and ticked else []
                if absent and not (name == "productivity" and form.cleaned_data.get("lpd")):
                    message = _("The raster of %(years)s is not ticked below.")
                    form.add_error(f"{name}_last", message % {"years": listed(absent)})

    def _check_climate(self) -> None:
        if not self.main.cleaned_data.get("calibration"):
            return
        given = {year for d in self.main.cleaned_data.get("rain") or () for year in d.years}
        pairs = [form.pair("productivity") for form in self.used]
        wanted = {year for pair in pairs if pair for year in range(pair[0], pair[1] + 1)}
        absent = sorted(wanted - given)
        if absent:
            message = _(
                "There is no rain or evapotranspiration of %(years)s. Upload it, choose other "
                "years of productivity, or do without calibration."
            )
            self.main.add_error("calibration", message % {"years": listed(absent)})

    def choice(self) -> Choice:
        """What was chosen, with the zones of the report if no others are given.

        Stores an uploaded file of zones. Call it on a valid request only.
        """
        choice = self._choice_without_zones()
        zones = self.main.cleaned_data.get("zones")
        if zones is None:
            file = ZoneFile.objects.filter(
                report__party=self.party, report__cycle=self.cycle
            ).first()
            return choice.with_zones(file.storage_key) if file else choice
        features = zones.collection["features"]
        key = keep_zones(self.party, features, name_column(features) or "")
        return choice.with_zones(key)

    def _choice_without_zones(self) -> Choice:
        chosen = self.main.cleaned_data
        return Choice(
            party=self.party,
            cycle=self.cycle,
            profile=chosen["profile"],
            windows=tuple(form.window() for form in self.used),
            land_cover=tuple(chosen["land_cover"]),
            productivity=_productivity(chosen, [form.window() for form in self.used]),
            units=chosen["units"],
            units_with_cover=chosen["units_with_cover"],
            carbon=_carbon(chosen),
            area=AreaChoice(self._boundary()),
        )

    def _boundary(self) -> Mapping[str, Any] | None:
        uploaded = self.main.cleaned_data.get("boundary")
        if uploaded is not None:
            geometry: Mapping[str, Any] = uploaded.geometry
            return geometry
        outline = Boundary.objects.filter(party=self.party).first()
        return outline.geometry if outline else None

    def remembered(self) -> dict[str, Any]:
        """What the form of the next run begins with."""
        return {
            "main": _plain(self.main.cleaned_data),
            "windows": {form.period.key: _plain(form.cleaned_data) for form in self.windows},
        }


def _years_of(name: str, pair: tuple[int, int]) -> list[int]:
    return list(range(pair[0], pair[1] + 1)) if name == "productivity" else list(pair)


def _productivity(chosen: Mapping[str, Any], windows: list[Window]) -> ProductivityChoice | None:
    """The series, unless every period has a ready-made raster in its place."""
    if not chosen["productivity"] or all(w.lpd or not w.productivity for w in windows):
        return None
    return ProductivityChoice(
        datasets=tuple(chosen["productivity"]),
        calibration=chosen["calibration"],
        climate=tuple(chosen["rain"]) if chosen["calibration"] else (),
        slope_floor=chosen["slope_floor"],
        state_floor=chosen["state_floor"],
    )


def _carbon(chosen: Mapping[str, Any]) -> CarbonChoice | None:
    if not chosen["carbon"] or not chosen["land_cover"]:
        return None
    return CarbonChoice(chosen["carbon"], chosen["climate_zone"], chosen["f"], chosen["chain"])


def _plain(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _plain_value(value) for name, value in cleaned.items() if name not in _NOT_REMEMBERED
    }


def _plain_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain_value(part) for part in value]
    return str(value.pk) if hasattr(value, "pk") else value

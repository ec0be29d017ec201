"""The form of one period of a run: the years of each indicator, among those there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.forms.dataset_fields import dataset_field
from indicators.models import DatasetKind, Period
from indicators.runs.choice import Window, Years
from indicators.runs.inputs import Inputs, listed, nearest

YEARS_NEEDED = 4


class YearPairs(forms.Form):
    """The two years of each indicator, chosen among those there are rasters of."""

    PAIRS: Mapping[str, Promise] = {
        "land_cover": gettext_lazy("Land cover"),
        "carbon": gettext_lazy("Carbon stocks"),
        "productivity": gettext_lazy("Productivity"),
    }

    def offer(self, pair: str, years: Sequence[int]) -> None:
        """Add the two fields of an indicator; without any year there is nothing to choose."""
        choices = [("", "–"), *((year, str(year)) for year in years)]
        words = {"first": gettext_lazy("%(what)s, from"), "last": gettext_lazy("%(what)s, to")}
        for end, text in words.items():
            self.fields[f"{pair}_{end}"] = forms.TypedChoiceField(
                label=text % {"what": self.PAIRS[pair]},
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                disabled=not years,
            )

    def pair(self, name: str) -> Years | None:
        first, last = (self.cleaned_data.get(f"{name}_{end}") for end in ("first", "last"))
        return (first, last) if first is not None and last is not None else None

    def check_pair(self, name: str) -> None:
        first, last = (self.cleaned_data.get(f"{name}_{end}") for end in ("first", "last"))
        if (first is None) != (last is None):
            missing = "last" if last is None else "first"
            self.add_error(
                f"{name}_{missing}",
                _("Choose both years, or neither to leave the indicator out of this period."),
            )
        elif first is not None and last is not None and first >= last:
            message = _("%(last)s does not come after %(first)s: choose a later last year.")
            self.add_error(f"{name}_last", message % {"first": first, "last": last})


@dataclass(frozen=True)
class YearsRow:
    """The two fields of one indicator in a table, and the years that the cycle asks for."""

    label: str
    first: forms.BoundField
    last: forms.BoundField
    asked: str

    @property
    def errors(self) -> list[str]:
        return [*self.first.errors, *self.last.errors]


class WindowForm(YearPairs):
    """One period: whether it is computed, and the years of each indicator in it."""

    use = forms.BooleanField(label=gettext_lazy("Compute this period"), required=False)

    def __init__(self, period: Period, inputs: Inputs, *args: Any, **kwargs: Any) -> None:
        self.period, self.inputs = period, inputs
        cover = sorted({year for d in inputs.usable_land_cover for year in d.years})
        self.cover_years = cover
        self.series_years = inputs.years(DatasetKind.PRODUCTIVITY)
        kwargs["initial"] = {**self._defaults(), **(kwargs.get("initial") or {})}
        kwargs["prefix"] = f"period-{period.key}"
        super().__init__(*args, **kwargs)
        for name in ("land_cover", "carbon"):
            self.offer(name, cover)
        self.offer("productivity", self.series_years)
        self.fields["recent_years"] = forms.IntegerField(
            label=gettext_lazy("Years counted as recent"), min_value=1, max_value=20
        )
        if inputs.of(DatasetKind.LPD):
            self.fields["lpd"] = dataset_field(
                inputs.of(DatasetKind.LPD),
                gettext_lazy("Ready-made productivity dynamics"),
                gettext_lazy("None: compute them from the annual series"),
            )

    def _defaults(self) -> dict[str, Any]:
        period = self.period
        wanted = {
            "land_cover": (period.land_cover_first, period.land_cover_last, self.cover_years),
            "carbon": (period.carbon_first, period.carbon_last, self.cover_years),
            "productivity": (
                period.productivity_first,
                period.productivity_last,
                self.series_years,
            ),
        }
        defaults: dict[str, Any] = {"recent_years": period.recent_years, "use": True}
        for name, (first, last, years) in wanted.items():
            pair = nearest(first, years), nearest(last, years)
            if pair[0] is not None and pair[0] != pair[1]:
                defaults[f"{name}_first"], defaults[f"{name}_last"] = pair
        return defaults

    @property
    def rows(self) -> list[YearsRow]:
        """The pairs of years as rows of a table."""
        period = self.period
        asked = {
            "land_cover": (period.land_cover_first, period.land_cover_last),
            "carbon": (period.carbon_first, period.carbon_last),
            "productivity": (period.productivity_first, period.productivity_last),
        }
        return [
            YearsRow(
                str(label),
                self[f"{name}_first"],
                self[f"{name}_last"],
                "–".join(str(year) for year in asked[name]),
            )
            for name, label in self.PAIRS.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("use"):
            for name in self.PAIRS:
                self.check_pair(name)
            if not self.errors:
                self._check_series()
        else:
            self.errors.clear()  # what is not computed cannot be wrong
        return cleaned

    def _check_series(self) -> None:
        pair = self.pair("productivity")
        if pair is None or self.cleaned_data.get("lpd"):
            return
        first, last = pair
        absent = [year for year in range(first, last + 1) if year not in self.series_years]
        if absent:
            message = _(
                "There is no productivity raster of %(years)s. Upload what is missing, or choose "
                "years without a gap."
            )
            self.add_error("productivity_last", message % {"years": listed(absent)})
        needed = max(YEARS_NEEDED, self.cleaned_data["recent_years"] + 1)
        if last - first + 1 < needed:
            message = _(
                "%(first)s to %(last)s are %(found)s years; at least %(needed)s are needed with "
                "this number of recent years."
            )
            found = last - first + 1
            params = {"first": first, "last": last, "found": found, "needed": needed}
            self.add_error("productivity_last", message % params)

    def window(self) -> Window:
        """The years chosen; call it on a valid form only."""
        return Window(
            period=self.period,
            land_cover=self.pair("land_cover"),
            carbon=self.pair("carbon"),
            productivity=self.pair("productivity"),
            recent_years=self.cleaned_data["recent_years"],
            lpd=self.cleaned_data.get("lpd"),
        )

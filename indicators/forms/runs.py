"""The form of a run: periods and their years, rasters, method and area."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.vectors.upload import VectorFile
from indicators.forms.dataset_fields import VectorFileField, dataset_field, datasets_field
from indicators.models import Dataset, DatasetKind, Profile
from indicators.runs.choice import conflicting_codes
from indicators.runs.inputs import (
    Inputs,
    listed,
    newest_by_year,
    one_series,
    repeated_years,
)
from indicators.runs.zones import name_column

CALIBRATIONS = [
    ("", gettext_lazy("None")),
    ("restrend", gettext_lazy("RESTREND: the trend of what rain does not explain")),
    ("rue", gettext_lazy("Rain-use efficiency: productivity per rain")),
    ("wue", gettext_lazy("Water-use efficiency: productivity per evapotranspiration")),
]
CHAINS = [
    ("two_date", gettext_lazy("From the first and the last year of each period")),
    ("annual", gettext_lazy("Year by year; needs land cover of every year")),
]


class RunForm(forms.Form):
    """Which rasters, which method, which area."""

    profile = forms.ChoiceField(
        label=gettext_lazy("Profile"),
        choices=Profile.choices,
        initial=Profile.PRAIS4,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "PRAIS 4 follows the reporting manual. The area under the other threshold is shown "
            "beside it in any case."
        ),
    )
    calibration = forms.ChoiceField(
        label=gettext_lazy("Freeing the trend from the weather"),
        choices=CALIBRATIONS,
        required=False,
    )
    slope_floor = forms.FloatField(
        label=gettext_lazy("Smallest slope that counts"),
        min_value=0,
        required=False,
        help_text=gettext_lazy(
            "A year, in the unit of the series after its scale. Leave empty for the profile's "
            "value, which is meant for NDVI (0.001)."
        ),
    )
    state_floor = forms.FloatField(
        label=gettext_lazy("Smallest difference of means that counts"),
        min_value=0,
        required=False,
        help_text=gettext_lazy(
            "In the unit of the series after its scale. Leave empty for the profile's value, "
            "which is meant for NDVI (0.01)."
        ),
    )
    units_with_cover = forms.BooleanField(
        label=gettext_lazy("Divide the units by the land cover of the first year"),
        required=False,
        initial=True,
    )
    f = forms.FloatField(
        label=gettext_lazy("Land-use factor f"),
        min_value=0.01,
        max_value=10,
        required=False,
        help_text=gettext_lazy(
            "One factor for all of the country, such as 0.80, in place of climate zones."
        ),
    )
    chain = forms.ChoiceField(
        label=gettext_lazy("How land-cover change is followed"), choices=CHAINS, initial="two_date"
    )
    boundary = VectorFileField(
        label=gettext_lazy("Another outline"),
        required=False,
        help_text=gettext_lazy("GeoJSON, GeoPackage, KML or a zipped Shapefile."),
    )
    zones = VectorFileField(
        label=gettext_lazy("Zones for sub-national tables"),
        required=False,
        help_text=gettext_lazy(
            "GeoJSON, GeoPackage, KML or a zipped Shapefile, with a column of names. Left empty, "
            "the zones of the report are used, if it has any."
        ),
    )

    def __init__(self, inputs: Inputs, *args: Any, **kwargs: Any) -> None:
        self.inputs = inputs
        super().__init__(*args, **kwargs)
        cover, series = inputs.usable_land_cover, inputs.of(DatasetKind.PRODUCTIVITY)
        rain = inputs.of(DatasetKind.RAIN)
        yearly = list(newest_by_year(cover).values())
        self.fields["land_cover"] = datasets_field(cover, gettext_lazy("Land cover"), yearly)
        self.fields["productivity"] = datasets_field(
            series, gettext_lazy("Annual productivity"), one_series(series)
        )
        self.fields["rain"] = datasets_field(
            rain, gettext_lazy("Rain or evapotranspiration"), one_series(rain)
        )
        self._offer_one("units", DatasetKind.ECOLOGICAL_UNITS, gettext_lazy("Ecological units"))
        self._offer_one("carbon", DatasetKind.CARBON, gettext_lazy("Soil organic carbon stock"))
        self._offer_one("climate_zone", DatasetKind.CLIMATE_ZONE, gettext_lazy("Climate zones"))

    def _offer_one(self, name: str, kind: DatasetKind, label: Promise) -> None:
        datasets = sorted(self.inputs.of(kind), key=lambda d: d.uploaded_at)
        newest = datasets[-1].pk if datasets else None
        self.fields[name] = dataset_field(
            datasets, label, gettext_lazy("None"), initial=newest, disabled=not datasets
        )

    def clean_land_cover(self) -> list[Dataset]:
        chosen = self._each_year_once("land_cover")
        legends = {d.legend_id: d.legend for d in chosen if d.legend}
        clashes = conflicting_codes(list(legends.values()))
        if clashes:
            raise forms.ValidationError(
                _(
                    "These rasters use legends that give the same code different classes "
                    "(%(codes)s). Choose rasters of one legend, or map the codes alike."
                )
                % {"codes": listed(clashes)}
            )
        return chosen

    def clean_productivity(self) -> list[Dataset]:
        chosen = self._each_year_once("productivity")
        scales = {d.scale or 1.0 for d in chosen}
        if len(scales) > 1:
            raise forms.ValidationError(
                _(
                    "These rasters have different scales (%(scales)s), so their values cannot be "
                    "compared. Choose rasters of one series."
                )
                % {"scales": listed(sorted(scales))}
            )
        stacks = _stacks(chosen)
        if stacks and len(chosen) > 1:
            raise forms.ValidationError(
                _(
                    "“%(stack)s” holds several years in one file and cannot be joined with other "
                    "files. Tick it alone, or upload each year as a file."
                )
                % {"stack": stacks[0]}
            )
        return chosen

    def clean_rain(self) -> list[Dataset]:
        return self._each_year_once("rain")

    def clean_zones(self) -> VectorFile | None:
        file: VectorFile | None = self.cleaned_data["zones"]
        if file and name_column(file.collection["features"]) is None:
            raise forms.ValidationError(
                _(
                    "The zones have no column that names each of them once. Add a column of "
                    "names and upload the file again."
                )
            )
        return file

    def _each_year_once(self, name: str) -> list[Dataset]:
        chosen = list(self.cleaned_data[name])
        twice = repeated_years(chosen)
        if twice:
            raise forms.ValidationError(
                ngettext(
                    "More than one raster is ticked for %(years)s. Keep one of them.",
                    "More than one raster is ticked for each of %(years)s. Keep one a year.",
                    len(twice),
                )
                % {"years": listed(twice)}
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("carbon") and not (cleaned.get("climate_zone") or cleaned.get("f")):
            self.add_error(
                "f",
                _("Carbon needs climate zones or a factor f. Upload climate zones or type f."),
            )
        if cleaned.get("climate_zone") and cleaned.get("f"):
            self.add_error(
                "f", _("Choose either climate zones or one factor f, and leave the other empty.")
            )
        if cleaned.get("calibration") and not cleaned.get("rain"):
            self.add_error(
                "calibration",
                _("There is no rain or evapotranspiration to use. Upload it, or choose none."),
            )
        if cleaned.get("calibration") and _stacks(cleaned.get("rain") or []):
            self.add_error(
                "rain",
                _(
                    "“%(stack)s” holds several years in one file, which calibration cannot use. "
                    "Upload each year as a file."
                )
                % {"stack": _stacks(cleaned["rain"])[0]},
            )
        return cleaned


def _stacks(datasets: list[Dataset]) -> list[Dataset]:
    return [dataset for dataset in datasets if len(dataset.years) > 1]

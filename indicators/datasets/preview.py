"""A dataset on a map: colours, legend, tiles and the value at a place."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from countries.maps import Bounds, LegendEntry, Map, RasterLayer, VectorLayer, tile_url
from countries.models import Boundary
from indicators.datasets.legends import CodeRow, codes_of
from indicators.ingest.kinds import EXPECTATIONS, Kind
from indicators.models import Dataset, DatasetKind, LandCoverClass
from indicators.quantity_text import number
from indicators.science.classes import LandCover
from indicators.tiles import Classes, Colour, Ramp, Style

# Brown to green: more of it is greener. Lightness falls steadily, so it holds in grey print too.
_RAMP = ("#f3ead2", "#dfd09a", "#b7bf6a", "#7da254", "#3f7f4a", "#135c43")
# Classes without colours of their own; neighbours differ in hue and in lightness.
_PALETTE = (
    "#8c510a", "#80b1d3", "#b3de69", "#bc80bd", "#fdb462", "#1b9e77", "#fccde5", "#4d4d4d",
    "#ffed6f", "#d6604d", "#5aae61", "#9970ab",
)  # fmt: skip
_LPD_COLOURS = {1: "#9b2779", 2: "#d68bb5", 3: "#ecdcb8", 4: "#f3f0d7", 5: "#00652e"}
_COVER_COLOURS = {int(cover): cover.colour for cover in LandCover}
_LEGEND_ENTRIES = 24
_RAMP_STEPS = 5
_TAIL = 0.02
_METRES_PER_PIXEL_AT_ZOOM_0 = 156_543.0


@dataclass(frozen=True)
class WithoutFills:
    """A style that leaves undeclared fill values transparent."""

    style: Style
    fills: tuple[float, ...]

    @property
    def palette(self) -> Sequence[Colour]:
        return self.style.palette

    def indices(self, pixels: NDArray[Any]) -> NDArray[np.uint8]:
        """Palette index of each pixel, 0 for fill values."""
        found = self.style.indices(pixels)
        # Compared in the raster's own type: -3.4e38 is another number in 64 bits.
        same = np.isin(pixels, np.asarray(self.fills, dtype=np.float64).astype(pixels.dtype))
        return np.where(same, np.uint8(0), found)


@dataclass(frozen=True)
class Preview:
    """How one band of an accepted dataset is drawn."""

    dataset: Dataset
    band: int = 1

    @property
    def is_categorical(self) -> bool:
        return EXPECTATIONS[Kind(self.dataset.kind)].categorical

    @cached_property
    def codes(self) -> list[CodeRow]:
        return codes_of(self.dataset, self.dataset.legend)

    @cached_property
    def style(self) -> WithoutFills:
        fills = tuple(float(value) for value in self.dataset.fill_values)
        style = Classes(self.colours) if self.is_categorical else self._ramp()
        return WithoutFills(style, fills)

    @cached_property
    def colours(self) -> dict[int, str]:
        """Colour by code, for at most 254 codes."""
        shown = [row for row in self.codes if not row.is_fill][:254]
        return {row.code: self._colour(place, row) for place, row in enumerate(shown)}

    def _colour(self, place: int, row: CodeRow) -> str:
        if self.dataset.kind == DatasetKind.LAND_COVER and row.unccd_class:
            return _COVER_COLOURS[row.unccd_class]
        if self.dataset.kind == DatasetKind.LPD:
            return _LPD_COLOURS.get(row.code, "#c3cccd")
        return _PALETTE[place % len(_PALETTE)]

    def _ramp(self) -> Ramp:
        low, high = self.range
        return Ramp(low, high, _RAMP)

    @cached_property
    def range(self) -> tuple[float, float]:
        """From the 2nd to the 98th percentile of all bands, as far as the histograms tell."""
        bands = [band for band in self.dataset.found.get("bands", []) if band.get("valid")]
        if not bands:
            return 0.0, 1.0
        histogram = bands[0]["histogram"]
        counts = np.sum([band["histogram"]["counts"] for band in bands], axis=0)
        edges = np.linspace(histogram["low"], histogram["high"], len(counts) + 1)
        share = np.cumsum(counts) / counts.sum()
        first = int(np.searchsorted(share, _TAIL))
        last = int(np.searchsorted(share, 1 - _TAIL))
        return float(edges[first]), float(edges[min(last, len(counts) - 1) + 1])

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """Classes with their colours, or steps of the ramp in the unit."""
        if not self.is_categorical:
            return self._steps()
        if self._is_mapped_cover:
            used = sorted({row.unccd_class for row in self.codes if row.unccd_class})
            return tuple(
                LegendEntry(str(LandCoverClass(code).label), key=f"cover-{code}") for code in used
            )
        labels = {row.code: row.label for row in self.codes}
        entries = list(self.colours.items())[:_LEGEND_ENTRIES]
        return tuple(
            LegendEntry(f"{code} {labels[code]}".strip(), colour=colour) for code, colour in entries
        )

    @property
    def _is_mapped_cover(self) -> bool:
        return self.dataset.kind == DatasetKind.LAND_COVER and all(
            row.is_decided for row in self.codes
        )

    def _steps(self) -> tuple[LegendEntry, ...]:
        low, high = self.range
        scale = self.dataset.scale or 1.0
        places = np.linspace(0, len(_RAMP) - 1, _RAMP_STEPS + 1)
        return tuple(
            LegendEntry(
                number(float((low + (high - low) * place / (len(_RAMP) - 1)) * scale)),
                colour=_RAMP[round(place)],
            )
            for place in places
        )

    @cached_property
    def version(self) -> str:
        """Changes with the file, the band and everything that changes a colour."""
        parts = (self.dataset.cog_sha256, self.band, self.colours if self.is_categorical else "",
                 self.dataset.fill_values)  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    @property
    def band_name(self) -> str:
        """The band's year, or its name, or its number."""
        years, names = self.dataset.years, self.dataset.found.get("band_names", [])
        if self.band <= len(years):
            return str(years[self.band - 1])
        return (names[self.band - 1] if self.band <= len(names) else "") or str(self.band)

    def map(self) -> Map:
        """The map of the dataset's page, with the Party's outline over it."""
        iso3, pk = self.dataset.party.iso3, self.dataset.pk
        query = f"?band={self.band}&v={self.version}"
        value = reverse("dataset_value", args=[iso3, pk])
        layer = RasterLayer(
            "raster",
            f"{self.dataset} {self.band_name}".strip(),
            tile_url("dataset_tile", iso3, pk, suffix=query),
            legend=self.legend,
            visible=True,
            max_native_zoom=self._deepest_zoom(),
        )
        boundary = Boundary.objects.filter(party=self.dataset.party_id).first()
        outline = (_outline(boundary),) if boundary else ()
        return Map(
            key="dataset-map",
            title=_("Preview of %(name)s") % {"name": self.dataset},
            bounds=_shown_bounds(self.dataset, boundary),
            layers=(layer, *outline),
            source=self.dataset.source_title or self.dataset.original_name,
            ask_url=f"{value}?band={self.band}&lat={{lat}}&lon={{lon}}",
        )

    def _deepest_zoom(self) -> int:
        metres = max(self.dataset.found.get("pixel_m", [30.0])[0], 1.0)
        return int(np.clip(np.ceil(np.log2(_METRES_PER_PIXEL_AT_ZOOM_0 / metres)), 1, 16))


def _outline(boundary: Boundary) -> VectorLayer:
    return VectorLayer("outline", _("Outline of the country"), data=boundary.as_feature())


def _shown_bounds(dataset: Dataset, boundary: Boundary | None) -> Bounds:
    if boundary is not None:
        return boundary.bounds
    west, south, east, north = dataset.found.get("bounds", (-180.0, -60.0, 180.0, 84.0))
    return west, max(south, -85.0), east, min(north, 85.0)


def describe_value(preview: Preview, value: float | int | None) -> dict[str, Any]:
    """The answer to "what is here" for the map: class or number, and the year."""
    dataset = preview.dataset
    if value is None or value in dataset.fill_values:
        return {"rows": [], "note": _("No data here.")}
    row = {"layer": str(dataset), "class": _value_text(preview, value), "year": preview.band_name}
    return {"rows": [row]}


def _value_text(preview: Preview, value: float | int) -> str:
    if not preview.is_categorical:
        return number(value * (preview.dataset.scale or 1.0))
    known = next((row for row in preview.codes if row.code == value), None)
    if known is None or known.unccd_class is None:
        return f"{value} {known.label if known else ''}".strip()
    return f"{LandCoverClass(known.unccd_class).label} ({value} {known.label})"

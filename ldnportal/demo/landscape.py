"""A country that does not exist, made from a seed: outline, rivers, cities, rangeland.

It dries in the north-east from 2004 on, its forest gives way to fields around the cities, and
one district, grazed bare, is restored from 2010 on. Everything follows from `Landscape`, so
that the same seed gives the same rasters byte for byte.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

FIRST_YEAR, LAST_YEAR = 2000, 2023
RESTORED_FROM = 2010
DRYING_FROM = 2004

# Codes of the ESA CCI legend, which the demonstration maps with its preset.
TREES, SHRUBS, GRASS, CROPS, IRRIGATED = 60, 120, 130, 10, 20
FLOODED, URBAN, BARE, WATER = 180, 190, 200, 210
_GREENNESS = {
    TREES: 7200,
    SHRUBS: 4300,
    GRASS: 3600,
    CROPS: 4600,
    IRRIGATED: 5600,
    FLOODED: 5900,
    URBAN: 1900,
    BARE: 1300,
    WATER: 400,
}
_CARBON = {
    TREES: 92,
    SHRUBS: 46,
    GRASS: 38,
    CROPS: 44,
    IRRIGATED: 52,
    FLOODED: 110,
    URBAN: 30,
    BARE: 12,
    WATER: 0,
}


def spectral_noise(rng: np.random.Generator, shape: tuple[int, int], roughness: float) -> Floats:
    """Noise whose amplitude falls with frequency to the power `roughness`, scaled to 0..1."""
    rows, cols = shape
    fy = np.fft.fftfreq(rows)[:, None]
    fx = np.fft.rfftfreq(cols)[None, :]
    frequency = np.hypot(fy, fx)
    frequency[0, 0] = 1.0
    spectrum = rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)
    spectrum *= frequency**-roughness
    spectrum[0, 0] = 0
    noise = np.fft.irfft2(spectrum, s=shape)
    noise -= noise.min()
    return (noise / noise.max()).astype(np.float32)


@dataclass(frozen=True)
class Oval:
    """A wobbly oval round a centre, in positions from -1 to 1."""

    centre: tuple[float, float]  # row, column
    radius: tuple[float, float]
    waves: tuple[tuple[int, float, float], ...]  # count, height, phase

    @classmethod
    def drawn(
        cls,
        rng: np.random.Generator,
        centre: tuple[float, float],
        radius: tuple[float, float],
        roughness: float,
    ) -> "Oval":
        waves = tuple(
            (k, float(rng.normal(0, roughness / k)), float(rng.uniform(0, 6.28)))
            for k in range(2, 12)
        )
        return cls(centre, radius, waves)

    def reach(self, angle: NDArray[np.floating]) -> NDArray[np.floating]:
        """How far the edge is in each direction; 1 is the plain oval."""
        waves = sum(height * np.cos(k * angle + phase) for k, height, phase in self.waves)
        return np.clip(1 + waves, 0.6, 1.2)

    def ring(self, points: int) -> list[tuple[float, float]]:
        """The closed edge as rows and columns."""
        angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
        reach = self.reach(angle)
        rows = self.centre[0] + self.radius[0] * reach * np.sin(angle)
        cols = self.centre[1] + self.radius[1] * reach * np.cos(angle)
        edge = [(float(r), float(c)) for r, c in zip(rows, cols, strict=True)]
        return [*edge, edge[0]]

    def covers(self, y: Floats, x: Floats) -> Mask:
        dy, dx = (y - self.centre[0]) / self.radius[0], (x - self.centre[1]) / self.radius[1]
        return np.asarray(np.hypot(dy, dx) <= self.reach(np.arctan2(dy, dx)))


@dataclass(frozen=True)
class Landscape:
    """A made-up country on a geographic grid, `rows` x `cols` cells of `cell` degrees."""

    seed: int
    west: float
    north: float
    rows: int = 480
    cols: int = 600
    cell: float = 1 / 360
    wetness: float = 0.0
    cities: int = 5

    @property
    def _shape(self) -> tuple[int, int]:
        return self.rows, self.cols

    def _rng(self, purpose: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, purpose])

    @cached_property
    def axes(self) -> tuple[Floats, Floats]:
        """Row and column positions from -1 to 1."""
        y = np.linspace(-1, 1, self.rows, dtype=np.float32)[:, None]
        x = np.linspace(-1, 1, self.cols, dtype=np.float32)[None, :]
        return y, x

    @cached_property
    def outline(self) -> list[tuple[float, float]]:
        """The border as a closed ring of longitude and latitude, counter-clockwise."""
        return self._on_the_map(Oval.drawn(self._rng(1), (0, 0), (0.8, 0.8), 0.12), 180)

    def _on_the_map(self, oval: Oval, points: int) -> list[tuple[float, float]]:
        ring = [
            (
                round(self.west + (col + 1) / 2 * self.cols * self.cell, 5),
                round(self.north - (row + 1) / 2 * self.rows * self.cell, 5),
            )
            for row, col in oval.ring(points)
        ]
        return ring[::-1]

    @cached_property
    def moisture(self) -> Floats:
        """Dry in the north, wet in the south, with weather's own texture; 0 to 1."""
        y, _ = self.axes
        noise = spectral_noise(self._rng(2), self._shape, 1.6)
        wet: Floats = np.clip(0.45 + 0.33 * y + 0.7 * (noise - 0.5) + self.wetness, 0, 1)
        return wet

    @cached_property
    def river_distance(self) -> Floats:
        """Distance to the nearest of two rivers, in units of the half width."""
        y, x = self.axes
        rng = self._rng(3)
        nearest = np.full(self._shape, 9, dtype=np.float32)
        for start in rng.uniform(-0.5, 0.5, size=2):
            bend = sum(
                rng.normal(0, 0.16 / k) * np.sin(k * 3.1 * y + rng.uniform(0, 6.28))
                for k in (1, 2, 3, 5)
            )
            nearest = np.minimum(nearest, np.abs(x - (start + bend + 0.15 * y)))
        return (nearest * (0.6 + 0.8 * self._texture)).astype(np.float32)

    @cached_property
    def city_distance(self) -> Floats:
        """Distance to the nearest city, weighted by its size."""
        y, x = self.axes
        rng = self._rng(4)
        nearest = np.full(self._shape, 9, dtype=np.float32)
        for size in np.linspace(1.0, 0.45, self.cities):
            cy, cx = rng.uniform(-0.55, 0.6, size=2)
            nearest = np.minimum(nearest, np.hypot(y - cy, x - cx) / size)
        return (nearest + 0.10 * (self._texture - 0.5)).astype(np.float32)

    @cached_property
    def _restored_oval(self) -> Oval:
        return Oval.drawn(self._rng(9), (-0.2, -0.2), (0.24, 0.22), 0.14)

    @cached_property
    def restored_district(self) -> list[tuple[float, float]]:
        """The district that is restored, as a closed ring of longitude and latitude."""
        return self._on_the_map(self._restored_oval, 72)

    @cached_property
    def dry_place(self) -> list[tuple[float, float]]:
        """A place in the north-east that dries, as a closed ring of longitude and latitude."""
        return self._on_the_map(Oval.drawn(self._rng(10), (-0.1, 0.53), (0.1, 0.1), 0.14), 48)

    @cached_property
    def restored(self) -> Mask:
        return self._restored_oval.covers(*self.axes)

    @cached_property
    def drying(self) -> Floats:
        """How strongly each place dries, 0 to 1: most in the north-east."""
        y, x = self.axes
        noise = spectral_noise(self._rng(5), self._shape, 1.8)
        strength = np.clip(0.9 * x - 0.5 * y + 1.4 * (noise - 0.5), 0, 1)
        return np.where(self.restored, 0, strength).astype(np.float32)

    @cached_property
    def _texture(self) -> Floats:
        return spectral_noise(self._rng(6), self._shape, 1.1)

    def land_cover(self, year: int) -> NDArray[np.uint8]:
        """ESA CCI codes of `year`, shape (rows, cols)."""
        elapsed = (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
        wet, texture = self.moisture, self._texture
        cover = np.full(self._shape, GRASS, dtype=np.uint8)
        cover[wet + 0.2 * (texture - 0.5) > 0.42] = SHRUBS
        cover[wet + 0.3 * (texture - 0.5) > 0.58] = TREES
        cover[wet + 0.2 * texture < 0.26 + 0.10 * elapsed * self.drying] = BARE
        self._clear_for_crops(cover, elapsed)
        self._restore(cover, year)
        cover[(self.river_distance < 0.022) & (wet > 0.3)] = FLOODED
        cover[self.river_distance < 0.007] = WATER
        cover[self.city_distance < 0.035 + 0.03 * elapsed] = URBAN
        return cover

    def _clear_for_crops(self, cover: NDArray[np.uint8], elapsed: float) -> None:
        reach = 0.20 + 0.12 * elapsed
        suitable = (self.moisture > 0.3) & (self._texture > 0.42)
        cover[suitable & (self.city_distance < reach)] = CROPS
        cover[suitable & (self.river_distance < 0.09)] = IRRIGATED

    def _restore(self, cover: NDArray[np.uint8], year: int) -> None:
        inside = self.restored & (cover != TREES)
        bare_before = inside & (self._texture < 0.5)
        cover[bare_before] = BARE if year < RESTORED_FROM + 2 else GRASS
        if year >= RESTORED_FROM + 5:
            cover[inside & (self._texture > 0.62)] = TREES

    def productivity(self, year: int) -> NDArray[np.int16]:
        """Annual mean NDVI x 10000, shape (rows, cols)."""
        cover = self.land_cover(FIRST_YEAR)
        greenness = _by_code(cover, _GREENNESS)
        greenness *= 0.75 + 0.5 * self.moisture
        rng = self._rng(10_000 + year)
        rain = self._rng(7).normal(0, 1, LAST_YEAR - FIRST_YEAR + 1)[year - FIRST_YEAR]
        greenness *= 1 + 0.035 * rain * (1 - self.moisture)
        greenness *= 1 - 0.022 * max(0, year - DRYING_FROM) * self.drying
        regrowth = np.clip((year - RESTORED_FROM) / 10, 0, 1.3)
        greenness = np.where(self.restored, greenness * (0.72 + 0.5 * regrowth), greenness)
        changed = self.land_cover(year) != cover
        greenness = np.where(changed, 0.5 * greenness + 0.5 * self._new_green(year), greenness)
        greenness += rng.normal(0, 95, self._shape)
        return np.clip(greenness, 100, 9500).astype(np.int16)

    def _new_green(self, year: int) -> Floats:
        return _by_code(self.land_cover(year), _GREENNESS) * (0.75 + 0.5 * self.moisture)

    def carbon(self) -> NDArray[np.int16]:
        """Soil organic carbon in the year 2000, 0-30 cm, t/ha."""
        stock = _by_code(self.land_cover(FIRST_YEAR), _CARBON) * (0.6 + 0.8 * self.moisture)
        stock += 4 * (self._texture - 0.5)
        return np.clip(stock, 0, 400).round().astype(np.int16)

    def climate_zone(self) -> NDArray[np.uint8]:
        """IPCC climate zones: 12 tropical dry, 11 tropical moist."""
        return np.where(self.moisture < 0.55, 12, 11).astype(np.uint8)

    def soil_units(self) -> NDArray[np.uint8]:
        """Soil units 1 to 8: whichever of eight centres is nearest, on a bent map."""
        y, x = self.axes
        rng = self._rng(8)
        bend = 0.3 * (self._texture - 0.5)
        centres = rng.uniform(-0.9, 0.9, size=(8, 2))
        distances = np.stack([np.hypot(y - cy + bend, x - cx - bend) for cy, cx in centres])
        return (distances.argmin(axis=0) + 1).astype(np.uint8)


def _by_code(cover: NDArray[np.uint8], values: dict[int, int]) -> Floats:
    table = np.zeros(256, dtype=np.float32)
    for code, value in values.items():
        table[code] = value
    looked_up: Floats = table[cover]
    return looked_up

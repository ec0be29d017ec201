"""The area of one cell by latitude, and what a sphere would make of it."""

import numpy as np

from indicators.charts.canvas import Canvas
from indicators.science.area import Ellipsoid, cell_areas_km2
from indicators.science.tables import cell_areas_wgs84
from ldnportal.science_figures.drawing import Drawing
from ldnportal.science_figures.plot import SOLID, Axis, Box, Plot, Style, number

CELL = 1 / 360
"""Degrees: ten seconds of arc, the cell of the 300 m global land cover."""

MODIS_SPHERE_M = 6_371_007.181
LATITUDES = range(90)


def area_km2(latitude: float) -> float:
    """Area of the cell whose lower edge is at a latitude."""
    return _areas(latitude, Ellipsoid())


def sphere_excess(latitude: float) -> float:
    """Percent by which the cell is larger on the MODIS sphere than on WGS 84."""
    sphere = Ellipsoid(MODIS_SPHERE_M, MODIS_SPHERE_M)
    return 100 * (_areas(latitude, sphere) / area_km2(latitude) - 1)


def _areas(latitude: float, ellipsoid: Ellipsoid) -> float:
    edges = np.radians(np.array([latitude, latitude + CELL]))
    return float(cell_areas_km2(edges, float(np.radians(CELL)), ellipsoid)[0])


def figure() -> str:
    """Area by latitude above, the error of a sphere below."""
    return Drawing(
        name="cell-area",
        title="Area of a cell of 1/360 degree by latitude, and the error of measuring on a sphere",
        description=(
            f"Above, the area falls from {number(area_km2(0), 4)} square kilometres at the equator "
            f"to {number(area_km2(60), 4)} at 60 degrees; dots are published values. Below, a "
            f"sphere makes cells {number(sphere_excess(0), 2)} percent larger at the equator and "
            f"{number(-sphere_excess(89), 2)} percent smaller at 89 degrees."
        ),
        width=760,
        draw=_draw,
    ).svg()


def _draw(canvas: Canvas) -> None:
    x = Axis(0, 90, range(0, 91, 15), "latitude of the lower edge, degrees")
    y = Axis(0, 0.1, (0, 0.02, 0.04, 0.06, 0.08, 0.10), "km² on the WGS 84 ellipsoid", 2)
    above = Plot(canvas, Box(58, 40, 660, 220), x, y)
    above.axes()
    bare = Style(SOLID.colour)
    above.curve([(n, area_km2(n)) for n in LATITUDES], bare)
    published = {k: v for k, v in cell_areas_wgs84().items() if k.isdigit()}
    for latitude, area in published.items():
        above.mark((float(latitude), area), SOLID)
    y = Axis(-1, 1, (-1, -0.5, 0, 0.5, 1), "percent that a sphere is wrong by", 1)
    below = Plot(canvas, Box(58, 350, 660, 140), x, y)
    below.axes()
    below.curve([(n, sphere_excess(n)) for n in LATITUDES], bare)
    below.mark((17, sphere_excess(17)), SOLID)
    words = f"{number(sphere_excess(17), 2)} % at 17° north (Assaba)"
    below.note((17, sphere_excess(17)), words, dx=10, dy=-8)
    canvas.height = 548

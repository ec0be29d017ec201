"""Neutrality: a total above zero that hides a loss in one land type."""

from indicators.charts.canvas import Canvas
from indicators.charts.palette import fill
from indicators.science.balance import Balance, LandTypeBalance
from ldnportal.science_figures.drawing import Drawing
from ldnportal.science_figures.plot import number

EXAMPLE = Balance(
    {"Cropland": LandTypeBalance(gains=60, losses=10), "Wetland": LandTypeBalance(0, 20)}
)
"""Areas in km2, made up."""

SCALE, ZERO, HEIGHT = 5.0, 260.0, 34.0


def figure() -> str:
    """Gains and losses by land type and in all."""
    total = EXAMPLE.total
    lost = ", ".join(EXAMPLE.not_neutral)
    return Drawing(
        name="neutrality",
        title=f"Not neutral: the country gains {number(total.delta)} km², but {lost} loses",
        description="; ".join(
            f"{name}: gains {number(b.gains)}, losses {number(b.losses)}, in all {_signed(b.delta)}"
            for name, b in {**EXAMPLE.land_types, "Country": total}.items()
        )
        + ".",
        width=760,
        draw=_draw,
    ).svg()


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def _draw(canvas: Canvas) -> None:
    canvas.text(ZERO - 6, 20, "losses, km²", anchor="end")
    canvas.text(ZERO + 6, 20, "gains, km²")
    canvas.text(620, 20, "balance", bold=True)
    for row, (name, sheet) in enumerate({**EXAMPLE.land_types, "All": EXAMPLE.total}.items()):
        y = 36 + 52 * row
        canvas.text(0, y + 22, name, bold=name == "All")
        canvas.rect(ZERO - SCALE * sheet.losses, y, SCALE * sheet.losses, HEIGHT, fill("degraded"))
        canvas.rect(ZERO, y, SCALE * sheet.gains, HEIGHT, fill("improved"))
        left = ZERO - SCALE * sheet.losses - 8
        canvas.text(left, y + 22, number(sheet.losses), anchor="end")
        canvas.text(ZERO + SCALE * sheet.gains + 8, y + 22, number(sheet.gains))
        canvas.text(620, y + 22, _verdict(name, sheet), bold=True)
    canvas.line(ZERO, 30, ZERO, 36 + 52 * 3 - 10)
    canvas.height = 36 + 52 * 3


def _verdict(name: str, sheet: LandTypeBalance) -> str:
    words = "neutral" if sheet.neutral else "not neutral"
    if name == "All":
        words = "neutral" if EXAMPLE.neutral else "not neutral"
    return f"{_signed(sheet.delta)}: {words}"

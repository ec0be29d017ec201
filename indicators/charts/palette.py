"""Fills, edges and patterns of what charts show; the same colours as static/css/portal.css."""

from dataclasses import dataclass

INK = "#1b2a2f"
INK_SOFT = "#4a5a5f"
LINE = "#d5dcda"
GROUND = "#ffffff"
BLACK = "#000000"
LEAST_CONTRAST = 4.5
LEAST_EDGE = 3.0


@dataclass(frozen=True)
class Fill:
    """How an area of a chart is filled: colour, darker edge (3:1 on white), pattern on top."""

    colour: str
    edge: str
    pattern: str = ""

    @property
    def text(self) -> str:
        """Give the colour of text on this fill: ink, else white, else black, at 4.5:1."""
        readable = (c for c in (INK, GROUND) if contrast(self.colour, c) >= LEAST_CONTRAST)
        return next(readable, BLACK)


FILLS: dict[str, Fill] = {
    # Purple and green are equally dark in black and white: a pattern tells them apart.
    "degraded": Fill("#9b2779", "#9b2779", "stripes"),
    "stable": Fill("#f3f0d7", "#8f8850"),
    "improved": Fill("#00652e", "#00652e", "dots"),
    "no-data": Fill("#e4e7e8", "#75828a", "hatch"),
    "water": Fill("#a9cfe8", "#4f86a8"),
    "lpd-1": Fill("#9b2779", "#9b2779", "stripes"),
    "lpd-2": Fill("#d68bb5", "#a8568a", "stripes"),
    "lpd-3": Fill("#ecdcb8", "#94814f"),
    "lpd-4": Fill("#f3f0d7", "#8f8850"),
    "lpd-5": Fill("#00652e", "#00652e", "dots"),
    "cover-1": Fill("#787f1b", "#787f1b"),
    "cover-2": Fill("#ffac42", "#b26a00"),
    "cover-3": Fill("#fffb6e", "#8f8b1c"),
    "cover-4": Fill("#00db84", "#00905a"),
    "cover-5": Fill("#e60017", "#e60017"),
    "cover-6": Fill("#fff3d7", "#9a8450"),
    "cover-7": Fill("#0053c4", "#0053c4"),
    "accent": Fill("#0b6e6e", "#0b6e6e"),
    "accent-light": Fill("#a9d3d0", "#3f8f8c"),
    "neutral": Fill("#c3cccd", "#75828a"),
}


def fill(key: str) -> Fill:
    """Look up a fill by the key of a class or state, or give one for a colour ("#787f1b")."""
    return _own(key) if key.startswith("#") else FILLS[key]


def _own(colour: str) -> Fill:
    """A colour that a Party chose, with an edge dark enough to be seen on white."""
    edge = colour
    while contrast(edge, GROUND) < LEAST_EDGE:
        edge = "#" + "".join(f"{int(edge[i : i + 2], 16) * 9 // 10:02x}" for i in (1, 3, 5))
    return Fill(colour, edge)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours after WCAG 2.2, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

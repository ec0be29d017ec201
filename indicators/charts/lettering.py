"""How wide text will be, without knowing the reader's font: an estimate on the wide side."""

import unicodedata

SIZE = 13
SMALL = 12
LINE_HEIGHT = 1.35

_NARROW = frozenset("iljtfrI.,:;'|!()[] \xa0·–")
_BROAD = frozenset("mwMWшщжюмШЩЖЮМ%@")


def _advance(char: str) -> float:
    """Width of a character in units of the font size."""
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if unicodedata.category(char) in ("Mn", "Cf"):
        return 0.0
    if char in _NARROW:
        return 0.33
    if char in _BROAD:
        return 0.9
    return 0.68 if char.isupper() else 0.58


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Estimate the width of a line of text in pixels."""
    return sum(map(_advance, text)) * size * (1.06 if bold else 1.0)


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may break: at spaces, and between Chinese characters."""
    pieces: list[str] = []
    for word in text.split(" "):
        wide = [char for char in word if unicodedata.east_asian_width(char) in "WF"]
        if len(wide) * 2 > len(word):
            pieces.extend(word)
            pieces[-1] += " "
        else:
            pieces.append(word + " ")
    return pieces


def wrap(text: str, width: float, size: float = SIZE, lines: int = 2) -> list[str]:
    """Break a text into at most `lines` lines of `width` pixels; what is left over ends in …"""
    done: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size) > width:
            done.append(line.rstrip())
            line = ""
        line += piece
    done.append(line.rstrip())
    if len(done) > lines:
        done = [*done[: lines - 1], shorten(" ".join(done[lines - 1 :]), width, size)]
    return done


def shorten(text: str, width: float, size: float = SIZE) -> str:
    """Cut a text to a width, with an ellipsis where something is missing."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"

"""Drawings on paper: shapes as SVG, and their words as text laid over them.

WeasyPrint draws the text of an SVG letter by letter and strokes it last, so that Arabic falls
apart and white rims hide words. Laid over as text of the document, every script is shaped.
"""

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree  # nosec - only writes; reading is by defusedxml

from defusedxml.ElementTree import fromstring
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH_MM, TALLEST_MM = 178.0, 150.0
_SVG = "{http://www.w3.org/2000/svg}"
_ASCENT = 0.85  # of the font's size: from the top of a line to its base line
_MOVED = {"start": "0", "middle": "-50%", "end": "-100%"}
_MIRRORED = {"start": "-100%", "middle": "-50%", "end": "0"}


@dataclass(frozen=True)
class _Word:
    """A line of text at a place, in millimetres."""

    text: str
    left: float
    top: float
    size: float
    colour: str
    weight: str
    moved: str
    direction: str


def on_paper(svg: str, *, rtl: bool) -> SafeString:
    """Lay one of our own drawings out for a sheet of paper, as wide as its text."""
    root = fromstring(svg)
    _x, _y, width, height = (float(part) for part in root.attrib["viewBox"].split())
    scale = min(WIDTH_MM / width, TALLEST_MM / height)
    words = [_word(node, scale, rtl=rtl) for node in _taken_out(root)]
    ElementTree.register_namespace("", _SVG[1:-1])
    root.set("width", f"{width * scale:.2f}mm")
    root.set("height", f"{height * scale:.2f}mm")
    shapes = ElementTree.tostring(root, encoding="unicode")
    return format_html(
        '<div class="drawing" style="width:{}mm;height:{}mm">{}{}</div>',
        f"{width * scale:.2f}",
        f"{height * scale:.2f}",
        mark_safe(shapes),  # noqa: S308 - our own drawing, escaped when it was made
        format_html_join("", "{}", ((_span(word),) for word in words)),
    )


def _taken_out(root: Any) -> list[Any]:
    """Take the words and the links out of a drawing; give the words in their order."""
    found = []
    for parent in list(root.iter()):
        if parent.tag == f"{_SVG}a":  # leads nowhere on paper, and loses its patterns in Arabic
            parent.tag = f"{_SVG}g"
            parent.attrib.pop("href", None)
        for child in list(parent):
            if child.tag == f"{_SVG}text":
                parent.remove(child)
                found.append(child)
    return found


def _word(node: Any, scale: float, *, rtl: bool) -> _Word:
    size = float(node.get("font-size", 12)) * scale
    anchor = node.get("text-anchor", "start")
    return _Word(
        text="".join(node.itertext()),
        left=float(node.get("x", 0)) * scale,
        top=float(node.get("y", 0)) * scale - size * _ASCENT,
        size=size,
        colour=node.get("fill", "#000"),
        weight=node.get("font-weight", "400"),
        moved=(_MIRRORED if rtl else _MOVED)[anchor],
        direction="rtl" if rtl else "ltr",
    )


def _span(word: _Word) -> SafeString:
    return format_html(
        '<span dir="{}" style="left:{}mm;top:{}mm;font-size:{}mm;color:{};font-weight:{};'
        'transform:translateX({})">{}</span>',
        word.direction,
        f"{word.left:.2f}",
        f"{word.top:.2f}",
        f"{word.size:.2f}",
        word.colour,
        word.weight,
        word.moved,
        word.text,
    )

"""The tables of each section, built from a Sheet."""

from collections.abc import Callable

from indicators.baseline.cells import Block
from indicators.baseline.fields import CARBON, LAND_COVER, PRODUCTIVITY, PROFILE, SDG
from indicators.baseline.sheet import Sheet
from indicators.baseline.tables import carbon, land_cover, productivity, profile, sdg

_BLOCKS: dict[str, Callable[[Sheet], list[Block]]] = {
    PROFILE: profile.blocks,
    LAND_COVER: land_cover.blocks,
    PRODUCTIVITY: productivity.blocks,
    CARBON: carbon.blocks,
    SDG: sdg.blocks,
}


def blocks(section: str, sheet: Sheet) -> list[Block]:
    """Build everything a section shows, with its comment at the end."""
    comment = sheet.ask(sheet.question(f"{section}.comment"))
    return [*_BLOCKS[section](sheet), Block(key="comment", title="", questions=[comment])]

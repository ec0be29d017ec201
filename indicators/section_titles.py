"""The sections of a baseline, by the names under which a role can be limited to them."""

from indicators.sections import SECTIONS

SECTION_TITLES = {key: info.title for key, info in SECTIONS.items()}

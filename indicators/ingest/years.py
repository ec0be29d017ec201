"""Guess the years of a raster from its name and the names of its bands."""

import re
from collections.abc import Sequence

# A year stands alone among digits, or begins a date: 2010001 (day of the year), 20101231.
_DAY = r"(?:[0-3][0-9]{2}|(?:0[1-9]|1[0-2])[0-3][0-9])?"
_YEAR = re.compile(rf"(?<![0-9])(19[5-9][0-9]|20[0-4][0-9]){_DAY}(?![0-9])")


def years_in(text: str) -> list[int]:
    """The years a text names, in order, each once."""
    return list(dict.fromkeys(int(match) for match in _YEAR.findall(text)))


def guess_years(filename: str, band_names: Sequence[str | None]) -> list[int]:
    """One year for each band, or an empty list when they cannot be told.

    Bands that each name one year win. Else the file's name: one year for one band, or a first
    and a last year that span exactly the number of bands.
    """
    bands = [years_in(name or "") for name in band_names]
    if all(len(found) == 1 for found in bands):
        years = [found[0] for found in bands]
        if len(set(years)) == len(years):
            return years
    named = years_in(filename)
    if len(band_names) == 1 and len(named) == 1:
        return named
    if len(named) == 2 and named[1] - named[0] + 1 == len(band_names):
        return list(range(named[0], named[1] + 1))
    if len(named) == 1 and len(band_names) > 1:
        return list(range(named[0], named[0] + len(band_names)))
    return []

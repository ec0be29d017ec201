"""Years are guessed from names, and left open when they cannot be told."""

import pytest

from indicators.ingest.years import guess_years


@pytest.mark.parametrize(
    ("filename", "bands", "years"),
    [
        ("2010.tif", [None], [2010]),
        ("lc_2015_v2.tif", [""], [2015]),
        ("MCD12Q1.A2016001.tif", [""], [2016]),
        ("ndvi_2001-2003.tif", ["", "", ""], [2001, 2002, 2003]),
        ("ndvi.tif", ["y2001", "y2003"], [2001, 2003]),
        ("stack_2005.tif", ["b1", "b2"], [2005, 2006]),
        ("ndvi_2001-2009.tif", ["", ""], []),
        ("lc_20151231.tif", [""], [2015]),
        ("lc_20002015.tif", [""], []),
        ("tile_201512.tif", [""], []),
        ("cover.tif", [""], []),
        ("a_2001_2002.tif", [""], []),
        ("x.tif", ["2001", "2001"], []),
    ],
)
def test_years_come_from_bands_first_and_then_from_the_file(
    filename: str, bands: list[str | None], years: list[int]
) -> None:
    assert guess_years(filename, bands) == years

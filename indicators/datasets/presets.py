"""Names of the classes of the built-in legends.

IGBP: MODIS MCD12Q1 user guide, version 6.1, table 3. ESA CCI: land cover CCI product user guide,
version 2.0, table 3-1, shortened. The seven classes: PRAIS 4 reporting manual.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.models import LandCoverClass, Legend

Labels = Mapping[int, str | Promise]

IGBP: Labels = {
    1: _("Evergreen needleleaf forest"),
    2: _("Evergreen broadleaf forest"),
    3: _("Deciduous needleleaf forest"),
    4: _("Deciduous broadleaf forest"),
    5: _("Mixed forest"),
    6: _("Closed shrubland"),
    7: _("Open shrubland"),
    8: _("Woody savanna"),
    9: _("Savanna"),
    10: _("Grassland"),
    11: _("Permanent wetland"),
    12: _("Cropland"),
    13: _("Urban and built-up land"),
    14: _("Cropland and natural vegetation mosaic"),
    15: _("Permanent snow and ice"),
    16: _("Barren land"),
    17: _("Water bodies"),
}

ESA_CCI: Labels = {
    10: _("Cropland, rainfed"),
    11: _("Cropland, rainfed: herbaceous"),
    12: _("Cropland, rainfed: trees or shrubs"),
    20: _("Cropland, irrigated or flooded"),
    30: _("Mosaic: more cropland, less natural vegetation"),
    40: _("Mosaic: more natural vegetation, less cropland"),
    50: _("Broadleaved evergreen trees"),
    60: _("Broadleaved deciduous trees"),
    61: _("Broadleaved deciduous trees, closed"),
    62: _("Broadleaved deciduous trees, open"),
    70: _("Needleleaved evergreen trees"),
    71: _("Needleleaved evergreen trees, closed"),
    72: _("Needleleaved evergreen trees, open"),
    80: _("Needleleaved deciduous trees"),
    81: _("Needleleaved deciduous trees, closed"),
    82: _("Needleleaved deciduous trees, open"),
    90: _("Mixed leaf trees"),
    100: _("Mosaic: more trees and shrubs, less herbs"),
    110: _("Mosaic: more herbs, less trees and shrubs"),
    120: _("Shrubland"),
    121: _("Evergreen shrubland"),
    122: _("Deciduous shrubland"),
    130: _("Grassland"),
    140: _("Lichens and mosses"),
    150: _("Sparse vegetation"),
    151: _("Sparse trees"),
    152: _("Sparse shrubs"),
    153: _("Sparse herbs"),
    160: _("Trees, flooded with fresh water"),
    170: _("Trees, flooded with salt water"),
    180: _("Shrubs or herbs, flooded"),
    190: _("Urban areas"),
    200: _("Bare areas"),
    201: _("Bare areas, consolidated"),
    202: _("Bare areas, unconsolidated"),
    210: _("Water bodies"),
    220: _("Permanent snow and ice"),
}

LABELS: Mapping[str, Labels] = {
    Legend.Preset.UNCCD7: {choice.value: choice.label for choice in LandCoverClass},
    Legend.Preset.IGBP: IGBP,
    Legend.Preset.ESA_CCI: ESA_CCI,
}


def label_of(preset: str, code: int) -> str:
    """The name of a code in a built-in legend, or nothing."""
    return str(LABELS.get(preset, {}).get(code, ""))

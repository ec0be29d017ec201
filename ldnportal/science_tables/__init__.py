"""Tables and single values of docs/science, read from the code that computes."""

from collections.abc import Callable
from functools import partial

from indicators.science.profiles import PROFILES
from ldnportal.science_tables import codes, lookups, profile_tables, significance_table
from ldnportal.science_tables.values import VALUES

TABLES: dict[str, Callable[[], str]] = {
    "profiles": profile_tables.side_by_side,
    "noise": significance_table.noise,
    "cover-classes": lookups.cover_classes,
    "degradation-matrix": lookups.degradation_matrix,
    "lpd-lookup": lookups.lpd_lookup,
    "soc-factors": lookups.soc_factors,
    "soc-climates": lookups.soc_climates,
    "two-dates": lookups.two_dates,
    "status-classes": lookups.status_classes,
    "responses": lookups.responses,
    "check-areas": lookups.check_areas,
    "raster-codes": codes.raster_codes,
    **{f"parameters-{name}": partial(profile_tables.one, name) for name in PROFILES},
    **{f"critical-s-{name}": partial(profile_tables.critical, name) for name in PROFILES},
    **{f"sources-{name}": partial(profile_tables.sources, name) for name in PROFILES},
}
PARTS: dict[str, Callable[[], str]] = TABLES | VALUES
"""What writes each named part of a document."""

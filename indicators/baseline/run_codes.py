"""A run's tables by the codes of its rasters, and the own classes that the codes belong to.

Every code of the run's legend must belong to a class of the report's own legend; else areas would
be missing from the record without anyone noticing, and the run fills no own class at all.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.baseline.classes import COVER
from indicators.baseline.legend import CoverLegend
from indicators.models import Run

Tables = Mapping[str, Any]
Row = Mapping[str, Any]
_COVER_OF = {code: cover for cover, code in COVER.items()}


@dataclass(frozen=True)
class RunCodes:
    """The codes of a run with the seven classes they stand for, beside a record's legend."""

    classes: Mapping[str, int]
    legend: CoverLegend
    is_counted: bool
    """Whether the run's tables tell codes apart, or its codes are those of the seven classes."""

    @classmethod
    def of(cls, run: Run, legend: CoverLegend) -> "RunCodes":
        parameters = (run.summary.get("method") or {}).get("parameters") or {}
        classes = (parameters.get("land_cover") or {}).get("classes") or {}
        periods = (run.summary.get("periods") or {}).values()
        by_code = any("land_cover_by_year_codes" in tables for tables in periods)
        return cls(classes, legend, by_code or (bool(classes) and _is_seven(classes)))

    @cached_property
    def left_out(self) -> list[str]:
        """The codes of the run that belong to no class of the legend."""
        known = {str(code) for c in self.legend.classes for code in c.codes}
        return sorted(set(self.classes) - known, key=int)

    @cached_property
    def doubled(self) -> list[str]:
        """The codes of the run that belong to several classes of the legend."""
        listed = [str(code) for c in self.legend.classes for code in c.codes]
        return sorted({code for code in self.classes if listed.count(code) > 1}, key=int)

    @property
    def why_not(self) -> str:
        """Why the run fills no own class, in a sentence; nothing where it does."""
        if not self.legend.is_own or self.fit:
            return ""
        if not self.is_counted:
            return _(
                "This run kept areas of the seven classes only, not those of your own classes: "
                "they can be compared, not used."
            )
        if self.left_out:
            return _belonging(self.left_out)
        return _(
            "Your own classes cannot be filled from this run: these codes of its rasters stand "
            "under several of them: %(codes)s. Leave each under one class of the legend."
        ) % {"codes": ", ".join(self.doubled)}

    @property
    def without_mean(self) -> bool:
        """Whether some own class on land has no mean stock in a run that fills its areas."""
        return any(key in self.own and key not in self.same_as_unccd for key in self.legend.land)

    @property
    def fit(self) -> bool:
        """Whether the run can fill the classes of the record's own legend."""
        return self.legend.is_own and self.is_counted and not self.left_out and not self.doubled

    @cached_property
    def own(self) -> dict[str, tuple[str, ...]]:
        """The codes of the run by own class; a class that no code belongs to is not there."""
        found = {
            c.key: tuple(str(code) for code in c.codes if str(code) in self.classes)
            for c in self.legend.classes
        }
        return {key: codes for key, codes in found.items() if codes} if self.fit else {}

    @cached_property
    def same_as_unccd(self) -> dict[str, str]:
        """The own classes that are all of one class of the Convention in the run, with its key.

        Their mean stock is known; that of a part of a class was not summed.
        """
        whole = defaultdict(set)
        for code, number in self.classes.items():
            whole[number].add(code)
        by_codes = {frozenset(codes): _COVER_OF[number] for number, codes in whole.items()}
        pairs = ((key, by_codes.get(frozenset(codes))) for key, codes in self.own.items())
        return {key: cover for key, cover in pairs if cover}

    def areas(self, row: Row) -> dict[str, Decimal]:
        """Sum a row by code over own classes."""
        return {
            key: sum((_decimal(row.get(code)) for code in codes), Decimal(0))
            for key, codes in self.own.items()
        }

    def by_year(self, tables: Tables) -> Tables:
        """Areas by year and code."""
        if "land_cover_by_year_codes" in tables:
            found: Tables = tables["land_cover_by_year_codes"]
            return found
        years = tables.get("land_cover_by_year", {}) if self._from_seven else {}
        return {year: self._coded(row) for year, row in years.items()}

    def change(self, tables: Tables) -> Tables | None:
        """Areas by first and last code; None for a run that has none."""
        if "land_cover_change_codes" in tables or not self._from_seven:
            return tables.get("land_cover_change_codes")
        rows = tables.get("land_cover_change")
        return rows and {
            first: {last: rows[i - 1][j - 1] for last, j in self.classes.items()}
            for first, i in self.classes.items()
        }

    def lpd(self, tables: Tables) -> Mapping[str, Row] | None:
        """Areas by code of the last year and class of LPD; None for a run that has none."""
        if "lpd_by_cover_codes" in tables or not self._from_seven:
            return tables.get("lpd_by_cover_codes")
        rows = tables.get("lpd_by_cover")
        return None if rows is None else self._coded(rows)

    @cached_property
    def _from_seven(self) -> bool:
        return _is_seven(self.classes)

    def _coded(self, row: Row) -> dict[str, Any]:
        """A row by key of the seven classes as one by code."""
        return {code: row.get(_COVER_OF[number]) for code, number in self.classes.items()}


def _belonging(codes: list[str]) -> str:
    words = ngettext(
        "Your own classes cannot be filled from this run: code %(codes)s of its rasters belongs "
        "to none of them. Give it to a class of the legend, and look again.",
        "Your own classes cannot be filled from this run: codes %(codes)s of its rasters belong "
        "to none of them. Give each to a class of the legend, and look again.",
        len(codes),
    )
    return words % {"codes": ", ".join(codes)}


def _is_seven(classes: Mapping[str, int]) -> bool:
    return all(code == str(number) for code, number in classes.items())


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value or 0))

"""The numbers of a report, brought in from files."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import User
from indicators.actions.observations import give_source
from indicators.actions.sections import save_section
from indicators.baseline.scope import AFFECTED
from indicators.models import Report
from indicators.offline.addresses import split
from indicators.offline.arrival import Arrival
from indicators.offline.filled_summary import TRENDS_EARTH
from indicators.offline.filled_tables import TABLES
from indicators.offline.filled_workbook import WORKBOOK
from indicators.offline.importers import Download, Downloads
from indicators.offline.keys_sheet import MARK, Cells
from indicators.offline.matrices import SECTIONS_WITH_MATRICES
from indicators.offline.preview import SectionChanges
from indicators.offline.scoped import every_record, read_scoped_workbook, scoped_preview
from indicators.offline.texts import OFFLINE
from indicators.sections import SECTIONS

EVERYTHING = "report"
ALL_PARTS = "all_parts"


class NumbersImporter:
    """Workbooks, tables and summaries of Trends.Earth: what they offer becomes national."""

    kinds: Collection[str] = (WORKBOOK, TABLES, TRENDS_EARTH)
    mark = MARK
    has_source = True

    def read(self, report: Report, sheets: Mapping[str, Cells]) -> Arrival:
        """Compare a workbook with what it held. Raises Refusal."""
        return read_scoped_workbook(report, sheets)

    def preview(self, report: Report, arrival: Arrival) -> list[SectionChanges]:
        """The changes of each section."""
        return scoped_preview(report, arrival)

    def save(
        self,
        report: Report,
        groups: Sequence[SectionChanges],
        *,
        taken: Collection[str],
        versions: Mapping[str, int],
        source: Mapping[str, str],
        by: User,
    ) -> int:
        """Save the ticked numbers the way a page would, with their source."""
        scopes = {scope.prefix: scope for scope in every_record(report)}
        changed = 0
        for group in groups:
            texts = {split(c.path)[1]: c.text for c in group.changes if c.path in taken}
            if texts:
                prefix, key = split(group.key)
                where: dict[str, Any] = {"scope": scopes[prefix], "by": by}
                version = versions.get(group.key, 0)
                saved = save_section(report, key, texts, version=version, notation=OFFLINE, **where)
                changed += len(saved.changed)
                if any(source.values()):
                    give_source(report, key, texts, source, **where)
        return changed

    def downloads(self, report: Report) -> Downloads:
        """A workbook of everything or of a section, and tables as CSV."""
        return Downloads(
            _("Numbers"),
            _(
                "The workbook has the tables of the report with your numbers, lists to choose "
                "from, and guidance. Derived numbers are locked."
            ),
            Download(_("Download the whole report (XLSX)"), _files(report, EVERYTHING)),
            [
                *(Download(info.title, _files(report, key)) for key, info in SECTIONS.items()),
                Download(_("Affected areas"), _files(report, AFFECTED.address(EVERYTHING))),
                Download(_("Country, affected areas and all zones"), _files(report, ALL_PARTS)),
            ],
        )


def _files(report: Report, section: str) -> dict[str, str]:
    args = [report.party.iso3, report.cycle.year, section]
    files = {"xlsx": reverse("offline_workbook", args=args)}
    if section in SECTIONS_WITH_MATRICES:
        files["csv"] = reverse("offline_tables", args=args)
    return files

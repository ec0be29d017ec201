"""The files of a region's summary, by name: for pages, the data interface and the command."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ldnportal.exports import (
    csv_file,
    geojson_file,
    geopackage_file,
    json_file,
    pdf_file,
    sdmx_file,
    xlsx_file,
)
from ldnportal.exports.disclaimer import disclaimer
from ldnportal.exports.places import Layer, measure_layer, party_layer, target_layer
from ldnportal.exports.regional import facts_sheet, indicators_sheet, regional_sheets
from ldnportal.regions.summary import Summary

Chunks = Iterable[bytes]


@dataclass(frozen=True)
class RegionFile:
    """A file: its name, what it is, and how it is written piece by piece."""

    name: str
    title: Promise
    content_type: str
    chunks: Callable[[Summary], Chunks]

    @property
    def format(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0]


def about(summary: Summary) -> dict[str, str]:
    """What stands in the head of every file that has one."""
    return {
        "title": _("%(region)s, cycle %(cycle)s")
        % {"region": summary.region.name, "cycle": summary.cycle.year},
        "region": summary.region.slug,
        "cycle": str(summary.cycle.year),
        "publisher": str(settings.PORTAL_NAME),
        "disclaimer": disclaimer(),
    }


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode()


def _facts_csv(summary: Summary) -> Chunks:
    return _encoded(csv_file.csv_lines(facts_sheet(summary)))


def _indicators_csv(summary: Summary) -> Chunks:
    return _encoded(csv_file.csv_lines(indicators_sheet(summary)))


def _xlsx(summary: Summary) -> Chunks:
    return xlsx_file.xlsx_chunks(regional_sheets(summary))


def _json(summary: Summary) -> Chunks:
    return _encoded(json_file.json_chunks(about(summary), regional_sheets(summary)))


def _lines(summary: Summary) -> Chunks:
    return _encoded(json_file.json_lines(facts_sheet(summary)))


def _sdmx(summary: Summary) -> Chunks:
    return _encoded(sdmx_file.sdmx_lines(summary))


def _geojson(make: Callable[[Summary], Layer]) -> Callable[[Summary], Chunks]:
    def chunks(summary: Summary) -> Chunks:
        return _encoded(geojson_file.geojson_chunks(make(summary), about(summary)))

    return chunks


def _geopackage(summary: Summary) -> Chunks:
    layers = (party_layer(summary), target_layer(summary), measure_layer(summary))
    tables = [sheet for sheet in regional_sheets(summary) if sheet.key != "parties"]
    sheets = [*tables, xlsx_file.dictionary(tables)]
    path = _unused_path(".gpkg")
    try:
        geopackage_file.write_geopackage(path, layers, sheets, about(summary))
        file = path.open("rb")
    finally:
        path.unlink(missing_ok=True)  # what is open can still be read
    return _pieces(file)


def _unused_path(suffix: str) -> Path:
    """A name in the portal's own folder that nothing has yet."""
    folder = Path(settings.VAR_DIR) / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{uuid.uuid4()}{suffix}"


def _pieces(file: BinaryIO, size: int = 1 << 18) -> Iterator[bytes]:
    with file:
        while piece := file.read(size):
            yield piece


def _pdf(summary: Summary) -> Chunks:
    return [pdf_file.region_pdf(summary)]


FILES: Mapping[str, RegionFile] = {
    file.name: file
    for file in (
        RegionFile(
            "facts.csv",
            gettext_lazy("All published numbers, CSV"),
            csv_file.CONTENT_TYPE,
            _facts_csv,
        ),
        RegionFile(
            "indicators.csv",
            gettext_lazy("The sums of the region, CSV"),
            csv_file.CONTENT_TYPE,
            _indicators_csv,
        ),
        RegionFile(
            "summary.xlsx",
            gettext_lazy("Everything as a workbook, XLSX"),
            xlsx_file.CONTENT_TYPE,
            _xlsx,
        ),
        RegionFile(
            "summary.json", gettext_lazy("Everything as JSON"), json_file.CONTENT_TYPE, _json
        ),
        RegionFile(
            "facts.jsonl",
            gettext_lazy("All published numbers, JSON Lines"),
            json_file.LINES_CONTENT_TYPE,
            _lines,
        ),
        RegionFile(
            "parties.geojson",
            gettext_lazy("15.3.1 of each Party inside its outline, GeoJSON"),
            geojson_file.CONTENT_TYPE,
            _geojson(party_layer),
        ),
        RegionFile(
            "targets.geojson",
            gettext_lazy("Targets, GeoJSON"),
            geojson_file.CONTENT_TYPE,
            _geojson(target_layer),
        ),
        RegionFile(
            "measures.geojson",
            gettext_lazy("Measures, GeoJSON"),
            geojson_file.CONTENT_TYPE,
            _geojson(measure_layer),
        ),
        RegionFile(
            "summary.gpkg",
            gettext_lazy("Everything as maps and tables, GeoPackage"),
            geopackage_file.CONTENT_TYPE,
            _geopackage,
        ),
        RegionFile(
            "ag-lnd-dgrd.csv",
            gettext_lazy("SDG series AG_LND_DGRD, SDMX-CSV"),
            sdmx_file.CONTENT_TYPE,
            _sdmx,
        ),
        RegionFile(
            "summary.pdf",
            gettext_lazy("The summary with maps and charts, PDF"),
            pdf_file.CONTENT_TYPE,
            _pdf,
        ),
    )
}


def offered() -> list[RegionFile]:
    """The files that this portal can make: the PDF only where its extra is installed."""
    can_print = pdf_file.is_available()
    return [file for file in FILES.values() if can_print or file.format != "pdf"]

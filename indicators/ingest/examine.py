"""Examine one uploaded raster and rewrite it as a clean COG. Runs in the sandboxed child."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from countries.sandbox.refusal import Refusal
from indicators.ingest import rewrite
from indicators.ingest.content import Content, Subject, read_content
from indicators.ingest.counting import usable_nodata
from indicators.ingest.header import (
    GeoTiff,
    HeaderLimits,
    allowed_pixels,
    check_header,
    open_geotiff,
)
from indicators.ingest.kinds import EXPECTATIONS, Expectation, Kind
from indicators.ingest.place import covered_share, find_place, name_of
from indicators.ingest.problems import RasterProblem, RasterRemark
from indicators.ingest.report import Remark, Report, as_json_number, plain_number
from indicators.ingest.years import guess_years

COG_NAME = "clean.tif"
_PLAIN_NAME = "plain.tif"
_FEWEST_COVERED = 1e-6
_ALL_COVERED = 0.999


@dataclass(frozen=True)
class Order:
    """One file to examine: where it is, what it should be, and the Party it is for."""

    path: Path
    folder: Path
    kind: Kind
    filename: str
    outline: BaseGeometry | None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Order":
        """Read the request; the Party is an outline (GeoJSON) or bounds in degrees, or neither."""
        outline = None
        if data.get("outline"):
            outline = shape(data["outline"])
        elif data.get("bounds"):
            outline = shapely.box(*data["bounds"])
        return cls(
            Path(data["path"]), Path(data["folder"]), Kind(data["kind"]), data["filename"], outline
        )


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The child's entry: examine, rewrite to `folder`/clean.tif, and report. See `Report`."""
    return examine(Order.from_json(request)).to_json()


def examine(order: Order, limits: HeaderLimits | None = None) -> Report:
    """Examine one file and write its clean copy. Raises `Refusal`."""
    expected = EXPECTATIONS[order.kind]
    with open_geotiff(order.path) as geotiff:
        subject = _check_announcement(geotiff, order, expected, limits or HeaderLimits())
        content = read_content(subject, order.folder / _PLAIN_NAME)
        _write_clean_copy(subject, content, order)
        return _report(subject, content, order)


def _check_announcement(
    geotiff: GeoTiff, order: Order, expected: Expectation, limits: HeaderLimits
) -> Subject:
    source = geotiff.source
    most = allowed_pixels(_box_km2(order.outline), limits)
    check_header(source, expected, most, limits)
    place = find_place(source, geotiff.transform)
    share = covered_share(place, order.outline) if order.outline is not None else None
    if share is not None and share < _FEWEST_COVERED:
        west, south, east, north = (round(value, 2) for value in place.bounds)
        raise Refusal(RasterProblem.ELSEWHERE, west=west, south=south, east=east, north=north)
    nodata = usable_nodata(source.dtypes[0], source.nodata)
    return Subject(source, geotiff.band_names, place, expected, nodata, share)


def _box_km2(outline: BaseGeometry | None) -> float | None:
    if outline is None:
        return None
    west, south, east, north = outline.bounds
    kilometres_per_degree = 111.32
    middle = np.cos(np.radians((south + north) / 2))
    return float((east - west) * (north - south) * kilometres_per_degree**2 * middle)


def _write_clean_copy(subject: Subject, content: Content, order: Order) -> None:
    # Averaging would mix undeclared fill values into real ones.
    resampling = "NEAREST" if content.fills else "AVERAGE"
    if subject.expected.categorical:
        resampling = "MODE"
    plain = order.folder / _PLAIN_NAME
    rewrite.write_cog(
        plain,
        order.folder / COG_NAME,
        resampling=resampling,
        predictor=not subject.expected.categorical,
    )
    plain.unlink()


def _remarks(subject: Subject, content: Content, years: list[int]) -> list[Remark]:
    source, place, remarks = subject.source, subject.place, list(content.remarks)
    if place.south_up:
        remarks.append(Remark(RasterRemark.SOUTH_UP))
    if source.nodata is not None and subject.nodata is None:
        facts = {"nodata": as_json_number(source.nodata), "dtype": source.dtypes[0]}
        remarks.append(Remark(RasterRemark.NODATA_IMPOSSIBLE, facts))
    if content.fills:
        values = [plain_number(fill.value) for fill in content.fills]
        share = round(100 * sum(fill.share for fill in content.fills), 1)
        remarks.append(Remark(RasterRemark.FILL_SUSPECTED, {"values": values, "share": share}))
    if subject.party_share is not None and subject.party_share < _ALL_COVERED:
        share = round(100 * subject.party_share, 1)
        remarks.append(Remark(RasterRemark.PARTLY_OUTSIDE, {"share": share}))
    if _scale_tag(source) is not None:
        facts = {"scale": source.scales[0], "offset": source.offsets[0]}
        remarks.append(Remark(RasterRemark.SCALE_TAG, facts))
    if not years and subject.expected.yearly:
        remarks.append(Remark(RasterRemark.YEARS_UNKNOWN, {"bands": source.count}))
    if place.crosses_antimeridian:
        remarks.append(Remark(RasterRemark.ANTIMERIDIAN))
    return remarks


def _scale_tag(source: Any) -> tuple[float, float] | None:
    tag = (float(source.scales[0]), float(source.offsets[0]))
    return None if tag == (1.0, 0.0) else tag


def _report(subject: Subject, content: Content, order: Order) -> Report:
    source, place = subject.source, subject.place
    years = guess_years(order.filename, subject.band_names)
    tag = _scale_tag(source)
    cog = order.folder / COG_NAME
    return Report(
        kind=order.kind.value,
        crs_name=name_of(place.crs),
        crs_wkt=place.crs.to_wkt(),
        epsg=place.crs.to_epsg(),
        transform=list(place.transform)[:6],
        width=place.width,
        height=place.height,
        pixel_m=list(place.pixel_m),
        bounds=list(place.bounds),
        dtype=source.dtypes[0],
        band_count=source.count,
        band_names=subject.band_names,
        years=years,
        nodata=as_json_number(subject.nodata),
        scale=tag[0] if tag else None,
        offset=tag[1] if tag else None,
        party_share=subject.party_share,
        missing_share=content.missing_share,
        codes=content.codes,
        bands=content.bands,
        fills=content.fills,
        remarks=_remarks(subject, content, years),
        sha256=rewrite.sha256_of(order.path),
        cog_sha256=rewrite.sha256_of(cog),
        cog_size=cog.stat().st_size,
    )

"""Maps that published versions rest on: which there are, and where they come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from countries.maps import Map, RasterLayer, VectorLayer, tile_url
from indicators.models import Dataset, JobState, Run
from indicators.runs.results.layers import Layer, grid_bounds, kind_of, layers_of
from indicators.runs.results.numbers import results_of
from indicators.storage import location
from ldnportal.exports.disclaimer import disclaimer
from ldnportal.open_data.licences import licence_of, obstacles
from targets.models import Submission


@dataclass(frozen=True)
class PublishedMap:
    """One raster of a run, with the published versions that rest on it."""

    run: Run
    layer: Layer
    size: int
    sha256: str

    @property
    def inputs(self) -> list[Dataset]:
        return list(self.run.datasets.all())

    @cached_property
    def licence(self) -> str:
        """The strictest licence of its inputs."""
        return licence_of(self.inputs)

    @cached_property
    def obstacles(self) -> list[Dataset]:
        """Inputs whose licence does not let it be given away."""
        return obstacles(self.inputs)

    @property
    def versions(self) -> list[Submission]:
        """The published versions that rest on it."""
        return list(self.run.published)  # type: ignore[attr-defined]

    @property
    def file_name(self) -> str:
        """How a download of it is called."""
        return f"{self.run.party.iso3}-run-{self.run.number}-{self.layer.file_name}"


def published_runs() -> "QuerySet[Run]":
    """The runs behind versions that are published now, with what tells of their origin."""
    versions = Submission.objects.published().without_snapshot()
    cited = versions.select_related("report__party", "report__cycle").order_by("report", "version")
    return (
        Run.objects.filter(pk__in=versions.order_by().values("runs"), job_state=JobState.SUCCEEDED)
        .select_related("party", "cycle")
        .prefetch_related(
            "datasets", "cycle__periods", Prefetch("submissions", cited, to_attr="published")
        )
        .order_by("party", "number")
    )


def maps_of_run(run: Run) -> Iterator[PublishedMap]:
    """The maps that a run has drawn."""
    results = results_of(run)
    if results is None:
        return
    files = {entry["name"]: entry for entry in run.outputs}
    for layer in layers_of(run, results):
        entry = files[layer.file_name]
        yield PublishedMap(run, layer, entry["bytes"], entry["sha256"])


def maps_of(submission: Submission) -> list[PublishedMap]:
    """The maps that a published version rests on."""
    runs = published_runs().filter(submissions=submission)
    return [found for run in runs for found in maps_of_run(run)]


def find_map(run: UUID, key: str) -> PublishedMap | None:
    """A published map by its run and the key of its layer."""
    found = published_runs().filter(pk=run).first()
    maps = maps_of_run(found) if found else iter(())
    return next((m for m in maps if m.layer.key == key), None)


@dataclass(frozen=True)
class DrawnLayer:
    """What a public tile is drawn from."""

    place: str
    kind: str
    sha256: str


def find_drawn_layer(run: UUID, key: str) -> DrawnLayer | None:
    """A layer that may be shown to everybody, in two queries; None for any other.

    The same rule as for downloads: the run is cited by a version that is published now, and every
    input has a licence that allows it.
    """
    kind = kind_of(key)
    cited = Submission.objects.published().order_by().values("runs")
    found = (
        Run.objects.filter(pk=run, pk__in=cited, job_state=JobState.SUCCEEDED)
        .light()
        .prefetch_related("datasets")
        .first()
    )
    if kind is None or found is None or obstacles(found.datasets.all()):
        return None
    files = {entry["name"]: entry for entry in found.outputs}
    entry = files.get(f"{key}.tif")
    if entry is None:
        return None
    return DrawnLayer(location(f"{found.output_key}/{entry['name']}"), kind, entry["sha256"])


def map_of_report(maps: list[PublishedMap]) -> Map | None:
    """The map of a published report: the layers of its newest run that may be given away."""
    shown = [found for found in maps if not found.obstacles]
    if not shown:
        return None
    run = shown[-1].run
    mine = [found for found in shown if found.run.pk == run.pk]
    results = results_of(run)
    if results is None:
        return None
    layers = [_raster(found, visible=number == 0) for number, found in enumerate(mine)]
    outline = run.manifest.get("boundary")
    features = [{"type": "Feature", "properties": {}, "geometry": outline}] if outline else []
    return Map(
        key="published-map",
        title=_("Published maps: %(layer)s") % {"layer": mine[0].layer.name},
        bounds=grid_bounds(results.summary),
        layers=(
            *layers,
            VectorLayer(
                "outline",
                _("Outline"),
                data={"type": "FeatureCollection", "features": features},
            ),
        ),
        source=_("%(party)s, run %(number)s, profile %(profile)s, version %(version)s")
        % {
            "party": run.party.name,
            "number": run.number,
            "profile": run.get_profile_display(),
            "version": run.method_version,
        },
    )


def _raster(found: PublishedMap, *, visible: bool) -> RasterLayer:
    return RasterLayer(
        key=found.layer.key,
        name=found.layer.name,
        # The digest makes each content an address of its own, so that it may be kept for long.
        url=tile_url(
            "open_data_tile", found.run.pk, found.layer.key, suffix=f"?{found.sha256[:12]}"
        ),
        legend=found.layer.legend,
        visible=visible,
        group=found.layer.period.label,
        label=found.layer.label,
    )


def provenance(found: PublishedMap) -> dict[str, Any]:
    """Where a map comes from: versions, method, inputs with their sources, licence, digest."""
    run = found.run
    return {
        "title": found.layer.name,
        "party": run.party.iso3,
        "licence": found.licence,
        "disclaimer": disclaimer(),
        "file": {
            "name": found.layer.file_name,
            "bytes": found.size,
            "sha256": found.sha256,
        },
        "versions": [_version(submission) for submission in found.versions],
        "run": {
            "number": run.number,
            "profile": run.profile,
            "method_version": run.method_version,
            "identity": run.identity,
        },
        "inputs": [_input(dataset) for dataset in found.inputs],
    }


def _version(submission: Submission) -> dict[str, Any]:
    published = submission.published_at
    return {
        "cycle": submission.report.cycle.year,
        "version": submission.version,
        "sha256": submission.sha256,
        "published_at": published.isoformat() if published else None,
    }


def _input(dataset: Dataset) -> dict[str, Any]:
    return {
        "kind": dataset.kind,
        "title": str(dataset),
        "first_year": dataset.first_year,
        "last_year": dataset.last_year,
        "sha256": dataset.sha256,
        "licence": dataset.licence,
        "source": {
            "title": dataset.source_title,
            "link": dataset.source_link,
            "author": dataset.source_author,
            "citation": dataset.source_citation,
        },
    }

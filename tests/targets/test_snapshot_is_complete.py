"""A field that somebody adds to the models is frozen too, or left out in so many words."""

from typing import Any

import pytest
from django.db import models

from countries.models import Boundary
from indicators.models import (
    AffectedArea,
    Dataset,
    LegendClass,
    Observation,
    OwnClass,
    OwnLegend,
    Period,
    Region,
    Run,
    Section,
    Zone,
    ZoneFile,
)
from indicators.snapshot_content import baseline_content
from targets.models import Entry, Measure, MeasureProgress, PlannedLoss, Quantity, Target
from targets.neutrality.content import neutrality_content
from targets.records.content import records_content
from targets.snapshot_content import targets_content
from targets.working_copy import WorkingCopy
from tests.factories import SQUARE, make_party
from tests.indicators.baseline.zone_making import make_zones
from tests.indicators.runs.landscape import make_legend
from tests.targets.reports import make_filled_report, make_run

pytestmark = pytest.mark.django_db

# Keys of rows, and who typed what when: that is the audit trail's.
BOOKKEEPING = {"id", "report", "party", "cycle", "updated_at", "updated_by", "created_at"}
DRAFTS = {"version", "changed", "unread"}  # how people write together; unread texts are errors
JOBS = {
    "job_state",
    "attempt",
    "claimed_by",
    "queued_at",
    "heartbeat_at",
    "started_at",
    "error_code",
    "error_params",
    "cited_at",
    "scratch_cleared_at",
}
SOURCES = {"source_title", "source_link", "source_author", "source_citation"}  # in "source"
BOUNDS = {"west", "south", "east", "north"}  # follow from the geometry

LEFT_OUT: dict[type[models.Model], set[str]] = {
    Observation: BOOKKEEPING | SOURCES | {"published_value"},
    Section: BOOKKEEPING | DRAFTS,
    Zone: BOOKKEEPING | {"geometry", "sketch", "names"},  # in the file that the digest names
    ZoneFile: BOOKKEEPING | {"columns", "storage_key", "uploaded_at", "uploaded_by"},
    AffectedArea: BOOKKEEPING,
    Period: BOOKKEEPING,
    LegendClass: BOOKKEEPING | {"legend"},
    OwnLegend: BOOKKEEPING,
    OwnClass: BOOKKEEPING | {"legend"},
    Region: BOOKKEEPING | BOUNDS | {"sketch"},
    Boundary: BOOKKEEPING | BOUNDS,
    Dataset: BOOKKEEPING
    | JOBS
    | SOURCES
    | {"state", "scale", "fill_values", "upload_key", "cog_key", "cog_size", "found"}
    | {"uploaded_by", "uploaded_at", "supersedes", "superseded_at", "removed_at", "finished_at"},
    Run: BOOKKEEPING
    | JOBS
    | {"stage", "plan", "summary", "choices", "cancel_requested_at", "created_by"}
    | {"results_key", "revised_by", "revises", "kept_until"},  # where it is kept, and for how long
    Target: BOOKKEEPING | DRAFTS | BOUNDS | {"removed_at", "sketch"},
    Quantity: BOOKKEEPING | {"target", "order"},
    Measure: BOOKKEEPING | DRAFTS | BOUNDS | {"removed_at", "sketch"},
    MeasureProgress: BOOKKEEPING
    | {"measure", "created_by", "removed_at", "evidence_key"}
    | {"evidence_name", "evidence_size", "evidence_sha256"},  # in "evidence"
    PlannedLoss: BOOKKEEPING | {"created_by", "removed_at"},
    Entry: BOOKKEEPING | DRAFTS | BOUNDS | {"removed_at", "confirmed_by", "sketch"},
}


def kept() -> dict[type[models.Model], dict[str, Any]]:
    """One frozen row of each model."""
    party = make_party()
    legend = make_legend(party)
    LegendClass.objects.get_or_create(legend=legend, code=1)
    report = make_filled_report(party)
    run = Run.objects.get()
    run.datasets.add(Dataset.objects.create(party=party, kind="land_cover"))
    make_run(party, report.cycle, number=2)
    report.sections.create(key="sdg")
    MeasureProgress.objects.create(
        measure=Measure.objects.get(), number=1, date="2026-03-12", status="under_way"
    )
    PlannedLoss.objects.create(
        report=report, number=1, land_type="wetland", area_km2=1, entered_area=1, reason="Road"
    )
    Entry.objects.create(party=party, kind="finance", number=1)
    make_zones(report, 1)
    AffectedArea.objects.create(report=report, geometry=SQUARE, area_km2="48390.5")
    own = OwnLegend.objects.create(report=report, number=1, name="Ours")
    OwnClass.objects.create(legend=own, report=report, key="forest", label="Forest")
    Region.objects.create(report=report, number=1, name="North", is_listed=False)
    copy = WorkingCopy.load(report)
    baseline = baseline_content(report, copy.records)
    promises = targets_content(copy.targets, copy.measures)
    return {
        Observation: baseline["records"][0],
        Section: baseline["sections"][0],
        Zone: baseline["zones"][0],
        ZoneFile: baseline["zone_file"],
        AffectedArea: baseline["affected_area"],
        Period: baseline["periods"][0],
        LegendClass: baseline["legends"][0]["classes"][0],
        OwnLegend: {**baseline["own_legends"][0]},
        OwnClass: baseline["own_legends"][0]["classes"][0],
        Region: baseline["regions"][0],
        Boundary: baseline["boundary"],
        Dataset: baseline["datasets"][0],
        Run: baseline["runs"][0],
        Target: promises["targets"][0],
        Quantity: promises["targets"][0]["quantities"][0],
        Measure: promises["measures"][0],
        MeasureProgress: promises["measures"][0]["progress"][0],
        PlannedLoss: neutrality_content(copy.neutrality)["planned_losses"][0],
        Entry: records_content(copy.entries)["records"][0],
    }


def test_every_field_of_the_models_is_frozen_or_left_out_by_name() -> None:
    for model, row in kept().items():
        fields = {field.name for field in model._meta.get_fields() if is_own(field)}
        forgotten = fields - set(row) - LEFT_OUT[model]
        assert not forgotten, f"{model.__name__}: freeze {forgotten}, or name them in LEFT_OUT"


def is_own(field: Any) -> bool:
    """A column or a many-to-many of the model itself, not somebody else's link to it."""
    return not field.auto_created and (field.concrete or field.many_to_many)

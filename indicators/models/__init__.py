from indicators.models.cycles import Cycle, Period
from indicators.models.datasets import Dataset, DatasetKind, Licence
from indicators.models.defaults import DefaultNumber
from indicators.models.imports import PendingImport
from indicators.models.jobs import ENDED_STATES, Job, JobState
from indicators.models.legends import LandCoverClass, Legend, LegendClass
from indicators.models.own_cover import MOST_CLASSES, MOST_REGIONS, OwnClass, OwnLegend, Region
from indicators.models.reports import (
    EDITABLE_STATES,
    Indicator,
    LandCopy,
    Observation,
    Origin,
    Report,
    ReportState,
    Section,
    Unit,
)
from indicators.models.revisions import Revision
from indicators.models.runs import Profile, Run, RunChunk, Stage
from indicators.models.zones import AffectedArea, Zone, ZoneFile

__all__ = [
    "EDITABLE_STATES",
    "ENDED_STATES",
    "MOST_CLASSES",
    "MOST_REGIONS",
    "AffectedArea",
    "Cycle",
    "Dataset",
    "DatasetKind",
    "DefaultNumber",
    "Indicator",
    "Job",
    "JobState",
    "LandCopy",
    "LandCoverClass",
    "Legend",
    "LegendClass",
    "Licence",
    "Observation",
    "Origin",
    "OwnClass",
    "OwnLegend",
    "PendingImport",
    "Period",
    "Profile",
    "Region",
    "Report",
    "ReportState",
    "Revision",
    "Run",
    "RunChunk",
    "Section",
    "Stage",
    "Unit",
    "Zone",
    "ZoneFile",
]

from targets.models.effects import MeasureEffect
from targets.models.entries import Entry, PublishedEntry
from targets.models.facts import Fact
from targets.models.measures import Measure
from targets.models.neutrality import PlannedLoss
from targets.models.progress import MeasureProgress
from targets.models.published import PublishedPromise
from targets.models.scenarios import SavedScenario
from targets.models.submissions import Comment, Submission, Thread, ThreadSeen
from targets.models.targets import Quantity, Target
from targets.models.where import ResponseArea, ResponseMap, ResponsePatch

__all__ = [
    "Comment",
    "Entry",
    "Fact",
    "Measure",
    "MeasureEffect",
    "MeasureProgress",
    "PlannedLoss",
    "PublishedEntry",
    "PublishedPromise",
    "Quantity",
    "ResponseArea",
    "ResponseMap",
    "ResponsePatch",
    "SavedScenario",
    "Submission",
    "Target",
    "Thread",
    "ThreadSeen",
]

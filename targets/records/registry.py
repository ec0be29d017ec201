"""All lists of supporting information, in the order of the Party's home."""

from targets.records.capacity import CAPACITY
from targets.records.corrections import CORRECTIONS
from targets.records.declaration import RecordType
from targets.records.finance import FINANCE
from targets.records.hotspots import HOTSPOTS
from targets.records.party_drivers import PARTY_DRIVERS
from targets.records.plans import LEVERAGE, WORKSHOPS
from targets.records.pledges import BUSINESS, COMMITMENTS
from targets.records.projects import PROJECTS
from targets.records.questionnaires import COBENEFITS, CONSUMPTION, POTENTIAL
from targets.records.stakeholders import STAKEHOLDERS

RECORD_TYPES: dict[str, RecordType] = {
    kind.key: kind
    for kind in (
        CORRECTIONS,
        HOTSPOTS,
        PARTY_DRIVERS,
        POTENTIAL,
        STAKEHOLDERS,
        LEVERAGE,
        WORKSHOPS,
        COMMITMENTS,
        BUSINESS,
        PROJECTS,
        FINANCE,
        CAPACITY,
        COBENEFITS,
        CONSUMPTION,
    )
}
RECORD_KINDS = [(key, key) for key in RECORD_TYPES]
"""The keys as choices, for the data interface."""

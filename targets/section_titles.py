"""The sections beside the baseline, by the names under which a role can be limited to them."""

from targets.records.registry import RECORD_TYPES
from targets.sections import BALANCE, BALANCE_TITLE, PROMISE_SECTIONS

SECTION_TITLES = {
    **PROMISE_SECTIONS,
    BALANCE: BALANCE_TITLE,
    **{key: kind.title for key, kind in RECORD_TYPES.items()},
}

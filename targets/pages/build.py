"""Put the pages of a snapshot together."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from indicators.baseline.scope import Scope
from indicators.models import Indicator
from targets.models import Submission
from targets.pages import words
from targets.pages.balance import balance_cards
from targets.pages.evidence import answer_card, remark_cards, source_cards
from targets.pages.margins import page_of_zone
from targets.pages.numbers import Reading, tables_of
from targets.pages.parts import Block, Fact, FactList, Page
from targets.pages.promises import measure_card, target_card
from targets.pages.records import record_pages
from targets.sections import BALANCE

Content = Mapping[str, Any]


def pages_of(content: Content, before: Content | None = None) -> list[Page]:
    """Return the pages of a snapshot that hold something, in the order of the report.

    `before` is the snapshot of the version before: what differs from it is marked.
    """
    reading = Reading(content, values_of(before) if before else {})
    pages = [_numbers_page(reading, indicator) for indicator in Indicator.values]
    pages += [_zone_page(reading, zone) for zone in reading.zones]
    facts = facts_of(before) if before else {}
    pages += (
        [_marked(page, facts) for page in _pages_of_facts(content)]
        if before
        else [*_pages_of_facts(content)]
    )
    return [page for page in pages if page.blocks]


def _pages_of_facts(content: Content) -> list[Page]:
    return [
        _page("targets", map(target_card, content["targets"])),
        _page("measures", map(measure_card, content["measures"])),
        *record_pages(content),
        _page(BALANCE, balance_cards(content)),
        _page("remarks", remark_cards(content)),
        _page("sources", source_cards(content)),
    ]


def facts_of(content: Content) -> dict[str, Fact]:
    """All facts in words of a snapshot by their paths."""
    return {
        fact.path: fact
        for page in _pages_of_facts(content)
        for block in page.blocks
        if isinstance(block, FactList)
        for fact in block.facts
    }


def _marked(page: Page, before: Mapping[str, Fact]) -> Page:
    """Say beside each fact what stood there in the version before, where it differed."""
    return replace(page, blocks=tuple(_marked_block(block, before) for block in page.blocks))


def _marked_block(block: Block, before: Mapping[str, Fact]) -> Block:
    if not isinstance(block, FactList):
        return block
    return replace(block, facts=tuple(_marked_fact(f, before.get(f.path)) for f in block.facts))


def _marked_fact(fact: Fact, before: Fact | None) -> Fact:
    was = before.full_text if before else ""
    return fact if before is None or was == fact.full_text else replace(fact, was=was or "\u2013")


def pages_of_submission(submission: Submission) -> list[Page]:
    """Return the pages of a version, with what changed since the version before it."""
    return pages_of(submission.content, content_before(submission))


def content_before(submission: Submission) -> dict[str, Any] | None:
    """The snapshot of the version before, or None for the first."""
    earlier = Submission.objects.filter(
        report=submission.report_id, version__lt=submission.version
    ).order_by("-version")
    before = earlier.first()
    return before.content if before else None


def values_of(content: Content) -> dict[str, str | None]:
    """All numbers of a snapshot by their paths."""
    baseline = content["baseline"]
    return {row["path"]: row["value"] for row in (*baseline["records"], *baseline["derived"])}


def _numbers_page(reading: Reading, indicator: str) -> Page:
    """The numbers of the whole country and of the affected areas."""
    blocks, runs = _numbers(reading, indicator)
    return Page(indicator, words.section_title(indicator), tuple(blocks), runs)


def _zone_page(reading: Reading, zone: str) -> Page:
    """All numbers of a zone."""
    parts = [_numbers(reading, indicator, zone) for indicator in Indicator.values]
    blocks = tuple(block for found, _runs in parts for block in found)
    runs = sorted({run for _found, runs in parts for run in runs})
    title = _("Zone: %(name)s") % {"name": zone}
    return Page(page_of_zone(Scope(zone=zone).prefix), title, blocks, tuple(runs))


def _numbers(
    reading: Reading, indicator: str, zone: str = ""
) -> tuple[list[Block], tuple[str, ...]]:
    blocks: list[Block] = list(tables_of(reading, indicator, zone))
    if blocks:
        blocks += answer_card(reading.content, indicator, zone)
    entered, _derived = reading.rows.get((zone, indicator), ([], []))
    return blocks, tuple(sorted({row["run"] for row in entered if row["run"]}))


def _page(key: str, blocks: Iterable[Block]) -> Page:
    return Page(key, words.section_title(key), tuple(blocks))

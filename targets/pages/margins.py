"""Threads beside what they are about."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from countries.models import User
from indicators.models import Report
from targets.mentions import pattern
from targets.models import Comment, Submission, Thread
from targets.pages.parts import Block, Item, Page
from targets.policies import can_resolve


@dataclass(frozen=True)
class ThreadView:
    """A thread as one reader sees it: in their language, with what they can do."""

    thread: Thread
    label: str
    comments: list["CommentView"]
    can_resolve: bool
    new: int = 0
    """How many comments others wrote since the reader last looked."""


@dataclass(frozen=True)
class CommentView:
    """A comment with its text ready to be shown, and whether it is new to the reader."""

    comment: Comment
    html: SafeString
    is_new: bool


@dataclass(frozen=True)
class Beside:
    """A block of a page and the threads in its margin."""

    block: Block
    threads: tuple[ThreadView, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class PageWithThreads:
    """A page with its threads: those on a block beside it, all others on top."""

    page: Page
    on_top: tuple[ThreadView, ...]
    blocks: tuple[Beside, ...]

    @property
    def threads(self) -> tuple[ThreadView, ...]:
        """All that stand on this page."""
        return (*self.on_top, *(view for beside in self.blocks for view in beside.threads))

    @property
    def items(self) -> tuple[Item, ...]:
        return (Item(self.page.key, str(self.page.title)),)


def threads_on(report: Report, user: User, pages: Iterable[Page]) -> list[ThreadView]:
    """All threads of a report, opened on whatever version (five queries).

    A field that `pages` do not hold keeps the name that it had when the thread was opened.
    """
    written = Comment.objects.select_related("created_by").prefetch_related("mentions")
    threads = Thread.objects.filter(report=report).prefetch_related(Prefetch("comments", written))
    new = set(
        Comment.objects.filter(thread__report=report).new_to(user).values_list("pk", flat=True)
    )
    labels = {item.path: item.label for page in pages for item in page.items()}
    return [
        _thread_view(thread, labels.get(thread.field, thread.label), new, user, report)
        for thread in threads.order_by("pk")
    ]


def _thread_view(
    thread: Thread, label: str, new: set[int], user: User, report: Report
) -> ThreadView:
    comments = [
        CommentView(comment, _html(comment), comment.pk in new) for comment in thread.comments.all()
    ]
    unseen = sum(comment.is_new for comment in comments)
    return ThreadView(thread, label, comments, can_resolve(user, thread, report), unseen)


def _html(comment: Comment) -> SafeString:
    """The text of a comment with its mentions set off; everything else is escaped."""
    text = escape(comment.text)
    for person in sorted(comment.mentions.all(), key=lambda one: len(one.full_name)):
        # The name is looked for as it stands escaped, as the text does.
        named = pattern(User(full_name=escape(person.full_name)))
        text = mark_safe(named.sub(_mention, text))  # noqa: S308 - escaped above
    return linebreaksbr(text)


def _mention(found: re.Match[str]) -> str:
    return f'<span class="mention">{found.group()}</span>'


def with_threads(page: Page, threads: Iterable[ThreadView]) -> PageWithThreads:
    """Lay the threads of a report into the margin of one of its pages."""
    mine = [view for view in threads if page_of_field(view.thread.field) == page.key]
    blocks = [_beside(block, mine) for block in page.blocks]
    placed = {view.thread.pk for beside in blocks for view in beside.threads}
    on_top = tuple(view for view in mine if view.thread.pk not in placed)
    return PageWithThreads(page, on_top, tuple(blocks))


def _beside(block: Block, threads: list[ThreadView]) -> Beside:
    items = tuple(block.items())
    paths = {item.path for item in items}
    found = tuple(view for view in threads if view.thread.field in paths)
    return Beside(block, found, items)


_PAGES = {
    "runs": "sources",
    "datasets": "sources",
    "boundary": "sources",
    "affected_area": "sources",
}


def page_of_field(field: str) -> str:
    """The page that a field stands on, by its path: "land_cover.area.2000.cropland"."""
    scope, _slash, rest = field.rpartition("/")
    if scope.startswith(":"):
        return page_of_zone(f"{scope}/")
    first = rest.partition(".")[0]
    return _PAGES.get(first, first)


def page_of_zone(prefix: str) -> str:
    """The page of a zone, by what stands before the addresses of its numbers."""
    return f"zone-{hashlib.sha256(prefix.encode()).hexdigest()[:10]}"


def item_named(pages: Iterable[Page], field: str) -> tuple[Page, Item, tuple[Item, ...]] | None:
    """Find a field on the pages of a version: its page, itself, and what stands around it."""
    for page in pages:
        if page.key == field:
            return page, Item(field, str(page.title)), (Item(field, str(page.title)),)
        for block in page.blocks:
            items = tuple(block.items())
            found = next((item for item in items if item.path == field), None)
            if found:
                return page, found, items
    return None


def item_nearest(pages: Iterable[Page], field: str) -> Item | None:
    """The field of that path, else the smallest thing on the pages that it belongs to.

    A rule may name a part of what is shown as one, or something that was taken out since.
    """
    items = {item.path: item for page in pages for item in page.items()}
    path = field
    while path:
        if path in items:
            return items[path]
        path = path.rpartition(".")[0]
    return items.get(page_of_field(field))


def newest_submission(report: Report) -> Submission | None:
    """The last version of a report, recalled or not."""
    return report.submissions.without_snapshot().order_by("-version").first()

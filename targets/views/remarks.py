"""The remarks on a version: what the rules said, and what stands out beside the version before."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from targets.attention import Notice, notices
from targets.models import Submission
from targets.pages.build import content_before, pages_of
from targets.pages.margins import item_nearest, page_of_field
from targets.pages.parts import Item, Page
from targets.pages.words import section_title
from targets.views.submissions import frame_of, readable

REMARKS_A_PAGE = 50


@dataclass(frozen=True)
class Shown:
    """A remark with the field it leads to, and the threads that hang on that field."""

    notice: Notice
    title: str
    url: str
    ask_url: str
    open_threads: int


@require_safe
@login_required
def submission_remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """All remarks on a version, each leading to its field."""
    submission = get_object_or_404(readable(request), pk=pk)
    content, before = submission.content, content_before(submission)
    found = notices(content, before)
    page = Paginator(found, REMARKS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame_of(request, submission, _("Remarks")),
        "page": page,
        "shown": list(_shown(submission, page, pages_of(content))),
        "count": len(found),
        "before_version": submission.version - 1 if before else None,
    }
    return render(request, "targets/submissions/remarks.html", context)


def _shown(submission: Submission, found: Iterable[Notice], pages: list[Page]) -> Iterator[Shown]:
    unresolved = submission.report.threads.unresolved().values_list("field", flat=True)
    threads = Counter(unresolved)
    for notice in found:
        item = item_nearest(pages, notice.path)
        field = item.path if item else ""
        yield Shown(
            notice,
            title=item.label if item else str(section_title(notice.page)),
            url=_field_url(submission, item),
            ask_url=_thread_url(submission, item),
            open_threads=threads[field],
        )


def _field_url(submission: Submission, item: Item | None) -> str:
    """Where the field stands; the overview for what has no page any more."""
    if item is None:
        return submission.get_absolute_url()
    page = reverse("submission_page", args=[submission.pk, page_of_field(item.path)])
    return f"{page}#{item.path}"


def _thread_url(submission: Submission, item: Item | None) -> str:
    if item is None:
        return ""
    return f"{reverse('thread_open', args=[submission.pk])}?{urlencode({'field': item.path})}"

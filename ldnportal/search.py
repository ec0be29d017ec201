"""Search over what is public: Parties by name, targets and measures as they were published."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.languages import LANGUAGE_CODES
from countries.models import Party
from countries.models.parties import PartyQuerySet
from ldnportal.exports.promises import identifier
from targets.models import PublishedPromise
from targets.models.published import PublishedPromiseQuerySet

SHORTEST = 2
MOST_PARTIES = 12
_IN_TARGETS = tuple(f"content__statements__{code}" for code in LANGUAGE_CODES)
_IN_MEASURES = ("content__title", "content__description", "content__details__lessons")


@dataclass(frozen=True)
class Hit:
    """A published target or measure that was found."""

    promise: PublishedPromise

    @property
    def title(self) -> str:
        promise = self.promise
        if promise.title:
            return promise.title
        named = {"number": promise.number}
        is_target = promise.topic == PublishedPromise.Topic.TARGET
        return (_("Target %(number)s") if is_target else _("Measure %(number)s")) % named

    @property
    def url(self) -> str:
        """Its place on the page of its Party, which stays the same for ever."""
        promise = self.promise
        page = reverse("country_detail", args=[promise.party.iso3])
        return f"{page}?cycle={promise.cycle.year}#{promise.topic}s"

    @property
    def name(self) -> str:
        return identifier(self.promise)


def parties_named(words: str) -> PartyQuerySet:
    """Parties whose name holds the words in any of the six languages, or whose code they are."""
    wanted = Q(iso3__iexact=words)
    for code in LANGUAGE_CODES:
        wanted |= Q(**{f"name_{code}__icontains": words})
    return Party.objects.filter(wanted).by_name()


def promises_saying(words: str) -> PublishedPromiseQuerySet:
    """Targets and measures of each Party's newest report in which all of the words stand."""
    rows = PublishedPromise.objects.newest()
    for word in words.split():
        rows = rows.filter(_said(word))
    found: PublishedPromiseQuerySet = (
        rows.defer("geometry")
        .select_related("party", "cycle")
        .order_by("party__iso3", "-topic", "number")
    )
    return found


def _said(word: str) -> Q:
    wanted = Q(place__icontains=word)
    for name in (*_IN_TARGETS, *_IN_MEASURES):
        wanted |= Q(**{f"{name}__icontains": word})
    return wanted


def hits(promises: Iterable[PublishedPromise]) -> list[Hit]:
    return [Hit(promise) for promise in promises]

"""What of a target counts for other commitments as well: each share, and what they add up to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from countries.models import Party
from indicators import quantity_text
from targets.models import Entry, Measure, Target
from targets.models.vocabularies import Commitment
from targets.records.pledges import COMMITMENTS, WHOLE
from targets.records.words import entry_name


@dataclass(frozen=True)
class Share:
    """The share of a target that one commitment counts too; None where nobody said it."""

    entry: Entry
    percent: Decimal | None
    promised_km2: Decimal | None

    @property
    def name(self) -> str:
        return entry_name(COMMITMENTS, self.entry.answers, self.entry.number)

    @property
    def made_under(self) -> str:
        return _commitment(self.entry.answers.get("kind", ""))

    @property
    def percent_words(self) -> str:
        return "" if self.percent is None else quantity_text.percent(self.percent)

    @property
    def area(self) -> str:
        """The part of the target's area that the share is of."""
        if self.percent is None or self.promised_km2 is None:
            return ""
        return quantity_text.area(self.promised_km2 * self.percent / WHOLE)


@dataclass(frozen=True)
class SharedTarget:
    """A target with all commitments that count a share of it."""

    target: Target
    shares: list[Share]
    without_share: list[str]
    """Commitments that it or a measure for it is said to serve, of which no share is known."""

    @cached_property
    def total(self) -> Decimal:
        return sum((s.percent for s in self.shares if s.percent is not None), Decimal(0))

    @property
    def is_twice(self) -> bool:
        return self.total > WHOLE

    @property
    def total_words(self) -> str:
        return quantity_text.percent(self.total)

    @property
    def verdict(self) -> str:
        """What the sum means, in a sentence."""
        if self.is_twice:
            over = quantity_text.percent(self.total - WHOLE)
            return _("%(over)s more than the whole target is counted: it is promised twice.") % {
                "over": over
            }
        left = quantity_text.percent(WHOLE - self.total)
        return _("%(left)s of the target counts for nothing else.") % {"left": left}


def shared_targets(party: Party, numbers: Collection[int] | None = None) -> list[SharedTarget]:
    """The targets of a Party that count elsewhere too, of all or of some (four queries)."""
    entries = list(Entry.objects.filter(party=party, kind=COMMITMENTS.key).current())
    rows = Target.objects.filter(party=party).current().order_by("number")
    if numbers is not None:
        rows = rows.filter(number__in=numbers)
    rows = rows.defer("geometry").prefetch_related("quantities", "measures")
    found = [_shared(target, entries) for target in rows]
    for shared in found:
        shared.target.party = party
    return [shared for shared in found if shared.shares or shared.without_share]


def _shared(target: Target, entries: Iterable[Entry]) -> SharedTarget:
    own = [entry for entry in entries if target.number in entry.answers.get("targets", [])]
    promised = _promised(target)
    shares = [Share(entry, _percent(entry), promised) for entry in own]
    known = {entry.answers.get("kind") for entry in own}
    said = [*target.commitments, *_initiatives(target.measures.all())]
    return SharedTarget(
        target, shares, [_commitment(key) for key in dict.fromkeys(said) if key not in known]
    )


def _initiatives(measures: Iterable[Measure]) -> list[str]:
    standing = (measure for measure in measures if measure.removed_at is None)
    return [key for measure in standing for key in measure.details.get("initiatives", [])]


def _percent(entry: Entry) -> Decimal | None:
    share = entry.answers.get("share")
    return None if share is None else Decimal(share)


def _promised(target: Target) -> Decimal | None:
    areas = [q.area_km2 for q in target.quantities.all() if q.area_km2 is not None]
    return sum(areas, Decimal(0)) if areas else None


def _commitment(key: str) -> str:
    return str(dict(Commitment.choices).get(key, key))

"""A focal point at work, in a browser without script: types into forms, checks, reads, follows."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from countries.models import Party, User
from indicators.models import Report
from indicators.sections import SECTIONS
from targets.models import Measure, Target
from tests.factories import make_cycle, make_focal_point, make_party, make_report
from tests.web_pages import Element, entries, fill_in, read_page


@dataclass(frozen=True)
class Said:
    """What a rule says on the page "Check and submit"."""

    rule: str
    is_error: bool
    sentence: str
    address: str
    explanation_field: str = ""


@dataclass
class Desk:
    """The forms of one Party's report."""

    client: Client
    report: Report
    user: User

    @classmethod
    def open(cls) -> "Desk":
        party = make_party()
        report = make_report(party, make_cycle())
        desk = cls(Client(), report, make_focal_point(party))
        desk.client.force_login(desk.user)
        return desk

    @property
    def party(self) -> Party:
        return self.report.party

    # ---- The record ----

    def section_url(self, section: str) -> str:
        address = [self.party.iso3, self.report.cycle.year, section]
        return reverse("baseline_section", args=address)

    def type(self, fields: Mapping[str, str], *, query: str = "") -> None:
        """Type into fields of any sections and save each section's page."""
        for section in SECTIONS:
            own = {path: text for path, text in fields.items() if path.startswith(f"{section}.")}
            if own:
                fill_in(self.client, self.section_url(section) + query, own)

    def section(self, name: str) -> Element:
        return self.get(self.section_url(name))

    def post_by_hand(self, section: str, fields: Mapping[str, str]) -> None:
        """Post names that the form does not have, beside all that it has."""
        address = self.section_url(section)
        form = next(f for f in self.get(address).all("form") if f["class"] == "record-form")
        answer = self.client.post(address, entries(form) | fields, follow=True)
        assert answer.status_code == 200

    def say_source(self, section: str, **source: str) -> None:
        """Give all national numbers of a section a source."""
        page = self.section_url(section) + "sources/"
        ticks = [e["value"] for e in self.get(page).walk() if e["name"] == "numbers"]
        fill_in(self.client, page, {"numbers": ticks, **source})

    # ---- Targets and measures ----

    def add(self, kind: str, fields: Mapping[str, Any]) -> Target | Measure:
        """Press the button that adds one, and fill in its form."""
        model: type[Target] | type[Measure] = Target if kind == "target" else Measure
        self.client.post(reverse(f"{kind}_new", args=[self.party.iso3]))
        row = model.objects.latest("number")
        self.change(row, fields)
        return row

    def change(self, row: Target | Measure, fields: Mapping[str, Any]) -> None:
        kind = row._meta.model_name
        fill_in(self.client, reverse(f"{kind}_edit", args=[self.party.iso3, row.pk]), fields)

    # ---- Checking ----

    def get(self, address: str) -> Element:
        answer = self.client.get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        return read_page(answer)

    @property
    def submit_url(self) -> str:
        return reverse("submit_report", args=[self.party.iso3, self.report.cycle.year])

    def said(self, rule: str = "") -> list[Said]:
        """What the rules say now, of one rule or of all."""
        page = self.get(self.submit_url)
        errors = [li for s in page.all("section", class_="error-summary") for li in s.all("li")]
        warnings = [div for div in page.all("div", class_="panel") if div.all("textarea")]
        found = [*map(_error, errors), *map(_warning, warnings)]
        return [said for said in found if rule in ("", said.rule)]

    def follow(self, said: Said) -> Element:
        """Open the address of a finding; its field is there."""
        path, _hash, anchor = said.address.partition("#")
        found = self.get(path).with_id(anchor) if anchor else self.get(path)
        assert found is not None, f"{path} has no field {anchor}"
        return found


def _rule(element: Element) -> str:
    return next((e.text for e in element.all("span", class_="quiet")), "")


def _error(li: Element) -> Said:
    (link,) = li.all("a")
    return Said(_rule(li), True, link.text, link["href"])


def _warning(panel: Element) -> Said:
    (link,) = panel.all("p")[0].all("a")
    return Said(_rule(panel), False, link.text, link["href"], panel.all("textarea")[0]["name"])


Act = Callable[[Desk], Any]


@dataclass(frozen=True)
class Case:
    """A rule, broken and put right through the forms."""

    rule: str
    name: str
    breaks: Act
    says: tuple[str, ...]
    """Pieces of the one sentence: the field, what was found, what was expected, what to do."""
    leads_to: str
    """The id of the field that the sentence links to."""
    holds: Act
    is_error: bool = True
    given: Act = field(default=lambda _desk: None)
    """What stands there before, whether the rule is broken or not."""

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"


def square(west: float, south: float, size: float) -> str:
    """A square as GeoJSON text; the Party's outline spans 10 to 12 degrees both ways."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})

"""What stands behind the numbers of a snapshot: warnings, answers, rasters, runs, outline."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from countries.models import Boundary
from indicators import quantity_text
from indicators.baseline.answers import Question
from indicators.baseline.frame import Frame
from indicators.baseline.scope import Scope
from indicators.models import DatasetKind, LandCoverClass, Profile
from targets.pages import words
from targets.pages.charts import record_of
from targets.pages.parts import Fact, FactList

Row = Mapping[str, Any]


def remark_cards(content: Row) -> Iterator[FactList]:
    """The warnings that the Party submitted with, each with its explanation."""
    for number, remark in enumerate(content["remarks"], 1):
        path = f"remarks.{remark['rule']}:{remark['path']}"
        title = _("Warning %(number)s (%(rule)s)") % {"number": number, "rule": remark["rule"]}
        yield FactList(
            path,
            title,
            (
                Fact(f"{path}.text", _("Warning"), remark["text"]),
                Fact(f"{path}.explanation", _("Explanation of the Party"), remark["explanation"]),
            ),
        )


def answer_card(content: Row, indicator: str, zone: str = "") -> Iterator[FactList]:
    """What a section says in words: methods, confidence, comments."""
    for section in content["baseline"]["sections"]:
        answers = {path: text for path, text in section["answers"].items() if text}
        if (section["key"], section.get("zone", "")) == (indicator, zone) and answers:
            yield _answers(content, indicator, Scope.of_frozen(section), answers)


def _answers(content: Row, indicator: str, scope: Scope, answers: Mapping[str, str]) -> FactList:
    record = record_of(content)
    asked = record.questions(indicator)
    facts = [
        _answer(content, record.frame, path, asked.get(path), text)
        for path, text in answers.items()
        if path in asked or not path.startswith(MEANING)  # of a legend that is not in use
    ]
    title = _("Answers and comments")
    return FactList(
        f"{scope.prefix}{indicator}.answers",
        title if scope.is_national else f"{title} ({scope.label})",
        tuple(replace(fact, path=scope.prefix + fact.path) for fact in facts),
    )


MEANING = "land_cover.meaning"


def _answer(content: Row, frame: Frame, path: str, question: Question | None, text: str) -> Fact:
    """An answer with its question and its period or classes; an unknown path is shown as it is."""
    if question is None:
        return Fact(path, path, text)
    indicator, name, *keys = path.split(".")
    region = frame.region_by_measure.get(name.replace("meaning", "change"))
    parts = [_about(content, frame, indicator, key) for key in keys]
    about = ", ".join([region.name, *parts] if region else parts)
    label = f"{question.label}, {about}" if about else question.label
    return Fact(path, label, words.choice(question.choices, text))


def _about(content: Row, frame: Frame, indicator: str, key: str) -> str:
    own = frame.legend.by_key.get(key)
    if own is not None:
        return str(own.label)
    titles = {p["key"]: words.period_title(p) for p in content["baseline"]["periods"]}
    return titles.get(key) or str(words.category_to(indicator, key).label)


def source_cards(content: Row) -> Iterator[FactList]:
    """Runs, rasters and the outline, with the digests that prove what was read."""
    baseline = content["baseline"]
    yield from map(_legend_card, _in_use(baseline, "own_legends", "is_current"))
    yield from map(_region_card, _in_use(baseline, "regions", "is_listed"))
    yield from map(_run_card, baseline["runs"])
    yield from map(_dataset_card, baseline["datasets"])
    if baseline["boundary"]:
        yield _boundary_card(baseline["boundary"])


def _in_use(baseline: Row, what: str, flag: str) -> list[Row]:
    """The own legend and the regions that the numbers are in; older versions know none."""
    return [row for row in baseline.get(what, ()) if row[flag]]


def _legend_card(legend: Row) -> FactList:
    path = f"own_legends.{legend['number']}"
    listed = sorted((c for c in legend["classes"] if c["is_listed"]), key=lambda c: c["order"])
    return FactList(
        path,
        _("Land cover classes: %(name)s") % {"name": legend["name"]},
        tuple(
            Fact(
                f"{path}.{one['key']}",
                one["label"],
                words.choice(LandCoverClass.choices, one["unccd_class"]),
            )
            for one in listed
        ),
    )


def _region_card(region: Row) -> FactList:
    path = f"regions.{region['number']}"
    return FactList(
        path,
        _("Region: %(name)s") % {"name": region["name"]},
        (
            Fact(f"{path}.name", _("Name"), region["name"]),
            Fact(f"{path}.area", _("Area"), words.area_text(region["geometry_area_km2"])),
        ),
        region["geometry"],
    )


def _run_card(run: Row) -> FactList:
    path = f"runs.{run['id']}"
    title = _("Run %(number)s") % {"number": run["number"]}
    return FactList(
        path,
        title,
        (
            Fact(f"{path}.profile", _("Profile"), words.choice(Profile.choices, run["profile"])),
            Fact(f"{path}.method_version", _("Version of the method"), run["method_version"]),
            Fact(f"{path}.identity", _("Digest of method and inputs"), run["identity"]),
            Fact(
                f"{path}.outputs",
                _("SHA-256 of its files"),
                "",
                lines=tuple(f"{o['name']}: {o['sha256']}" for o in run["outputs"]),
            ),
        ),
    )


def _dataset_card(dataset: Row) -> FactList:
    path = f"datasets.{dataset['id']}"
    years = [str(y) for y in (dataset["first_year"], dataset["last_year"]) if y]
    source = dataset["source"]
    return FactList(
        path,
        dataset["title"] or dataset["original_name"],
        (
            Fact(f"{path}.kind", _("Kind"), words.choice(DatasetKind.choices, dataset["kind"])),
            Fact(f"{path}.years", _("Years"), "\u2013".join(dict.fromkeys(years))),
            Fact(f"{path}.size", _("Size"), quantity_text.bytes_size(dataset["size"])),
            Fact(f"{path}.sha256", _("SHA-256 of the file"), dataset["sha256"]),
            Fact(f"{path}.cog_sha256", _("SHA-256 of the map kept"), dataset["cog_sha256"]),
            Fact(f"{path}.source", _("Source"), source["title"], url=source["link"]),
            Fact(f"{path}.licence", _("Licence"), words.licence(dataset["licence"])),
            Fact(f"{path}.permission", _("Permission to publish"), dataset["permission"]),
        ),
    )


def _boundary_card(boundary: Row) -> FactList:
    path = "boundary"
    origin = words.choice(Boundary.Origin.choices, boundary["origin"])
    return FactList(
        path,
        _("Outline of the country"),
        (
            Fact(f"{path}.origin", _("Given by"), origin),
            Fact(f"{path}.source", _("Source"), boundary["source"]),
            Fact(f"{path}.area_km2", _("Area inside"), words.area_text(boundary["area_km2"])),
        ),
        boundary["geometry"],
    )

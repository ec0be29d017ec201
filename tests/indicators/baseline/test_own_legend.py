"""Land cover in own classes: sums in the seven, switching without loss, the pages."""

import re
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import AuditEvent, User
from indicators.actions.observations import mark_published
from indicators.actions.own_legends import (
    ClassEntry,
    TooManyClassesError,
    choose_legend,
    edit_legend,
    entries_of,
    free_key,
    make_legend,
)
from indicators.baseline.answers import default_meaning, default_sign
from indicators.baseline.classes import COVER
from indicators.baseline.comparison import Comparison
from indicators.baseline.derived import derive
from indicators.baseline.fields import CARBON, LAND_COVER, PRODUCTIVITY
from indicators.baseline.keys import Key
from indicators.baseline.record import Record, earlier_numbers
from indicators.drafts import SavedMeanwhileError
from indicators.models import Legend, LegendClass, OwnClass, OwnLegend, Report
from indicators.snapshot_content import baseline_content
from targets.facts import _numbers
from targets.pages.numbers import Reading, tables_of
from tests.factories import make_cycle, make_report
from tests.indicators.baseline.own_cover import (
    FIFTEEN,
    TWO_FORESTS,
    fill,
    give_legend,
    version_of,
)
from tests.indicators.baseline.record_making import (
    make_run,
    make_worked_report,
    post_section,
    record_of,
    section_url,
    w1_land_cover,
    w1_profile,
    w1_summary,
)

pytestmark = pytest.mark.django_db

# W1 with its tree-covered land divided: 300 + 240 in 2000, 300 + 210 in 2015.
OWN_CHANGE = {
    ("dense-forest", "dense-forest"): "290",
    ("dense-forest", "open-forest"): "10",
    ("open-forest", "open-forest"): "200",
    ("open-forest", "fields"): "40",
    ("pasture", "pasture"): "300",
    ("pasture", "dense-forest"): "10",
    ("pasture", "fields"): "20",
    ("fields", "fields"): "200",
    ("fields", "towns"): "15",
    ("rock", "rock"): "100",
    ("marsh", "marsh"): "20",
    ("lakes", "lakes"): "30",
}


def own_w1() -> dict[str, str]:
    fields = {
        f"land_cover.change.baseline.{first}.{last}": area
        for (first, last), area in OWN_CHANGE.items()
    }
    for place, year in ((0, 2000), (1, 2015)):
        sums: dict[str, Decimal] = {}
        for pair, area in OWN_CHANGE.items():
            sums[pair[place]] = sums.get(pair[place], Decimal(0)) + Decimal(area)
        fields |= {f"land_cover.area.{year}.{key}": str(area) for key, area in sums.items()}
    return fields | {"land_cover.area.2000.towns": "0"}


@pytest.fixture
def worked() -> tuple[Report, User]:
    _party, report, user = make_worked_report()
    return report, user


@pytest.fixture
def signed_in(client: Client, worked: tuple[Report, User]) -> Client:
    client.force_login(worked[1])
    return client


def legend_url(report: Report) -> str:
    return reverse("baseline_legend", args=[report.party.iso3, report.cycle.year])


# ---- Arithmetic, by hand ----


def test_fifteen_classes_add_up_to_the_seven(worked: tuple[Report, User]) -> None:
    report, user = worked
    give_legend(report, user)
    fill(report, Decimal(2))

    record = record_of(report)
    derived = derive(record)

    # Per year: tree-covered 2 classes, grassland 3, cropland 3, wetland 2, artificial 2, other 2.
    per_class = {"tree-covered": 2, "grassland": 3, "cropland": 3, "wetland": 2}
    per_class |= {"artificial": 2, "other-land": 2, "water": 1}
    for cover, classes in per_class.items():
        assert record.value(Key(LAND_COVER, "area", "2015", cover)) == 2 * classes
        key = Key(LAND_COVER, "change", "baseline", cover, "cropland")
        assert derived[key] == 2 * classes * 3
    assert derived[Key(LAND_COVER, "total", "2015", "land")] == 28
    assert derived[Key(LAND_COVER, "total", "2015", "country")] == 30
    assert derived[Key(PRODUCTIVITY, "lpd", "baseline", "declining", "grassland")] == 6
    # Every class has 2 t/ha on 2 km2: 400 t; the mean of the three of grassland is 2 t/ha again.
    assert derived[Key(CARBON, "tonnes", "2015", "grassland")] == 1200
    assert derived[Key(CARBON, "stock", "2015", "grassland")] == 2


def test_the_mean_stock_of_a_class_of_the_convention_is_weighted_by_area(
    worked: tuple[Report, User],
) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    fill(report, Decimal(0))
    numbers = {"dense-forest": ("300", "100"), "open-forest": ("100", "40")}
    for key, (area, density) in numbers.items():
        report.observations.filter(measure="area", year=2015, category=key).update(value=area)
        report.observations.filter(measure="stock", year=2015, category=key).update(value=density)

    # (300 x 100 + 100 x 40) / 400 = 85 t/ha.
    assert record_of(report).value(Key(CARBON, "stock", "2015", "tree-covered")) == 85


def test_an_own_pair_means_what_its_mapped_pair_means_by_default(
    worked: tuple[Report, User],
) -> None:
    report, user = worked
    give_legend(report, user)
    legend = record_of(report).frame.legend

    for first, last in product(legend.classes, legend.classes):
        expected = default_meaning()[first.unccd, last.unccd]
        water = "water" in (first.unccd, last.unccd)
        assert default_sign(legend, first.key, last.key) == (0 if water else expected)
    assert default_sign(legend, "dense-forest", "open-forest") == 0
    assert default_sign(legend, "dense-forest", "rainfed-crops") == -1
    assert default_sign(legend, "rainfed-crops", "dense-forest") == 1


# ---- W1 through the forms ----


def test_w1_comes_out_exactly_in_own_classes(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    post_section(signed_in, report, "profile", w1_profile())
    post_section(signed_in, report, "land_cover", own_w1())

    page = signed_in.get(section_url(report, "land_cover")).content.decode()
    derived = derive(record_of(report))

    assert derived[Key(LAND_COVER, "status", "baseline", "degraded")] == 55
    assert derived[Key(LAND_COVER, "status", "baseline", "improved")] == 30
    assert derived[Key(LAND_COVER, "status", "baseline", "stable")] == 1120
    assert derived[Key(LAND_COVER, "area", "2000", "tree-covered")] == 540
    assert derived[Key(LAND_COVER, "change", "baseline", "tree-covered", "tree-covered")] == 500
    assert "4.564" in page
    assert "4.453" in page
    assert "In the seven classes of the Convention" in page
    assert "Recorded in “National legend”, 8 own classes." in page


def test_an_edit_of_a_sign_renews_the_numbers_and_the_words_at_once(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    post_section(signed_in, report, "land_cover", own_w1())
    path = "land_cover.meaning.open-forest.fields"

    answer = post_section(
        signed_in, report, "land_cover", {path: "0"}, headers={"X-Autosave": "1"}
    ).json()

    assert answer["values"]["land_cover.status.baseline.degraded"] == "15.00"
    assert answer["signs"][path] == "Open forest to Fields counts as stable"
    assert answer["charts"]["first"]


def test_the_grid_says_in_words_what_each_sign_means(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)

    page = signed_in.get(section_url(report, "land_cover")).content.decode()

    assert "Dense forest to Fields counts as degradation" in page
    assert "Fields to Dense forest counts as improvement" in page
    assert "Dense forest to Open forest counts as stable" in page


# ---- Switching ----


def test_switching_sets_numbers_aside_and_brings_them_back(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    # Arrange
    report, user = worked
    post_section(signed_in, report, "land_cover", w1_land_cover())
    own = give_legend(report, user, TWO_FORESTS)
    post_section(signed_in, report, "land_cover", own_w1())
    before = dict(record_of(report).observations)

    # Act
    url = legend_url(report)
    back = {"version": version_of(report), "act": "use:0"}
    said = signed_in.post(url, back, follow=True).content.decode()
    in_seven = record_of(report)
    again = {"version": version_of(report), "act": f"use:{own.number}"}
    signed_in.post(url, again)
    in_own = record_of(report)

    # Assert
    assert "Land cover is now recorded in the seven classes of the Convention." in said
    assert f"{len(own_w1())} numbers of other legends are set aside" in said
    for path, text in w1_land_cover().items():
        assert in_seven.value(Key.from_path(path)) == Decimal(text)
    assert derive(in_seven)[Key(LAND_COVER, "status", "baseline", "degraded")] == 55
    assert {k: r.value for k, r in in_own.observations.items()} == {
        k: r.value for k, r in before.items()
    }
    assert len(in_own.aside) == len(w1_land_cover())


def test_numbers_of_two_own_legends_never_share_an_address(worked: tuple[Report, User]) -> None:
    report, user = worked
    first = give_legend(report, user, TWO_FORESTS, "First")
    second = give_legend(report, user, TWO_FORESTS, "Second")

    keys = [set(one.classes.values_list("key", flat=True)) for one in (first, second)]

    assert not keys[0] & keys[1]
    assert "dense-forest-2" in keys[1]


def test_a_class_taken_out_keeps_its_numbers_until_it_is_back(
    worked: tuple[Report, User],
) -> None:
    report, user = worked
    own = give_legend(report, user, TWO_FORESTS)
    fill(report, Decimal(3))
    all_of_them = [
        ClassEntry(c.label, c.colour, c.unccd_class, key=c.key) for c in own.classes.all()
    ]

    edit_legend(own, "Ours", all_of_them[1:], version=version_of(report), by=user)
    without = record_of(report)
    returning = [*all_of_them[1:], ClassEntry("dense forest", "#112233", 1)]
    edit_legend(own, "Ours", returning, version=version_of(report), by=user)

    key = Key(LAND_COVER, "area", "2015", "dense-forest")
    assert without.value(key) is None
    assert without.aside[key].value == 3
    assert without.value(Key(LAND_COVER, "area", "2015", "tree-covered")) == 3
    assert record_of(report).value(key) == 3


def test_a_changed_mapping_is_followed_at_once(worked: tuple[Report, User]) -> None:
    report, user = worked
    own = give_legend(report, user, TWO_FORESTS)
    fill(report, Decimal(3))
    entries = [
        ClassEntry(c.label, c.colour, 2 if c.key == "open-forest" else c.unccd_class, key=c.key)
        for c in own.classes.all()
    ]

    edit_legend(own, "Ours", entries, version=version_of(report), by=user)

    record = record_of(report)
    assert record.value(Key(LAND_COVER, "area", "2015", "tree-covered")) == 3
    assert record.value(Key(LAND_COVER, "area", "2015", "grassland")) == 6
    event = AuditEvent.objects.get(kind="legend.edited")
    assert event.data["changes"]["open-forest"][1].startswith("Open forest (Grassland")


def test_nobody_changes_a_legend_over_what_somebody_saved(worked: tuple[Report, User]) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)

    with pytest.raises(SavedMeanwhileError):
        choose_legend(report, 0, version=version_of(report) - 1, by=user)


# ---- The page ----


def rows_of(own: OwnLegend, **changed: str) -> dict[str, Any]:
    """The form of a legend as its page shows it."""
    data: dict[str, Any] = {
        "act": "edit",
        "name": own.name,
        "class-TOTAL_FORMS": "15",
        "class-INITIAL_FORMS": "15",
    }
    for n, one in enumerate(own.classes.all()):
        data |= {f"class-{n}-{name}": getattr(one, name) for name in ("key", "label", "colour")}
        data[f"class-{n}-unccd_class"] = one.unccd_class or ""
    for n in range(own.classes.count(), 15):
        data |= {f"class-{n}-label": "", f"class-{n}-colour": "#c3cccd"}
    return data | changed


def test_a_list_is_made_from_the_legend_of_a_raster(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    # Arrange
    report, _user = worked
    raster = Legend.objects.create(party=report.party, name="Forest map 2020")
    for code, label, unccd in ((10, "Pine", 1), (11, "Pine", 1), (20, "Maize", 3)):
        LegendClass.objects.create(legend=raster, code=code, label=label, unccd_class=unccd)

    # Act
    data = {"version": 0, "act": "make", "from": f"raster-{raster.pk}", "name": ""}
    page = signed_in.post(legend_url(report), data, follow=True).content.decode()

    # Assert
    own = OwnLegend.objects.get()
    assert (own.name, own.source, own.is_current) == ("Forest map 2020", raster, True)
    found = own.classes.values_list("key", "unccd_class", "codes")
    assert [(k, u, list(c)) for k, u, c in found] == [("pine", 1, [10, 11]), ("maize", 3, [20])]
    assert "Land cover is now recorded in Forest map 2020." in page


def test_a_legend_with_sixteen_classes_is_refused_in_words(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, _user = worked
    raster = Legend.objects.create(party=report.party, name="Detailed")
    for code in range(16):
        LegendClass.objects.create(legend=raster, code=code, label=f"c{code}", unccd_class=1)

    data = {"version": 0, "act": "make", "from": f"raster-{raster.pk}"}
    page = signed_in.post(legend_url(report), data, follow=True).content.decode()

    assert "That legend has 16 classes; at most 15 can be reported. Join some." in page
    assert not OwnLegend.objects.exists()


def test_the_classes_are_edited_on_their_page(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    own = give_legend(report, user, TWO_FORESTS)
    changed = {
        "class-0-label": "Rain forest",
        "class-7-colour": "#0000ff",
        "class-8-label": "Ice",
        "class-8-unccd_class": "6",
    }

    data = rows_of(own, **changed) | {"version": version_of(report)}
    signed_in.post(legend_url(report), data)

    legend = record_of(report).frame.legend
    assert legend.by_key["dense-forest"].label == "Rain forest"
    assert legend.by_key["lakes"].colour == "#0000ff"
    assert legend.by_key["ice"].unccd == "other-land"
    page = signed_in.get(section_url(report, "land_cover")).content.decode()
    assert 'fill="#0000ff"' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"class-1-label": "dense forest"}, "stands here twice"),
        ({"class-1-colour": "blue"}, "Write the colour as # and six figures"),
        ({f"class-{n}-label": "" for n in range(8)}, "A legend has at least one class"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_bad_classes_get_a_sentence_and_keep_what_was_typed(
    signed_in: Client, worked: tuple[Report, User], changed: dict[str, str], sentence: str
) -> None:
    report, user = worked
    own = give_legend(report, user, TWO_FORESTS)

    data = rows_of(own, **{"class-7-label": "Lakes and rivers", **changed})
    page = signed_in.post(legend_url(report), data | {"version": version_of(report)})

    text = page.content.decode()
    assert sentence in text
    assert OwnClass.objects.filter(label="Lakes and rivers").count() == 0
    assert "Lakes and rivers" in text or changed.get("class-7-label") == ""


def test_codes_are_typed_kept_and_told_in_the_history(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    own = give_legend(report, user, TWO_FORESTS)
    typed = {f"class-{n}-codes": "" for n in range(8)} | {"class-1-codes": "11; 12, -3 12"}

    signed_in.post(legend_url(report), rows_of(own, **typed) | {"version": version_of(report)})
    page = signed_in.get(legend_url(report)).content.decode()
    without = rows_of(own, **{"class-1-label": "Woodland"}) | {"version": version_of(report)}
    signed_in.post(legend_url(report), without)

    assert 'value="11, 12, -3"' in page
    row = own.classes.get(label="Woodland")
    assert row.codes == [11, 12, -3]
    event = AuditEvent.objects.filter(kind="legend.edited").earliest("pk")
    assert event.data["changes"]["open-forest"][1].endswith(", 11, 12, -3)")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"class-0-codes": "10, ten"}, "“ten” is no code. Write the whole numbers"),
        ({"class-0-codes": "1e3"}, "“1e3” is no code"),
        ({"class-0-codes": "9" * 400}, "at most 300 characters"),
        (
            {"class-0-codes": "10 11", "class-1-codes": "11"},
            "The code 11 stands under two classes. Leave it under one of them.",
        ),
    ],
)
def test_codes_that_cannot_stand_get_a_sentence_and_are_kept(
    signed_in: Client, worked: tuple[Report, User], typed: dict[str, str], sentence: str
) -> None:
    report, user = worked
    own = give_legend(report, user, TWO_FORESTS)

    data = rows_of(own, **typed) | {"version": version_of(report)}
    page = signed_in.post(legend_url(report), data).content.decode()

    assert sentence in page
    assert f'value="{typed["class-0-codes"]}"' in page
    assert not any(own.classes.values_list("codes", flat=True))


def test_the_legend_is_shown_and_not_offered_for_change_while_locked(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    own = give_legend(report, user, TWO_FORESTS)
    Report.objects.update(state="submitted")

    page = signed_in.get(legend_url(report)).content.decode()
    said = signed_in.post(
        legend_url(report), {"version": version_of(report), "act": "use:0"}, follow=True
    ).content.decode()

    assert "Make the list and use it" not in page
    assert "The report was submitted on" in said
    assert OwnLegend.objects.get(pk=own.pk).is_current


def test_keys_are_made_of_names_and_are_never_taken_twice() -> None:
    assert free_key("Dense forest", ()) == "dense-forest"
    assert free_key("Dense forest", ("dense-forest",)) == "dense-forest-2"
    assert free_key("Cropland", ()) == "cropland-2"
    assert free_key("غابة", ()) == "class"
    assert free_key("To", ()) == "to-2"
    assert len(free_key("x" * 90, ())) <= 30


def test_more_than_fifteen_classes_are_never_stored(worked: tuple[Report, User]) -> None:
    report, user = worked
    entries = [ClassEntry(f"Class {n}") for n in range(16)]

    with pytest.raises(TooManyClassesError):
        make_legend(report, "Too many", entries, version=0, by=user)


def test_codes_of_one_name_are_one_class(worked: tuple[Report, User]) -> None:
    report, _user = worked
    raster = Legend.objects.create(party=report.party, name="Codes")
    for code, label, unccd in ((1, "", 1), (2, "Oak", 1), (3, "Oak", 2), (4, "", None)):
        LegendClass.objects.create(legend=raster, code=code, label=label, unccd_class=unccd)

    labels = [(e.label, e.unccd_class, e.codes) for e in entries_of(raster)]

    assert labels == [
        ("Tree-covered areas", 1, (1,)),
        ("Oak", 1, (2,)),
        ("Oak", 2, (3,)),
        ("4", None, (4,)),
    ]


# ---- What follows ----


def test_a_run_is_compared_with_the_sums_and_cannot_be_taken(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    post_section(signed_in, report, "land_cover", own_w1())
    make_run(report.party, report.cycle, w1_summary())
    report.observations.filter(measure="area", year=2015, category="fields").update(value="250")

    comparison = Comparison.of(Record.load_beside(report), "land_cover")

    (row,) = [r for r in comparison.totals if r.key.path == "land_cover.area.2015.cropland"]
    (beside,) = [b for b in row.beside if b.origin == "computed"]
    assert (row.value, beside.offer and beside.offer.value) == (250, 260)
    assert not [r for r in comparison.rows if r.key.category in COVER and r.key.category_to]
    page = signed_in.get(section_url(report, "land_cover") + "compare/").content.decode()
    assert "cannot be taken over: enter the numbers of your own classes" in page


def test_facts_stay_in_the_seven_classes_with_their_licence(
    worked: tuple[Report, User],
) -> None:
    # Arrange
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    fill(report, Decimal(4))
    report.observations.filter(category="dense-forest").update(licence="share_alike")
    content = baseline_content(report)

    # Act
    rows = list(_numbers({"baseline": _plain(content)}))

    # Assert
    categories = {row["category"] for row in rows} | {row["category_to"] for row in rows}
    assert not categories & {"dense-forest", "open-forest", "fields"}
    (area,) = [
        r
        for r in rows
        if (r["topic"], r["measure"], r["year"]) == (LAND_COVER, "area", 2015)
        and r["category"] == "tree-covered"
    ]
    assert (area["value"], area["origin"], area["licence"]) == (8, "national", "share_alike")
    (stock,) = [
        r
        for r in rows
        if (r["topic"], r["measure"], r["year"]) == (CARBON, "stock", 2015)
        and r["category"] == "tree-covered"
    ]
    assert (stock["value"], stock["unit"]) == (4, "t/ha")


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "sections": []}


def test_the_snapshot_says_what_was_in_use_and_what_was_set_aside(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    post_section(signed_in, report, "land_cover", w1_land_cover())
    give_legend(report, user, TWO_FORESTS)
    post_section(signed_in, report, "land_cover", own_w1())

    content = baseline_content(report)

    (own,) = content["own_legends"]
    assert (own["name"], own["is_current"], len(own["classes"])) == ("National legend", True, 8)
    assert len(content["set_aside"]) == len(w1_land_cover())
    assert {row["path"] for row in content["records"]} == set(own_w1())


def test_the_report_before_is_compared_only_in_the_same_legend(
    worked: tuple[Report, User],
) -> None:
    # Arrange
    report, user = worked
    before = make_report(report.party, make_cycle(2022))
    for one, classes in ((before, TWO_FORESTS), (report, TWO_FORESTS)):
        legend = OwnLegend.objects.create(report=one, number=1, name="Ours", is_current=True)
        for order, (label, unccd) in enumerate(classes):
            key = f"{one.cycle.year}-{order}"
            OwnClass.objects.create(
                legend=legend, report=one, key=key, label=label, unccd_class=unccd, order=order
            )
    fill(before, Decimal(5))
    mark_published(before)

    # Act
    same = earlier_numbers(report, record_of(report).frame)
    OwnClass.objects.filter(report=report, label="Marsh").update(unccd_class=6)
    other = earlier_numbers(report, record_of(report).frame)
    choose_legend(report, 0, version=version_of(report), by=user)
    seven = earlier_numbers(report, record_of(report).frame)

    # Assert
    assert same[Key(LAND_COVER, "area", "2015", "2026-0")].published_value == 5
    for numbers in (other, seven):
        assert Key("profile", "area", "2015", "land") in numbers
        assert not [k for k in numbers if (k.indicator, k.measure) == (LAND_COVER, "change")]
        assert not [key for key in numbers if (key.indicator, key.measure) == (LAND_COVER, "area")]


def test_every_page_of_a_version_names_own_classes(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user)
    fill(report)
    content = {"baseline": baseline_content(report), "targets": [], "measures": []}

    heads = _heads(content)

    assert {label for label, _unccd in FIFTEEN} <= heads
    assert "Tree-covered areas" in heads


def _heads(content: dict[str, Any]) -> set[str]:
    reading = Reading(_texts(content), {})
    tables = [t for i in (LAND_COVER, CARBON) for t in tables_of(reading, i)]
    return {str(line.head) for table in tables for line in table.lines}


def _texts(content: Any) -> Any:
    """As it is read back from a stored snapshot: decimals are texts."""
    if isinstance(content, Decimal):
        return str(content)
    if isinstance(content, dict):
        return {key: _texts(value) for key, value in content.items()}
    return [_texts(row) for row in content] if isinstance(content, list) else content


def test_charts_of_fifteen_classes_draw_what_can_be_told_apart(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user)
    fill(report)

    page = signed_in.get(f"{section_url(report, 'land_cover')}?part=change.baseline")

    text = page.content.decode()
    chart = re.findall(r'<div class="chart-narrow">.*?</div>', text, re.DOTALL)[0]
    assert chart.count("<path") <= 24 + 2
    assert "The 24 largest changes are drawn" in text


def test_using_a_run_says_what_cannot_be_used_in_own_classes(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    run = make_run(report.party, report.cycle, w1_summary())
    url = reverse("use_run", args=["XAA", 2026, run.pk])

    page = signed_in.get(url).content.decode()
    signed_in.post(url)

    assert "they can be compared, not used" in page
    record = record_of(report)
    assert record.value(Key("profile", "area", "2015", "land")) == 1205
    assert not record.aside
    assert not [k for k in record.observations if k.category in COVER and k.indicator != "profile"]

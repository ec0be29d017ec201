"""Small tags of the user interface."""

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from countries.icons import ICONS
from countries.maps import Map, RasterLayer, tile_url
from countries.states import STATES


class SourceForm(forms.Form):
    title = forms.CharField(label="Title", help_text="As cited.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    hidden = forms.CharField(widget=forms.HiddenInput)


def _render(source: str, **context: Any) -> str:
    template = Template("{% load portal_ui %}" + source)
    return template.render(Context(context))


def test_every_state_has_a_word_a_sign_and_a_tone() -> None:
    for look in STATES.values():
        assert str(look.label)
        assert look.icon in ICONS
        assert look.tone


def test_a_state_is_shown_with_its_word_and_a_sign_that_is_not_read_out() -> None:
    html = _render("{% state_chip 'returned' 'Returned with 3 comments' %}")

    assert "Returned with 3 comments" in html
    assert 'aria-hidden="true"' in html
    assert "chip-warn" in html


def test_a_state_nobody_described_shows_its_own_name() -> None:
    assert "brewing" in _render("{% state_chip 'brewing' %}")


def test_a_hostile_label_is_escaped() -> None:
    html = _render("{% chip label %}{% origin_tag label %}", label="<script>")

    assert "<script>" not in html


def test_an_origin_leads_to_its_run() -> None:
    html = _render("{% origin_tag 'computed' 'run 12' '/runs/12/' %}")

    assert html == '<a class="origin origin-computed" href="/runs/12/">run 12</a>'


def test_a_field_is_tied_to_its_help_error_and_guidance() -> None:
    html = _render("{% field form.title guidance='G' previous='Old' %}", form=SourceForm({}))

    assert 'aria-describedby="id_title-help id_title-error id_title-guidance"' in html
    for name in ("help", "error", "guidance"):
        assert f'id="id_title-{name}"' in html
    assert 'aria-invalid="true"' in html
    assert "Before: Old" in html


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = _render("{% field form.kind %}", form=SourceForm())

    assert "<fieldset" in html
    assert "<legend>Kind" in html
    assert '<label for="id_kind"' not in html


def test_a_hidden_field_shows_nothing_else() -> None:
    html = _render("{% field form.hidden %}", form=SourceForm()).strip()

    assert html.startswith("<input")
    assert html.count("<") == 1


def test_the_summary_of_errors_counts_and_links_them() -> None:
    html = _render("{% error_summary form other %}", form=SourceForm({}), other=None)

    assert "There are 3 things to put right" in html
    assert 'href="#id_title"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert _render("{% error_summary form %}", form=SourceForm()).strip() == ""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/runs/", 'aria-current="page"'),
        ("/runs/12/", 'aria-current="true"'),
        ("/targets/", ""),
    ],
)
def test_the_navigation_knows_where_it_is(path: str, expected: str) -> None:
    request = RequestFactory().get(path)

    assert _render("{% nav_current '/runs/' %}", request=request) == expected


def test_the_pages_of_a_list_keep_the_rest_of_the_query() -> None:
    context = Context({"page": Paginator(range(500), 25).page(7)})
    context.request = RequestFactory().get("/list/?q=sand&page=7")

    html = Template('{% include "components/pagination.html" with page=page %}').render(context)

    assert 'href="?q=sand&amp;page=8"' in html
    assert "151 to 175 of 500" in html


def test_an_icon_that_points_turns_round_in_arabic() -> None:
    assert "icon-directed" in _render("{% icon 'arrow' %}")
    assert "icon-directed" not in _render("{% icon 'check' %}")


def test_a_map_writes_numbers_for_scripts_and_not_for_readers() -> None:
    layers = (RasterLayer("a", "A", "/t/{z}/{x}/{y}", opacity=0.5),)
    described = Map("m", "Title", (-10.5, 12.25, 13.0, 1016.0), layers)

    with translation.override("fr"):
        html = Template('{% include "components/map.html" with map=map only %}').render(
            Context({"map": described})
        )

    assert '"bounds": [-10.5, 12.25, 13.0, 1016.0]' in html
    assert 'value="50"' in html


def test_the_address_of_tiles_keeps_its_placeholders(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.countries.tile_urls"

    assert tile_url("tile", 12, suffix="?v=1") == "/tiles/12/{z}/{x}/{y}.png?v=1"

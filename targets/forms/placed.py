"""A form with a place: the fields of a draft, and the polygon on a map."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from countries.geometry_widget import GeometryWidget
from countries.models import Boundary
from targets.forms.fields import FieldsForm, Group
from targets.promises import place
from targets.promises.field_draft import FieldDraft


class PlacedForm(FieldsForm):
    """The texts of a draft, with its polygon drawn, typed or pasted."""

    def __init__(
        self, draft: FieldDraft, texts: Mapping[str, str], boundary: Boundary | None
    ) -> None:
        super().__init__(draft, texts)
        self.boundary = boundary

    def add_geometry(self) -> None:
        """Add the map on which the place is drawn."""
        outline = self.boundary.as_feature() if self.boundary else None
        bounds = self.boundary.bounds if self.boundary else None
        widget = GeometryWidget(bounds=bounds, outline=outline) if bounds else GeometryWidget()
        self.fields[place.GEOMETRY] = forms.Field(label=_("Polygon"), widget=widget, required=False)
        corners = self.texts.get(place.CORNERS, "")
        self.initial[place.GEOMETRY] = (self.texts.get(place.GEOMETRY, ""), corners)

    def geometry_group(self, *before: str) -> Group:
        """The place: the fields that tell it in words, then the map."""
        return Group(
            _("Place"),
            self.bound(*before, place.GEOMETRY),
            _("Draw the polygon, type its corners, or upload a file after saving."),
        )

"""A form field for a polygon: drawn on a map, typed as corners, or pasted as GeoJSON.

The page needs components/map_styles.html and components/map_scripts.html, both `with draw=True`.
Without script the two text areas do the same work.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from countries.geometry_text import GeometryTextError, read_corners, read_geojson
from countries.maps import WORLD, Bounds

CORNERS_SUFFIX = "_corners"


class GeometryWidget(forms.Widget):
    """Text area with GeoJSON and a map to draw in; `outline` is the Party's shape as GeoJSON."""

    template_name = "widgets/geometry.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        bounds: Bounds = WORLD,
        outline: Mapping[str, Any] | None = None,
        outline_url: str = "",
    ) -> None:
        super().__init__(attrs)
        self.bounds = bounds
        self.outline = outline
        self.outline_url = outline_url

    def format_value(self, value: Any) -> str:
        """Give the GeoJSON text; nothing for None and for the text "null" of an empty JSON."""
        if value in (None, "", "null"):
            return ""
        return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the drawing script needs."""
        context = super().get_context(name, value, attrs)
        element_id = context["widget"]["attrs"].get("id", name)
        context["widget"] |= {
            "corners_name": name + CORNERS_SUFFIX,
            "corners_id": element_id + CORNERS_SUFFIX,
            "config_id": f"{element_id}-config",
            "config": self._config(),
        }
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> tuple[str, str]:
        """Give both texts: the GeoJSON and the corners."""
        corners = data.get(name + CORNERS_SUFFIX, "")
        return str(data.get(name, "")).strip(), str(corners).strip()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether neither text was sent."""
        return name not in data and name + CORNERS_SUFFIX not in data

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> Any:
        """Draw the field, with both texts as they were typed where the form is shown again."""
        geojson, corners = value if isinstance(value, tuple) else (value, "")
        context = self.get_context(name, geojson, attrs)
        context["widget"]["corners"] = corners
        return self._render(self.template_name, context, renderer)  # type: ignore[attr-defined]

    def _config(self) -> dict[str, Any]:
        return {
            "bounds": self.bounds,
            "outline": self.outline,
            "outlineUrl": self.outline_url,
            "group": get_format("THOUSAND_SEPARATOR"),
            "decimal": get_format("DECIMAL_SEPARATOR"),
            "texts": _texts(),
        }


class GeometryField(forms.Field):
    """A Polygon or MultiPolygon as a GeoJSON geometry (dict), or None."""

    widget = GeometryWidget

    def to_python(self, value: Any) -> dict[str, Any] | None:
        """Read the corners if there are any, else the GeoJSON."""
        geojson, corners = value if isinstance(value, tuple) else (value, "")
        try:
            if corners:
                return read_corners(corners)
            return read_geojson(geojson) if geojson else None
        except GeometryTextError as error:
            raise ValidationError(str(error), code="geometry") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as geometries, so that spaces in the text are no change."""
        try:
            return bool(self.to_python(data) != (initial or None))
        except ValidationError:
            return True


def _texts() -> dict[str, str]:
    return {
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "start": _("Choose the first corner on the map."),
        "next": _("Choose the next corner."),
        "end": _("Choose the next corner, or the first one again to close the area."),
        "cross": _("The sides of an area must not cross."),
        "edit": _("Move the corners; choose one to remove it. Then press Finish."),
        "remove": _("Choose the areas to remove. Then press Finish."),
        "hole": _("Choose the first corner of the hole, inside an area."),
        "holeOutside": _("The hole was not inside an area, so nothing was cut out."),
        "area": _("About {ha} ha ({km2} km²). The exact area is computed when you save."),
        "none": _("Nothing is drawn yet."),
        "unreadable": _("The text is not GeoJSON with a polygon, so the map cannot show it."),
        "crossing": _(
            "The outline crosses itself near longitude {lon}, latitude {lat} (the red circle). "
            "Move a corner there, or draw the area again: as it is, it cannot be taken."
        ),
        "corners": _("Expected at least three lines with latitude and longitude."),
    }

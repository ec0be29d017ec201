"""A place on the map: a polygon as GeoJSON, its bounds and its area on the ellipsoid."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Located(models.Model):
    """Something with a place. Geometry is GeoJSON in WGS 84; the area is geodesic."""

    place = models.CharField(_("place"), max_length=300, blank=True)
    geometry = models.JSONField(_("area on the map"), null=True, blank=True)
    geometry_area_km2 = models.DecimalField(
        _("area of the polygon, km²"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    sketch = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text="the polygon with few corners, for small maps",
    )
    west = models.FloatField(null=True, blank=True, editable=False)
    south = models.FloatField(null=True, blank=True, editable=False)
    east = models.FloatField(null=True, blank=True, editable=False)
    north = models.FloatField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

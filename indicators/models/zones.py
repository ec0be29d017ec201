"""Parts of a country that a report has numbers for: its zones, and the affected areas."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.reports import Report


class ZoneFile(models.Model):
    """The vector file that a report's zones come from.

    `storage_key` is the file as runs read it; its name is the SHA-256 of its content. `columns`
    are the attributes that could name the zones, `column` the one that does.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="zone_file")
    name = models.CharField(_("name of the file"), max_length=200)
    column = models.CharField(_("column with the names"), max_length=120)
    columns = models.JSONField(default=list)
    storage_key = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("file of zones")
        verbose_name_plural = _("files of zones")

    def __str__(self) -> str:
        return self.name

    @property
    def sha256(self) -> str:
        """The digest of the file as runs read it: its name in the storage."""
        return self.storage_key.rpartition("/")[2].partition(".")[0]


class ZoneQuerySet(models.QuerySet["Zone"]):
    def light(self) -> "ZoneQuerySet":
        """Leave the polygons in the database."""
        return self.defer("geometry", "sketch", "names")


class Zone(models.Model):
    """A sub-national zone. Its numbers are the observations that carry its name.

    A zone that is no longer in the file stays as long as it has numbers.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="zones")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(default=dict, blank=True, help_text="Its texts in the file's columns")
    geometry = models.JSONField(help_text="GeoJSON geometry, WGS 84")
    sketch = models.JSONField(help_text="The polygon with few corners, for maps of all zones")
    area_km2 = models.DecimalField(_("area of the polygon"), max_digits=14, decimal_places=4)
    in_file = models.BooleanField(_("in the file"), default=True)

    objects = ZoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="zone_number_in_report"),
            models.UniqueConstraint(fields=["report", "name"], name="zone_name_in_report"),
        ]

    def __str__(self) -> str:
        return self.name


class AffectedArea(models.Model):
    """Where the areas affected by desertification, land degradation and drought lie."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="affected_area")
    geometry = models.JSONField(help_text="GeoJSON geometry, WGS 84")
    area_km2 = models.DecimalField(_("area of the polygon"), max_digits=14, decimal_places=4)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("polygon of the affected areas")
        verbose_name_plural = _("polygons of the affected areas")

    def __str__(self) -> str:
        return str(self.report_id)

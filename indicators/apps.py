from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        from indicators.actions.number_imports import NumbersImporter
        from indicators.offline.importers import register

        register(NumbersImporter())

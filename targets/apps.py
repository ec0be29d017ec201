from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = _("Targets and measures")

    def ready(self) -> None:
        from indicators.offline.importers import register
        from targets import guards
        from targets.actions.promise_imports import PromisesImporter

        register(PromisesImporter())
        post_migrate.connect(guards.install, sender=self, dispatch_uid="targets.guards")

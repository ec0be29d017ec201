from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = _("Targets and measures")

    def ready(self) -> None:
        from targets import guards

        post_migrate.connect(guards.install, sender=self, dispatch_uid="targets.guards")

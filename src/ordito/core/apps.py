from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "ordito.core"
    label = "core"
    verbose_name = _("Fondamenta")

    def ready(self) -> None:
        """Let every room register its permissions, its deeds and its tables."""
        autodiscover_modules("rules", "commands", "tables")

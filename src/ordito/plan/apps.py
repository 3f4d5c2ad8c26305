from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    name = "ordito.plan"
    label = "plan"
    verbose_name = _("Il piano")

    def ready(self) -> None:
        """Tell the room's part of every thread."""
        from ordito.core import thread
        from ordito.plan.queries.thread import follow, seek

        thread.tell(follow=follow, seek=seek)

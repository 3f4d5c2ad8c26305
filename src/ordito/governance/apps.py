from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "ordito.governance"
    label = "governance"
    verbose_name = _("La governance")

    def ready(self) -> None:
        """Tell the room's part of every thread."""
        from ordito.core import thread
        from ordito.governance.queries.thread import follow, seek

        thread.tell(follow=follow, seek=seek)

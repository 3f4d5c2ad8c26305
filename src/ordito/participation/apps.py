from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "ordito.participation"
    label = "participation"
    verbose_name = _("La partecipazione")

    def ready(self) -> None:
        """Tell the room's part of every thread."""
        from ordito.core import thread
        from ordito.participation.queries.thread import follow, seek

        thread.tell(follow=follow, seek=seek)

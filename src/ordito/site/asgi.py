"""The ASGI application that the server runs."""

import multiprocessing
import os
import signal
import threading

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordito.site.settings")

application = get_asgi_application()


def _leave_with_the_parent(parent: multiprocessing.process.BaseProcess) -> None:
    """Stop serving when the program that started this worker is killed: the next one needs the port."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


if (program := multiprocessing.parent_process()) is not None:
    threading.Thread(target=_leave_with_the_parent, args=(program,), daemon=True).start()

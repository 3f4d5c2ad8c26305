"""The ASGI application that the server runs."""

import gc
import multiprocessing
import os
import signal
import threading
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordito.site.settings")

pages = get_asgi_application()

from ordito.participation.live.stream import is_a_stream, stream  # noqa: E402 - Django is awake now

# What is loaded once lives as long as the worker: the collector need not walk it again in the middle of a
# page (it took 30 to 60 ms each time), and may wait for more than the few objects that a single list makes.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Pages through Django; streams beside it, so that one of them holds no thread and no connection."""
    await (stream if is_a_stream(scope) else pages)(scope, receive, send)


def _leave_with_the_parent(parent: multiprocessing.process.BaseProcess) -> None:
    """Stop serving when the program that started this worker is killed: the next one needs the port."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


if (program := multiprocessing.parent_process()) is not None:
    threading.Thread(target=_leave_with_the_parent, args=(program,), daemon=True).start()

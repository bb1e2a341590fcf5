"""A serving process. It knows its listening socket and nothing of the other processes."""

import gc
import logging
import os
import signal
import socket
import sys
import threading
from multiprocessing import parent_process
from typing import Any

FAILED = 2
END_SECONDS = 7  # seconds until a process that was told to stop is killed
logger = logging.getLogger(__name__)


def work(listening: socket.socket) -> None:
    """Serve until told to stop, or until the parent process is gone."""
    listening.set_inheritable(False)  # the processes that read files are none of its listeners
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the command tells its processes itself
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        _serve(listening)
    except Exception:
        logger.exception("a serving process failed")
        sys.exit(FAILED)


def _serve(listening: socket.socket) -> None:
    from jinling_portal.wsgi import application  # noqa: PLC0415 sets Django up, which what follows needs

    from .limits import ServerLimits  # noqa: PLC0415
    from .server import Server  # noqa: PLC0415

    server = Server(application, listening, ServerLimits.from_settings())
    signal.signal(signal.SIGTERM, server.stop)
    threading.Thread(target=_end_with_parent, args=[server], daemon=True).start()
    gc.freeze()  # what is loaded stays, so exclude it from garbage collection
    server.run()


def _end_with_parent(server: Any) -> None:
    """A killed command must not leave processes behind that hold its port."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        threading.Timer(END_SECONDS, os._exit, [FAILED]).start()
        server.stop()

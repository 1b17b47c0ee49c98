"""What each worker process runs: the application, for as long as the supervisor lives."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Awaitable, Callable

from vestibule.server.cpu_affinity import keep_on_one_cpu
from vestibule.server.gc_pause import paused_collection


def create_app() -> Callable[..., Awaitable[None]]:
    """Build the application, and keep it on one CPU. In a worker process, also stop when the supervisor is gone."""
    if supervisor := multiprocessing.parent_process():
        threading.Thread(target=_stop_after, args=(supervisor,), name="supervisor", daemon=True).start()
    with paused_collection():
        from vestibule import main  # noqa: PLC0415  the supervisor of several workers does not need it

        app = main.create_app()
    # Not earlier: workers that start together on one CPU would stay there for a second.
    threading.Thread(target=keep_on_one_cpu, name="cpu-affinity", daemon=True).start()
    return app


def _stop_after(supervisor: multiprocessing.process.BaseProcess) -> None:
    """Drain when the supervisor has ended. If it was killed, its workers would keep the port forever."""
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)

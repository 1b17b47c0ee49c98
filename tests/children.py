"""Programs that tests start. They end with the test, also when it fails or when the test run is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

# Linux kills a child when its parent dies, if the child asked for it (prctl PR_SET_PDEATHSIG). The child asks before it
# becomes the program: `preexec_fn` would run Python between fork and exec of a process that has threads.
_LAUNCHER = (
    "import ctypes, os, signal, sys\n"
    "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"  # a shell starts its background jobs with SIGINT ignored
    "if sys.platform == 'linux': ctypes.CDLL(None).prctl(1, int(sys.argv[2]))\n"
    "if os.getppid() != int(sys.argv[1]): sys.exit('The parent is gone.')\n"
    "os.execvp(sys.argv[3], sys.argv[3:])\n"
)


def start_child(
    command: Sequence[str | os.PathLike[str]], orphan_signal: signal.Signals = signal.SIGKILL, **options: Any
) -> subprocess.Popen[Any]:
    """Start a program in a process group of its own; `options` are Popen's. End it with `end_child`.

    `orphan_signal` is sent to it when the test run is killed: SIGTERM for a program that must end others of its own.
    """
    launcher = [sys.executable, "-ISc", _LAUNCHER, str(os.getpid()), str(int(orphan_signal)), *command]
    return subprocess.Popen(launcher, start_new_session=True, **options)


def end_child(child: subprocess.Popen[Any]) -> None:
    """Kill the program and every process that it started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@contextmanager
def child_process(command: Sequence[str | os.PathLike[str]], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A program that runs during the block; it is killed at the end with every process that it started."""
    with start_child(command, **options) as child:
        try:
            yield child
        finally:
            end_child(child)

"""No process that a test starts outlives the test."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.children import child_process

ROOT = Path(__file__).resolve().parents[2]
STARTS_ANOTHER = "import subprocess, sys; print(subprocess.Popen(['sleep', '60']).pid, flush=True); sys.stdin.read()"
TEST_RUN = """
import subprocess, sys
from tests.children import start_child
print(start_child(["sleep", "60"]).pid, flush=True)
sys.stdin.read()
"""
END_SECONDS = 10

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Only Linux ends a child with its parent.")


def ends(process: int) -> bool:
    """Whether the process of that pidfd ends in time."""
    ended, _, _ = select.select([process], [], [], END_SECONDS)
    os.close(process)
    return bool(ended)


def test_processes_started_by_a_child_end_with_it() -> None:
    command = [sys.executable, "-c", STARTS_ANOTHER]
    with child_process(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        grandchild = os.pidfd_open(int(child.stdout.readline()))

    assert ends(grandchild)


def test_children_end_when_the_test_run_is_killed() -> None:
    command = [sys.executable, "-c", TEST_RUN]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as test_run:
        assert test_run.stdout
        child = os.pidfd_open(int(test_run.stdout.readline()))
        test_run.kill()

    assert ends(child)

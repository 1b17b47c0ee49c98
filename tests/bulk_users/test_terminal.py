"""The commands in a real terminal: a progress bar, and Ctrl-C."""

import json
import os
import pty
import signal
import sys
from pathlib import Path

import pytest

from tests.bulk_users.conftest import Cognito, Pool
from tests.children import child_process

VESTIBULE = Path(sys.executable).with_name("vestibule")


def read(terminal: int) -> str:
    """What the program printed meanwhile; nothing once it has ended."""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:
        return ""


def run_until_checkpoint(pool: Pool, home: Path) -> tuple[int, str]:
    """Export slowly in a terminal, and interrupt it after the first page. Returns exit status and output."""
    ours, theirs = pty.openpty()
    options = ["--pool-id", pool.id, "--endpoint-url", str(pool.url), "--rate", "1"]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    command = [VESTIBULE, "users", "export", "users.jsonl", *options]
    with child_process(command, env=environment, cwd=home, stdin=theirs, stdout=theirs, stderr=theirs) as child:
        os.close(theirs)
        output = read(ours)
        while not (home / "users.jsonl.part.json").exists():
            assert child.poll() is None, output
            output += read(ours)
        child.send_signal(signal.SIGINT)
        while text := read(ours):
            output += text
        status = child.wait()
    os.close(ours)
    return status, output


def test_an_export_shows_its_progress_and_continues_after_ctrl_c(cognito: Cognito, pool: Pool, tmp_path: Path) -> None:
    for _ in range(61):
        pool.create(password="")

    status, output = run_until_checkpoint(pool, tmp_path)

    assert status == 130
    assert "60/61" in output
    assert "the same command continues there" in output
    cognito.recorder.operations.clear()
    again = pool.run("export", "users.jsonl")
    assert again.exit_code == 0, again.output
    assert cognito.recorder.operations.count("ListUsers") == 1
    lines = (tmp_path / "users.jsonl").read_text().splitlines()
    assert len({json.loads(line)["username"] for line in lines}) == 61


@pytest.mark.parametrize("command", ["export", "import", "convert"])
def test_help_teaches_by_examples_and_names_the_exit_statuses(pool: Pool, command: str) -> None:
    text = pool.run(command, "--help").output

    assert f"vestibule users {command} " in text
    assert "Exit status: 0" in text

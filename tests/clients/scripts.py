"""The clients' scripts. Each runs its scenarios in one process, whose start would take longer than most scenarios."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.children import child_process
from tests.clients.conftest import HERE


class Script:
    """A running script. It reads scenarios from its standard input, and writes how each ended."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, scenario: str, settings: Mapping[str, str]) -> None:
        """Run one of its scenarios; fails with its output unless it succeeds."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([scenario, settings]) + "\n")
        self._process.stdin.flush()
        output = ""
        for line in self._process.stdout:
            if line == f"{scenario} done\n":
                return
            output += line
            if line == f"{scenario} failed\n":
                break
        raise AssertionError(output or "The script has ended.")


@contextmanager
def script(*command: str | Path, folder: str) -> Iterator[Script]:
    """A script of a folder, which runs during the block."""
    pipe, output = subprocess.PIPE, subprocess.STDOUT
    with child_process(command, cwd=HERE / folder, stdin=pipe, stdout=pipe, stderr=output, text=True) as process:
        yield Script(process)

"""The help of every command, as help.txt has it. After a change that is meant: `python -m tests.api.command_help`."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typer.main
from typer.testing import CliRunner

from vestibule.cli import app

FILE = Path(__file__).with_name("help.txt")
WIDTH = "100"


def commands() -> Iterator[tuple[str, ...]]:
    """Every command and group, by its words."""

    def within(group: object, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        for name, command in sorted(getattr(group, "commands", {}).items()):
            yield from within(command, (*words, name))

    yield from within(typer.main.get_command(app), ())


def shown(words: tuple[str, ...]) -> str:
    """The help of a command now, without spaces at the ends of lines."""
    result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": WIDTH})
    assert result.exit_code == 0, result.output
    lines = [line.rstrip() for line in result.output.replace("Usage: root", "Usage: vestibule").splitlines()]
    return "\n".join(lines).strip("\n")


@cache
def documented_help() -> dict[str, str]:
    """The help by the words of the command."""
    sections = re.split(r"^## ?", FILE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {name: text.strip("\n") for name, _, text in (section.partition("\n") for section in sections)}


if __name__ == "__main__":
    FILE.write_text("\n".join(f"{' '.join(['##', *words])}\n{shown(words)}\n" for words in commands()), "utf-8")

"""Runs `vestibule pool …` in this process, on a pool.toml of its own."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from vestibule.cli import app

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "pool.toml").read_text("utf-8")


@dataclass
class Commands:
    """`pool.toml` and `.env` in one directory, and the commands on them. Tests run with it as working directory."""

    directory: Path
    url: str
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def env_file(self) -> Path:
        return self.directory / ".env"

    @property
    def settings(self) -> dict[str, str]:
        """What `.env` has."""
        lines = self.env_file.read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))

    @property
    def prefix(self) -> str:
        """The prefix of the pool's domain."""
        text = (self.directory / "pool.toml").read_text("utf-8")
        return str(re.findall(r'(?m)^prefix = "(.*)"$', text)[0])

    def write(self, text: str) -> "Commands":
        (self.directory / "pool.toml").write_text(text, "utf-8")
        return self

    def edit(self, *changes: tuple[str, str], append: str = "") -> "Commands":
        """Change what the file says; each change must apply."""
        text = (self.directory / "pool.toml").read_text("utf-8")
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after)
        return self.write(f"{text}\n{append}\n")

    def run(self, *arguments: str, **options: Any) -> Result:
        environment = {"COGNITO_REGION": "us-east-1", "COGNITO_ENDPOINT_URL": self.url, **self.environment}
        return CliRunner().invoke(app, ["pool", *arguments], env=environment, **options)

    def apply(self, *arguments: str) -> str:
        """Apply; it must succeed. Returns what was printed."""
        result = self.run("apply", *arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def plan(self) -> tuple[int, str]:
        """The exit status and the output of `plan --detailed-exitcode`."""
        result = self.run("plan", "--detailed-exitcode")
        return result.exit_code, result.output


def named(name: str, text: str = SHIPPED) -> str:
    """The file for another pool, with a domain of its own."""
    prefix = re.sub("[^a-z0-9]+", "-", name.lower())
    renamed = re.sub(r"(?m)^name = .*$", f'name = "{name}"', text, count=1)
    return renamed.replace('prefix = "vestibule"', f'prefix = "{prefix}"')

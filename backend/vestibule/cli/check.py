"""`vestibule check`: whether the API can work with these settings, before it is deployed."""

import asyncio
import dataclasses
import json
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from vestibule import logs
from vestibule.cli.console import console
from vestibule.cli.reachability import Result, results
from vestibule.services import build_services
from vestibule.settings import Settings, load_settings

EPILOG = "Exit status: 0 everything works; 1 something does not, or a setting is invalid."


def check(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list, for scripts.")] = False,
) -> None:
    """Check settings, keys, store, Cognito, the clock, and, if they are set, domain, identity pool and mail server.

    Run it where the API will run, before a deployment. It changes nothing and sends no mail.
    `vestibule pool doctor` examines the user pool itself.
    """
    settings = load_settings()
    logs.silence()  # the output says what the log lines would
    with console(stderr=True).status("Checking …"):  # shown in a terminal only
        found = asyncio.run(_results(settings))
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(result) for result in found], indent=2))
    else:
        _print(found, console())
    raise typer.Exit(0 if all(result.ok for result in found) else 1)


async def _results(settings: Settings) -> list[Result]:
    services = build_services(settings)
    try:
        return await results(services)
    finally:
        await services.aclose()


def _print(found: list[Result], out: Console) -> None:
    for result in found:
        outcome = ("ok      ", "green") if result.ok else ("FAILED  ", "bold red")
        advice = "" if result.ok or not result.advice else f" ({result.advice})"
        out.print(Text.assemble(outcome, f"{result.name:<10}{result.finding}{advice}"))

"""Shows plans and errors on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.text import Text

from vestibule.cli.advice import advice
from vestibule.cli.console import console
from vestibule.cli.pool.target import NoRegion
from vestibule.cli.texts import counted, printable
from vestibule.cognito.provisioning.differences import Difference, is_empty
from vestibule.cognito.provisioning.plan import Effect, Plan, Step
from vestibule.cognito.provisioning.planner import PoolNotFound
from vestibule.cognito.transport.aws import CallFailed
from vestibule.pool_file import PoolFileError
from vestibule.settings import SettingsError

SIGNS = {
    Effect.ADDED: ("+", "green"),
    Effect.IN_PLACE: ("~", "yellow"),
    Effect.OTHER_CALL: ("~", "yellow"),
    Effect.NEW_CLIENT: ("!", "red"),
}
MAX_VALUE = 160
ERROR, DIFFERENCES = 1, 2


@contextmanager
def errors_shown(again: str = "") -> Iterator[None]:
    """Show what went wrong without a traceback, and end with status 1. `again` says what running it again would do."""
    try:
        yield
    except (PoolFileError, PoolNotFound, CallFailed, NoRegion, SettingsError, OSError) as error:
        err = console(stderr=True)
        err.print(Text("\n".join(printable(line) for line in str(error).splitlines()), "red"))
        if hint := (advice(error) or again if isinstance(error, CallFailed) else ""):
            err.print(Text(hint))
        raise typer.Exit(ERROR) from error


def show_plan(out: Console, plan: Plan) -> None:
    """Print what differs, by what it takes."""
    for step in plan.steps:
        _show_step(out, step)
    for obstacle in plan.obstacles:
        out.print(Text.assemble((f"✗ {printable(obstacle.resource)}", "bold red"), "  cannot be changed"))
        out.print(Text(f"    {printable(obstacle.difference)}"))
        out.print(Text(f"    {printable(obstacle.remedy)}", "dim"))
    _show_list(out, "Not in the file, left alone:", plan.not_in_file)
    _show_list(out, "Could not be read:", plan.not_compared)
    if plan.is_empty:
        out.print("The pool is as the file declares it.", style="green")
        return
    counts = {effect: sum(step.effect == effect for step in plan.steps) for effect in Effect}
    parts = [f"{count} {effect.value}" for effect, count in counts.items() if count]
    if plan.obstacles:
        parts.append(f"{len(plan.obstacles)} cannot be changed")
    out.print(f"[bold]{counted(len(plan.steps) + len(plan.obstacles), 'difference')}[/]: {', '.join(parts)}.")


def _show_step(out: Console, step: Step) -> None:
    sign, colour = SIGNS[step.effect]
    how = f"{step.effect.value}: {step.operation}" if step.effect == Effect.OTHER_CALL else step.effect.value
    out.print(Text.assemble((f"{sign} {printable(step.resource)}", f"bold {colour}"), f"  {how}"))
    for difference in step.differences:
        for part in _parts(difference):
            out.print(Text(f"    {printable(part.name)}: {_values(part)}"))
    show_losses(out, step.losses)


def show_losses(out: Console, losses: tuple[str, ...]) -> None:
    """Print what would be lost by applying."""
    for loss in losses:
        out.print(Text(f"    lost: {printable(loss)}", "red"))


def _parts(difference: Difference) -> Iterator[Difference]:
    """A difference between two maps as one for each member that differs."""
    before, after = difference.actual or {}, difference.wanted or {}
    if not isinstance(before, dict) or not isinstance(after, dict) or not (before or after):
        yield difference
        return
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield Difference((*difference.path, name), before.get(name), after.get(name))


def _values(difference: Difference) -> str:
    if difference.is_secret:
        return "(secret) → (another secret)"
    return f"{_value(difference.actual)} → {_value(difference.wanted)}"


def _value(value: object) -> str:
    if is_empty(value) and value is not False:
        return "(none)"
    text = ", ".join(_item(item) for item in value) if isinstance(value, list) else str(value)
    text = printable(" ".join(text.split()))
    return text if len(text) <= MAX_VALUE else f"{text[:MAX_VALUE]}…"


def _item(item: object) -> str:
    if isinstance(item, dict) and "ScopeName" in item:
        return f"{item['ScopeName']} ({item.get('ScopeDescription', '')})"
    return str(item.get("Name") or item) if isinstance(item, dict) else str(item)


def _show_list(out: Console, title: str, lines: tuple[str, ...]) -> None:
    if lines:
        out.print(title, style="dim")
    for line in lines:
        out.print(Text(f"    {printable(line)}", "dim"))

"""Commands that are imported when they are looked up: `serve` is started often, and needs none of the others."""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_group

from vestibule.server.gc_pause import paused_collection


@dataclass(frozen=True)
class LazyCommand:
    """A module that has a group of commands (`app`), or a function of the command's name and its EPILOG.

    `panel` is its place in the help.
    """

    module: str
    panel: str


class LazyGroup(TyperGroup):
    """A group of such commands."""

    lazy_commands: Mapping[str, LazyCommand]

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  TyperGroup's
        super().__init__(**options)
        self.commands = cast("MutableMapping[str, Any]", _Commands(self.lazy_commands, self.rich_markup_mode))


class _Commands(Mapping[str, Any]):
    """typer's commands by name. To list their names imports none; to read them all, as the help does, imports all."""

    def __init__(self, lazy_commands: Mapping[str, LazyCommand], markup_mode: Any) -> None:  # noqa: ANN401  typer's
        self._lazy_commands = lazy_commands
        self._markup_mode = markup_mode
        self._imported: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  typer does not export its class of commands
        if name not in self._imported:
            self._imported[name] = self._import(name, self._lazy_commands[name])
        return self._imported[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lazy_commands)

    def __len__(self) -> int:
        return len(self._lazy_commands)

    def _import(self, name: str, command: LazyCommand) -> Any:  # noqa: ANN401
        with paused_collection():
            module = import_module(command.module)
        group = typer.Typer(rich_markup_mode=self._markup_mode)
        if hasattr(module, "app"):
            group.add_typer(module.app, name=name, rich_help_panel=command.panel)
        else:
            group.command(name, rich_help_panel=command.panel, epilog=module.EPILOG)(getattr(module, name))
        return get_group(group).commands[name]

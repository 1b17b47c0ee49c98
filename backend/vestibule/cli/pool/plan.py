"""`vestibule pool plan`: what differs between the file and the pool."""

from pathlib import Path
from typing import Annotated

import typer

from vestibule.cli.console import console
from vestibule.cli.environment import EndpointOption
from vestibule.cli.pool import rendering
from vestibule.cli.pool.target import FileOption, RegionOption, target

DEFAULT_FILE = Path("pool.toml")

EPILOG = """
`vestibule pool plan --detailed-exitcode` shows CI whether somebody changed the pool or the file.

Exit status: 0 success; 1 an error. With --detailed-exitcode: 0 no difference; 1 an error; 2 differences.
"""


def plan(
    file: FileOption = DEFAULT_FILE,
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    *,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit with 2 if there are differences, for CI.")
    ] = False,
) -> None:
    """Show how the pool differs from pool.toml. Changes nothing.

    `+` is added, `~` is changed in place or by another call, `!` needs a new app client,
    `✗` cannot be changed, with what it would take. `lost:` says what users or applications would miss.

    Without COGNITO_USER_POOL_ID, in the environment or `.env`, it is the plan for a new pool.
    """
    out = console()
    with rendering.errors_shown():
        planner = target(file, region, endpoint_url).planner()
        with out.status("Reading the pool …"):
            state, ids = planner.read()
            found = planner.plan(state, ids)
    rendering.show_plan(out, found)
    if not found.is_empty:
        out.print("[dim]vestibule pool apply makes it so.[/]")
        raise typer.Exit(rendering.DIFFERENCES if detailed_exitcode else 0)

"""`vestibule users export`: write all users of a pool to a file."""

from pathlib import Path
from typing import Annotated

import typer

from vestibule.cli.console import console
from vestibule.cli.environment import EndpointOption
from vestibule.cli.texts import counted
from vestibule.cli.users.progress import progress_bar
from vestibule.cli.users.target import (
    PoolOption,
    RateOption,
    errors_shown,
    open_pool,
)
from vestibule.cognito.bulk_users.export_file import ExportFile
from vestibule.cognito.bulk_users.exporting import Export
from vestibule.cognito.bulk_users.source import UserSource

EPILOG = "Exit status: 0 complete; 1 Cognito failed; 2 wrong usage; 130 interrupted. After 1 and 130, run it again."
AGAIN = "What was read is kept. Within an hour, the same command continues there; later it starts again."
DEFAULT_RATE = 20.0


def export(
    file: Annotated[Path, typer.Argument(help="The file to write: *.jsonl (JSON Lines), or *.csv for spreadsheets.")],
    pool_id: PoolOption = "",
    endpoint_url: EndpointOption = "",
    rate: RateOption = DEFAULT_RATE,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write all users of a pool to a file: attributes, groups and links to providers.

    Cognito gives nobody passwords, authenticator secrets or passkeys, so they are not in the file. Nobody is billed as
    an active user for being exported. Users may change meanwhile: stop sign-ups first if the file must be exact.

    The file has personal data and is readable by you alone (mode 0600).

        vestibule users export users.jsonl
        vestibule users export users.csv --pool-id eu-west-1_AbCdEf123
    """
    if file.exists() and not force:
        raise typer.BadParameter(f"{file} exists; --force replaces it")
    out = console(stderr=True)
    with errors_shown(AGAIN), progress_bar(out) as progress:
        calls = open_pool(pool_id, endpoint_url, rate)
        task = progress.add_task("Reading groups", total=None)
        users = Export(
            UserSource(calls),
            ExportFile(file, calls.pool_id),
            on_total=lambda total: progress.update(task, total=total),
            on_group=lambda group: progress.update(task, description=f"Reading group {group}"),
            on_users=lambda count: progress.update(task, completed=count, description="Exporting users"),
        ).run()
    typer.echo(f"{counted(users)} of {calls.pool_id} in {file}.")

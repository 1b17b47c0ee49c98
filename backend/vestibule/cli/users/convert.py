"""`vestibule users convert`: turn another system's export into a file of users."""

from pathlib import Path
from typing import Annotated

import typer

from vestibule.cli.console import console
from vestibule.cli.texts import counted
from vestibule.cli.users.progress import progress_bar
from vestibule.cli.users.target import errors_shown
from vestibule.cognito.bulk_users.convert.conversion import Conversion, System, convert as convert_files

EPILOG = "Exit status: 0 converted; 1 a file cannot be read or written; 2 wrong usage, or no export of that system."


SourcesArgument = Annotated[
    list[Path], typer.Argument(metavar="EXPORT...", help="The files of the export.", exists=True, dir_okay=False)
]
SystemOption = Annotated[System, typer.Option("--from", help="The system that wrote the export.")]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="The file to write: *.jsonl.", dir_okay=False)]
AssumeVerifiedOption = Annotated[
    bool,
    typer.Option(
        "--assume-verified",
        help="Take every e-mail address for verified. Only if the old system did prove them: whoever owns an"
        " address gets its account.",
    ),
]
IdAttributeOption = Annotated[
    str,
    typer.Option(help="An attribute that keeps the id of the old system, such as custom:old_id.", show_default=False),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the output if it exists.")]


def convert(
    sources: SourcesArgument,
    system: SystemOption,
    output: OutputOption,
    *,
    assume_verified: AssumeVerifiedOption = False,
    id_attribute: IdAttributeOption = "",
    force: ForceOption = False,
) -> None:
    """Turn the export of another system into a file for `vestibule users import`.

    Password hashes are kept where Cognito can import them: bcrypt, scrypt, argon2id and PBKDF2 with SHA-256. The output
    has personal data and hashes, and is readable by you alone (mode 0600): delete it after the import.

    docs/migrating.md has a recipe for each system.

        vestibule users convert --from django dump.json --output users.jsonl
        vestibule users convert --from auth0 users.ndjson hashes.ndjson --output users.jsonl
    """
    if output.suffix != ".jsonl":
        raise typer.BadParameter(f"{output} must end with .jsonl")
    if output.exists() and not force:
        raise typer.BadParameter(f"{output} exists; --force replaces it")
    with errors_shown(""), progress_bar(console(stderr=True)) as progress:
        task = progress.add_task("Converting users", total=None)
        done = convert_files(
            system,
            sources,
            output,
            assume_verified=assume_verified,
            id_attribute=id_attribute,
            on_user=lambda count: progress.update(task, completed=count),
        )
    _conclude(done, output)


def _conclude(done: Conversion, output: Path) -> None:
    typer.echo(f"{counted(done.users)} in {output}, {done.hashes:,} of them with a password hash.")
    for password_format, count in done.lost_hashes.most_common():
        typer.echo(f"{counted(count)} with a hash in the format {password_format}, which Cognito cannot import.")
    if done.unverified:
        typer.echo(f"{counted(done.unverified)} never proved an address: not imported, and free to sign up again.")

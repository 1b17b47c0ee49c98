"""`vestibule users import`: create the users of a file in a pool."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.text import Text

from vestibule.cli.console import console
from vestibule.cli.environment import EndpointOption
from vestibule.cli.texts import MAX_LENGTH, counted, printable
from vestibule.cli.users.progress import progress_bar
from vestibule.cli.users.target import (
    ExitStatus,
    PoolOption,
    RateOption,
    errors_shown,
    open_pool,
)
from vestibule.cognito.bulk_users.creation import UserCreation
from vestibule.cognito.bulk_users.import_log import ImportLog, Outcome
from vestibule.cognito.bulk_users.importing import Import, Review, Rules, review, summary
from vestibule.cognito.bulk_users.jobs import HASH_COLUMN, Finished, ImportJobs
from vestibule.cognito.bulk_users.pace import PacedCalls
from vestibule.cognito.bulk_users.target_pool import read_target_pool

EPILOG = (
    "Exit status: 0 all users are in the pool; 1 Cognito failed; 2 wrong usage, or a file that does not fit the pool;"
    " 3 some users could not be imported; 130 interrupted. After 1, 3 and 130, run it again."
)
AGAIN = "The log has what was done. The same command continues there."
MEANINGS = {
    Outcome.IMPORTED: "imported",
    Outcome.EXISTS: "existed already: left unchanged",
    Outcome.FEDERATED: "left to Cognito, which creates them when they sign in at their provider",
    Outcome.UNCONFIRMED: "never proved their address: not imported, and free to sign up again",
    Outcome.UNFIT: "left out, since they do not fit the pool",
    Outcome.FAILED: "failed: the log names the error of each line",
}


FileArgument = Annotated[
    Path,
    typer.Argument(help="A file that `users export` or `users convert` wrote.", exists=True, dir_okay=False),
]
JobRoleOption = Annotated[
    str,
    typer.Option(
        help="Import by Cognito's import jobs, which write their log with this IAM role (ARN). Needed for password"
        " hashes; fast, and bills nobody as an active user.",
        show_default=False,
    ),
]
HashColumnOption = Annotated[str, typer.Option(help="The column of password hashes in the CSV file of an import job.")]
OldSubOption = Annotated[
    str,
    typer.Option(
        help="An attribute that keeps the `sub` that users had in their old pool, such as custom:old_sub.",
        show_default=False,
    ),
]
LogOption = Annotated[
    Path | None, typer.Option(help="What was done, for continuing. By default FILE.import.jsonl.", dir_okay=False)
]
SkipUnfitOption = Annotated[
    bool, typer.Option("--skip-unfit", help="Leave out users who do not fit the pool, instead of importing nobody.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only check whether the file fits the pool.")]


def import_users(
    file: FileArgument,
    pool_id: PoolOption = "",
    endpoint_url: EndpointOption = "",
    rate: RateOption = 20.0,
    *,
    job_role: JobRoleOption = "",
    hash_column: HashColumnOption = HASH_COLUMN,
    old_sub_attribute: OldSubOption = "",
    log: LogOption = None,
    skip_unfit: SkipUnfitOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Create the users of a file, with their groups and their links to providers.

    The file is checked as a whole before anything is changed. Nobody gets a message. Users who are in the
    pool already are not changed.

    Without --job-role, users are created one by one (AdminCreateUser), and are billed as active this month. Those who
    were confirmed get a password that nobody knows: they choose a new one by "forgot password".

    With --job-role, users with a password hash keep their password; the others choose a new one by "forgot password".
    Import jobs accept only users with a verified address.

    Users get a new `sub`. --old-sub-attribute keeps the old one. The log has both for users that were created one by
    one, or have groups or links, or are disabled.

        vestibule users import users.jsonl --dry-run
        vestibule users import users.jsonl
        vestibule users import users.jsonl --job-role arn:aws:iam::123456789012:role/CognitoImport
    """
    out = console(stderr=True)
    with errors_shown(AGAIN):
        calls = open_pool(pool_id, endpoint_url, rate)
        rules, found = _review(out, calls, file, old_sub_attribute, by_job=bool(job_role))
        _check(out, found, job_role, skip_unfit=skip_unfit)
        for group, count in found.groups.most_common():
            typer.echo(f"Group {printable(group, MAX_LENGTH)}: {counted(count)}.")
        if dry_run:
            typer.echo(f"{found.users - found.unfit:,} of {counted(found.users)} can be imported into {calls.pool_id}.")
            return
        import_log = ImportLog(log or file.with_name(f"{file.name}.import.jsonl"), file, calls.pool_id)
        if done := sum(map(import_log.is_done, import_log.entries)):
            typer.echo(f"From an earlier run, in {import_log.path}: {counted(done)}.")
        jobs = ImportJobs(calls, rules.pool, import_log, job_role, hash_column) if job_role else None
        creation = UserCreation(calls, rules.pool, import_log)
        with progress_bar(out) as progress:
            task = progress.add_task("Importing users", total=found.users)
            on_users = partial(_show_progress, progress, task)
            finished = Import(file, rules, import_log, creation, jobs, on_users=on_users).run()
    _conclude(import_log, finished)


def _review(
    out: Console, calls: PacedCalls, file: Path, old_sub_attribute: str, *, by_job: bool
) -> tuple[Rules, Review]:
    with progress_bar(out) as progress:
        task = progress.add_task("Checking the file", total=None)
        rules = Rules(read_target_pool(calls, old_sub_attribute), by_job=by_job)
        return rules, review(file, rules, on_user=partial(_show_progress, progress, task))


def _show_progress(progress: Progress, task: TaskID, count: int) -> None:
    progress.update(task, completed=count)


def _check(out: Console, found: Review, job_role: str, *, skip_unfit: bool) -> None:
    """Stop before anything is changed, if the file does not fit."""
    needs_role = bool(found.hashes and not job_role)
    if needs_role:
        out.print(Text("The file has password hashes: they need --job-role. See docs/migrating.md.", "red"))
    for problem in found.problems:
        out.print(Text(printable(problem, MAX_LENGTH), "yellow" if skip_unfit else "red"))
    if found.unfit > len(found.problems):
        out.print(f"… {counted(found.unfit)} in all.")
    if needs_role or (found.unfit and not skip_unfit):
        out.print("Nothing was changed." + ("" if needs_role else " --skip-unfit leaves these users out."))
        raise typer.Exit(ExitStatus.USAGE)


def _conclude(log: ImportLog, finished: list[Finished]) -> None:
    for job in finished:
        typer.echo(
            f"Import job {job.id} {job.status.lower()}: {job.imported} imported, {job.skipped} existed already,"
            f" {job.failed} failed. CloudWatch has the reasons by line."
        )
    counts = summary(log)
    for outcome, count in counts.items():
        # A job counts its users itself.
        if outcome in MEANINGS and not (finished and outcome in (Outcome.IMPORTED, Outcome.EXISTS)):
            typer.echo(f"{counted(count)} {MEANINGS[outcome]}.")
    is_incomplete = {Outcome.FAILED, Outcome.UNFIT} & counts.keys()
    has_failed = is_incomplete or any(job.failed or job.status != "Succeeded" for job in finished)
    raise typer.Exit(ExitStatus.INCOMPLETE if has_failed else ExitStatus.DONE)

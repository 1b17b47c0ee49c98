"""`vestibule pool apply`: create the pool that the file declares, or change it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from vestibule.cli.console import console
from vestibule.cli.environment import ENV_FILE, EndpointOption
from vestibule.cli.pool import rendering
from vestibule.cli.pool.env_file import write_env_file
from vestibule.cli.pool.plan import DEFAULT_FILE
from vestibule.cli.pool.target import FileOption, RegionOption, Target, target
from vestibule.cognito.provisioning.applying import Applied, apply_plan
from vestibule.cognito.provisioning.plan import Ids, Plan, Step
from vestibule.cognito.provisioning.planner import Planner

EPILOG = """
`vestibule pool apply --region eu-west-1` creates the pool of pool.toml at AWS.

`vestibule pool apply --yes` changes it without questions, in CI.

`vestibule pool apply --endpoint-url http://localhost:9229 --region us-east-1 --env-file /tmp/env` tries a file on local
Cognito; docs/pool.md says how.

Exit status: 0 the pool is as the file declares it; 1 an error, no consent, or something that cannot be changed.
"""

CONTINUE = "Nothing was lost. Remove the cause, and run the command again: it continues where it stopped."
SECRET = "COGNITO_CLIENT_SECRET"  # noqa: S105  the name of the setting


def apply(
    file: FileOption = DEFAULT_FILE,
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even if something is lost. For CI.")] = False,
    env_file: Annotated[
        Path, typer.Option(help="Where the ids of the pool are written; other lines stay.", dir_okay=False)
    ] = ENV_FILE,
) -> None:
    """Create the pool that pool.toml declares, or change it, and prove it by reading the pool again.

    It never replaces or deletes a pool, turns on deletion protection, and asks before anything is lost. If it was
    interrupted, run it again. The ids, and the secret of a confidential client, are written into `.env` (mode 0600);
    secrets are not shown.
    """
    out = console()
    with rendering.errors_shown(CONTINUE):
        chosen = target(file, region, endpoint_url)
        planner = chosen.planner()
        with out.status("Reading the pool …"):
            state, ids = planner.read()
            plan = planner.plan(state, ids)
        rendering.show_plan(out, plan)
        if plan.obstacles:
            out.print("Nothing was changed: say in the file what the pool has, or do what is said above.", style="red")
            raise typer.Exit(rendering.ERROR)
        _ask(out, plan, yes=yes)
        applied = _carry_out(out, planner, plan, ids, chosen, env_file)
        _write(out, applied, chosen, env_file, planner)
    _conclude(out, applied)


def _ask(out: Console, plan: Plan, *, yes: bool) -> None:
    """Ask before anything is lost; without somebody to ask, refuse."""
    if not plan.losses or yes:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        out.print("Nothing was changed, since something would be lost (above). --yes accepts that.", style="red")
        raise typer.Exit(rendering.ERROR)
    if not typer.confirm("Apply, and accept what is lost?"):
        out.print("Nothing was changed.")
        raise typer.Exit(rendering.ERROR)


def _carry_out(out: Console, planner: Planner, plan: Plan, ids: Ids, chosen: Target, env_file: Path) -> Applied:
    with out.status("") as status:

        def on_step(step: Step) -> None:
            status.update(f"{step.resource}: {step.operation} …")
            out.print(f"  {step.operation}  [dim]{step.resource}[/]")

        def on_pool(created: Ids) -> None:
            # At once: if the rest fails, the next run continues with this pool.
            out.print(f"  the pool's id is {created.pool_id}")
            write_env_file(env_file, _pool_values(created, chosen))

        return apply_plan(planner, plan, ids, on_step=on_step, on_pool=on_pool)


def _pool_values(ids: Ids, chosen: Target) -> dict[str, str]:
    endpoint = {"COGNITO_ENDPOINT_URL": chosen.endpoint_url} if chosen.endpoint_url else {}
    return {"COGNITO_USER_POOL_ID": ids.pool_id, **endpoint}


def _write(out: Console, applied: Applied, chosen: Target, env_file: Path, planner: Planner) -> None:
    values = _pool_values(applied.ids, chosen) | _ids(applied, planner, chosen.environment)
    secret = _secret(applied, planner)
    # Of a client's two secrets, `.env` may have the newer: one that works is kept.
    is_known = planner.client_id == planner.at(applied.ids).client_id and chosen.environment.get(SECRET)
    if secret and not is_known:
        values[SECRET] = secret
    # With the secret of an earlier client, the API would sign requests of a public client, which Cognito refuses.
    if changed := write_env_file(env_file, values, without="" if secret else SECRET):
        out.print(f"{env_file}: {', '.join(changed)}")


def _ids(applied: Applied, planner: Planner, environment: Mapping[str, str]) -> dict[str, str]:
    """The clients whose tokens the API accepts, its own first; the identity pool; the domain."""
    ids, domain = applied.ids, planner.file.domain
    declared = [ids.client_ids[name] for name in planner.file.clients if name in ids.client_ids]
    _, *others = environment.get("COGNITO_CLIENT_ID", "").split(",")
    values = {"COGNITO_CLIENT_ID": ",".join(dict.fromkeys([*declared, *(one for one in others if one)]))}
    if ids.identity_pool_id:
        values["COGNITO_IDENTITY_POOL_ID"] = ids.identity_pool_id
    if domain and not planner.aws.is_local:
        host = domain.custom or f"{domain.prefix}.auth.{ids.region}.amazoncognito.com"
        values["COGNITO_DOMAIN"] = f"https://{host}"
    return values


def _secret(applied: Applied, planner: Planner) -> str:
    """The secret of our client; empty for a public one."""
    ours = applied.state and applied.state.client(planner.at(applied.ids).client_id)
    return str(ours.description.get("ClientSecret", "")) if ours else ""


def _conclude(out: Console, applied: Applied) -> None:
    if applied.remaining.is_empty:
        out.print(f"[green]The pool {applied.ids.pool_id} is as the file declares it.[/]")
        out.print("vestibule pool doctor examines it, and what it depends on.", style="dim")
        return
    out.print("Read again, the pool is not as the file declares it:", style="red")
    rendering.show_plan(out, applied.remaining)
    raise typer.Exit(rendering.ERROR)

"""`vestibule pool`: the user pool by command."""

from typing import Any

import typer
from typer.core import TyperGroup

from vestibule.cli.pool import apply, doctor, embedded, export, plan, schema

# click's UsageError, whose module depends on typer's version.
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
EXIT_CODES = """
Exit status: 0 for success, 1 for an error; plan --detailed-exitcode: 0 no difference, 1 an error, 2 differences;
doctor: 0 healthy, 1 an error, 2 findings.
"""


class PoolGroup(TyperGroup):
    """Ends with 1 on wrong usage: 2 means that there are differences."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  as click declares it
        """Run a command."""
        try:
            return super().invoke(ctx)
        except USAGE_ERROR as error:
            error.exit_code = 1  # type: ignore[attr-defined]  # click's exceptions have it
            raise


app = typer.Typer(
    cls=PoolGroup,
    help="Create, change and check the user pool that pool.toml declares. Nothing here replaces or deletes a pool.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
)
app.command(epilog=plan.EPILOG)(plan.plan)
app.command(epilog=apply.EPILOG)(apply.apply)
app.command()(doctor.doctor)
app.command(epilog=export.EPILOG)(export.export)
app.command()(schema.schema)
app.command()(embedded.embedded)

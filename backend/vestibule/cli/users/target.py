"""Which pool the commands work with: options, the environment, and `.env`."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Annotated

import typer
from rich.text import Text

from vestibule.cli.advice import advice
from vestibule.cli.console import console
from vestibule.cli.environment import environment
from vestibule.cli.texts import MAX_LENGTH, printable
from vestibule.cognito.bulk_users.pace import Pace, PacedCalls
from vestibule.cognito.bulk_users.record import InvalidUserFile
from vestibule.cognito.transport.aws import CallFailed, connect


class ExitStatus(IntEnum):
    """What scripts learn from the commands."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERRUPTED = 130


PoolOption = Annotated[
    str,
    typer.Option(help="The user pool's id. By default COGNITO_USER_POOL_ID, also from .env.", show_default=False),
]
RateOption = Annotated[
    float,
    typer.Option(
        help="At most so many calls a second. Cognito's quotas, 25 to 50 for each kind of call, are kept in any case;"
        " they are for the whole account, so leave some to your app.",
        min=0.1,
        max=50,
    ),
]


def open_pool(pool_id: str, endpoint_url: str, rate: float) -> PacedCalls:
    """Signed calls about the pool, with this machine's AWS credentials. Raises CallFailed."""
    variables = environment()
    pool_id = pool_id or variables.get("COGNITO_USER_POOL_ID", "")
    if "_" not in pool_id:
        raise typer.BadParameter(
            "Which user pool? Give --pool-id, or set COGNITO_USER_POOL_ID. Local Cognito's:"
            " --pool-id us-east-1_Vestibule --endpoint-url http://localhost:9229"
        )
    endpoint_url = endpoint_url or variables.get("COGNITO_ENDPOINT_URL", "")
    return PacedCalls(connect(pool_id.partition("_")[0], endpoint_url or None), pool_id, Pace(rate))


@contextmanager
def errors_shown(again: str) -> Iterator[None]:
    """Show what went wrong without a traceback. `again` says what the same command does when it is repeated."""
    try:
        yield
    except InvalidUserFile as error:
        _fail(str(error), ExitStatus.USAGE, "")
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error), ExitStatus.FAILED, again)
    except CallFailed as error:
        _fail(str(error), ExitStatus.FAILED, advice(error) or again)
    except KeyboardInterrupt:
        _fail("Interrupted.", ExitStatus.INTERRUPTED, again)


def _fail(text: str, status: ExitStatus, again: str) -> None:
    out = console(stderr=True)
    out.print(Text(printable(text, MAX_LENGTH), "red"))
    if again:
        out.print(again)
    raise typer.Exit(status)

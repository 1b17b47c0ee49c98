"""Which file, which pool and which AWS endpoint the commands work with: options, the environment, and `.env`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from vestibule.cli.environment import environment
from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.planner import Planner
from vestibule.cognito.transport.aws import connect
from vestibule.cognito.transport.client import is_emulator
from vestibule.pool_file import load_pool_file

FileOption = Annotated[
    Path, typer.Option("--file", "-f", help="The file that declares the pool.", dir_okay=False, show_default=True)
]
RegionOption = Annotated[
    str,
    typer.Option(
        help="The AWS region. By default the pool's, or COGNITO_REGION, AWS_REGION or AWS_DEFAULT_REGION.",
        show_default=False,
    ),
]


class NoRegion(Exception):
    """No option and no variable says which region it is."""

    def __str__(self) -> str:
        return "Which AWS region? Give --region, or set COGNITO_REGION or AWS_REGION."


@dataclass(frozen=True)
class Target:
    """A file, and what it is compared with."""

    file: Path
    region: str
    endpoint_url: str
    environment: Mapping[str, str] = field(repr=False)

    def planner(self) -> Planner:
        """A planner for the pool that the settings name. Raises PoolFileError, CallFailed or NoRegion."""
        file = load_pool_file(self.file, local=is_emulator(self.endpoint_url))
        if not self.region:
            raise NoRegion
        return Planner(
            connect(self.region, self.endpoint_url or None),
            file,
            Sources(self.environment, self.file.parent),
            pool_id=self.environment.get("COGNITO_USER_POOL_ID", ""),
            client_id=self.environment.get("COGNITO_CLIENT_ID", "").partition(",")[0],
            identity_pool_id=self.environment.get("COGNITO_IDENTITY_POOL_ID", ""),
        )


def target(file: Path, region: str, endpoint_url: str) -> Target:
    """The target of the options, and else of the environment."""
    variables = environment()
    pool_region = variables.get("COGNITO_USER_POOL_ID", "").partition("_")[0]
    candidates = (variables.get(name) for name in ("COGNITO_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"))
    found = region or pool_region or next((one for one in candidates if one), "")
    return Target(file, found, endpoint_url or variables.get("COGNITO_ENDPOINT_URL", ""), variables)

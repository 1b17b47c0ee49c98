"""Plan: the steps from a pool as it is to the pool that the file declares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from vestibule.cognito.provisioning.differences import Difference
from vestibule.cognito.transport.aws import IDP, Document


class Effect(StrEnum):
    """How a difference can be removed."""

    ADDED = "added"
    IN_PLACE = "changed in place"
    OTHER_CALL = "changed by another call"
    NEW_CLIENT = "needs a new app client"


@dataclass
class Ids:
    """Ids that steps need and earlier steps may have created. Clients are known by their names in the file."""

    region: str
    pool_id: str = ""
    client_ids: dict[str, str] = field(default_factory=dict)
    identity_pool_id: str = ""

    @property
    def provider(self) -> str:
        """The user pool's name as a provider of an identity pool."""
        return f"cognito-idp.{self.region}.amazonaws.com/{self.pool_id}"


@dataclass(frozen=True)
class Step:
    """One call that changes something. `request` is evaluated when it is this step's turn."""

    resource: str
    """`user pool`, `app client web`, …"""
    effect: Effect
    operation: str
    request: Callable[[Ids], Document] = field(repr=False)
    differences: tuple[Difference, ...] = field(default=(), repr=False)
    losses: tuple[str, ...] = ()
    """What somebody would miss afterwards, one line each. Applying needs consent."""
    created: Callable[[Ids, Document], None] | None = field(default=None, repr=False)
    """Keeps the id of what was created, from the response."""
    service: str = IDP


@dataclass(frozen=True)
class Obstacle:
    """A difference that no call can remove, and what it would take."""

    resource: str
    difference: str
    remedy: str


@dataclass(frozen=True)
class Plan:
    """What differs between the file and the pool."""

    steps: tuple[Step, ...]
    obstacles: tuple[Obstacle, ...]
    not_compared: tuple[str, ...]
    """What could not be read, and why."""
    not_in_file: tuple[str, ...]
    """What the pool has and the file does not; it is left alone."""

    @property
    def is_empty(self) -> bool:
        """Whether the pool is as the file declares it."""
        return not self.steps and not self.obstacles

    @property
    def losses(self) -> list[str]:
        """What somebody would miss after applying it."""
        return [loss for step in self.steps for loss in step.losses]


def of_pool(request: Document) -> Callable[[Ids], Document]:
    """A request about the pool, whose id may not be known yet."""
    return lambda ids: {"UserPoolId": ids.pool_id, **request}


def of_client(name: str, request: Document) -> Callable[[Ids], Document]:
    """A request about an app client, whose id may not be known yet."""
    return lambda ids: {"UserPoolId": ids.pool_id, "ClientId": ids.client_ids[name], **request}


Part = Iterator[Step | Obstacle]
"""The steps and obstacles of one part of the pool."""

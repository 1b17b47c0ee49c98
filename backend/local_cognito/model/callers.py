"""Who calls without an access token: an app client, and the name of a user who may not be there."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from local_cognito.errors import NotAuthorizedException, UserNotFoundException
from local_cognito.model import users as directory
from local_cognito.operations import clients

if TYPE_CHECKING:
    from typing import NotRequired

    from local_cognito.model.clients import Client
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User


class NamesUser(TypedDict):
    """What such requests have in common."""

    ClientId: str
    Username: str
    SecretHash: NotRequired[str]


@dataclass(frozen=True)
class Caller:
    """A checked app client, the name that was given, and its user if there is one."""

    client: Client
    name: str
    user: User | None

    @property
    def pool(self) -> Pool:
        """The client's pool."""
        return self.client.pool

    @property
    def subject(self) -> str:
        """What limits and lockouts count by: the same for all of a user's names, and a name nobody has counts too."""
        return self.user.sub if self.user else f"{self.pool.id}:{self.pool.key(self.name)}"

    def refuse_unknown(self) -> None:
        """Raise UserNotFoundException for an unknown user, where that may be told."""
        if self.user is None and not self.client.hides_users:
            raise UserNotFoundException

    def wrong_credentials(self) -> NotAuthorizedException | UserNotFoundException:
        """The refusal of a sign-in."""
        hidden = self.user is not None or self.client.hides_users
        return NotAuthorizedException() if hidden else UserNotFoundException()


def identify(db: sqlite3.Connection, client_id: str, name: str, secret_hash: str | None) -> Caller:
    """The caller of an unsigned operation; raises for an unknown client or a wrong SECRET_HASH."""
    client = clients.find(db, client_id)
    client.check_secret_hash(name, secret_hash)
    return Caller(client, name, directory.find(db, client.pool, name))


def of_request(db: sqlite3.Connection, request: NamesUser) -> Caller:
    """The caller of SignUp, ForgotPassword and their kin."""
    return identify(db, request["ClientId"], request["Username"], request.get("SecretHash"))

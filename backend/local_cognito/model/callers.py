"""The caller of an unsigned operation that names a user instead of sending an access token."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from local_cognito.errors import NotAuthorizedException, UserNotFoundException
from local_cognito.model import clients, users

if TYPE_CHECKING:
    from typing import NotRequired

    from local_cognito.model.clients import Client
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User


class NamesUser(TypedDict):
    """The members that such requests have in common."""

    ClientId: str
    Username: str
    SecretHash: NotRequired[str]


@dataclass(frozen=True)
class Caller:
    """An app client with a valid SECRET_HASH, the username in the request, and its user if there is one."""

    client: Client
    username: str
    user: User | None

    @property
    def pool(self) -> Pool:
        """The client's pool."""
        return self.client.pool

    @property
    def subject(self) -> str:
        """The key for limits and lockouts: one for all aliases of a user, and one for each unknown username."""
        return self.user.sub if self.user else f"{self.pool.id}:{self.pool.key(self.username)}"

    def check_user_exists(self) -> None:
        """Raise UserNotFoundException for an unknown user if the client does not prevent existence errors."""
        if self.user is None and not self.client.prevents_existence_errors:
            raise UserNotFoundException("Username/client id combination not found.")

    def wrong_credentials(self) -> NotAuthorizedException | UserNotFoundException:
        """The error for a failed sign-in."""
        hidden = self.user is not None or self.client.prevents_existence_errors
        return NotAuthorizedException() if hidden else UserNotFoundException()


def identify(db: sqlite3.Connection, client_id: str, username: str, secret_hash: str | None) -> Caller:
    """The caller; raises ResourceNotFoundException for an unknown client, NotAuthorizedException for a bad hash."""
    client = clients.find(db, client_id)
    client.check_secret_hash(username, secret_hash)
    return Caller(client, username, users.find(db, client.pool, username))


def of_request(db: sqlite3.Connection, request: NamesUser) -> Caller:
    """The caller of SignUp, ForgotPassword and the like."""
    return identify(db, request["ClientId"], request["Username"], request.get("SecretHash"))

"""What tokens claim."""

import sqlite3
import uuid
from dataclasses import dataclass

from local_cognito.context import Context
from local_cognito.model.attribute_schema import FLAGS
from local_cognito.model.clients import Client
from local_cognito.model.users import User
from local_cognito.operations import groups

SELF_SERVICE_SCOPE = "aws.cognito.signin.user.admin"


@dataclass(frozen=True)
class Session:
    """One sign-in: all tokens that come from it share its `event_id` and `origin_jti`."""

    event_id: str
    origin_jti: str
    sub: str
    client_id: str
    auth_time: float
    expires: float
    revoked: float | None = None


def shared(context: Context, db: sqlite3.Connection, user: User, client: Client, session: Session) -> dict[str, object]:
    """What both tokens of a session say."""
    names = [group.name for group in groups.of_user(db, user.sub)]
    return {
        "sub": user.sub,
        "iss": client.pool.issuer,
        "event_id": session.event_id,
        "auth_time": int(session.auth_time),
        "iat": int(context.now),
        **({"cognito:groups": names} if names else {}),
        **({"origin_jti": session.origin_jti} if client.revokes_tokens else {}),
    }


def lifetime(context: Context, client: Client, token: str) -> dict[str, object]:
    """How long a token is good, and the name it has."""
    return {"exp": int(context.now) + client.seconds(token), "jti": str(uuid.uuid4())}


def access(user: User, client: Client) -> dict[str, object]:
    """What only the access token says."""
    return {"token_use": "access", "client_id": client.id, "scope": SELF_SERVICE_SCOPE, "username": user.username}


def identity(user: User, client: Client) -> dict[str, object]:
    """What only the ID token says: the attributes that the client may read."""
    shown = {name: value for name, value in user.attributes.items() if client.may("Read", name)}
    return {
        **{name: value == "true" if name in FLAGS else value for name, value in shown.items()},
        **({"address": {"formatted": shown["address"]}} if "address" in shown else {}),
        "token_use": "id",
        "aud": client.id,
        "cognito:username": user.username,
    }

"""The claims of access tokens and ID tokens."""

import sqlite3
import uuid

from local_cognito.context import Context
from local_cognito.model import groups
from local_cognito.model.attribute_schema import FLAGS
from local_cognito.model.clients import Client
from local_cognito.model.groups import Group
from local_cognito.model.sessions import Session
from local_cognito.model.users import User

# Scope of every token issued by the API; GetUser and the other self-service operations require it.
SELF_SERVICE_SCOPE = "aws.cognito.signin.user.admin"


def common(
    context: Context, db: sqlite3.Connection, issuer: str, user: User, client: Client, session: Session
) -> dict[str, object]:
    """The claims that both tokens have, except those of `lifetime`."""
    names = [group.name for group in groups.of_user(db, user.sub)]
    return {
        "sub": user.sub,
        "iss": issuer,
        "event_id": session.event_id,
        "auth_time": int(session.auth_time),
        "iat": int(context.now),
        **({"cognito:groups": names} if names else {}),
        **({"origin_jti": session.origin_jti} if client.revokes_tokens else {}),
    }


def lifetime(context: Context, client: Client, token: str) -> dict[str, object]:
    """Expiry and id of one token. `token` is AccessToken or IdToken."""
    return {"exp": int(context.now) + client.validity(token), "jti": str(uuid.uuid4())}


def access(user: User, client: Client, session: Session) -> dict[str, object]:
    """The claims that only the access token has."""
    claims = {"token_use": "access", "client_id": client.id, "scope": SELF_SERVICE_SCOPE, "username": user.username}
    return {**claims, "device_key": session.device_key} if session.device_key else {**claims}


def identity(db: sqlite3.Connection, user: User, client: Client) -> dict[str, object]:
    """The claims that only the ID token has: IAM roles, and the attributes that the client may read."""
    readable = {name: value for name, value in user.attributes.items() if client.may("Read", name)}
    return {
        **{name: value == "true" if name in FLAGS else value for name, value in readable.items()},
        **({"address": {"formatted": readable["address"]}} if "address" in readable else {}),
        "token_use": "id",
        "aud": client.id,
        "cognito:username": user.username,
        **roles(groups.of_user(db, user.sub)),
    }


def roles(member_of: list[Group]) -> dict[str, object]:
    """The IAM roles of a user's groups, which are given by precedence. None is preferred if the first groups differ."""
    with_role = [group for group in member_of if group.role]
    if not with_role:
        return {}
    first = {group.role for group in with_role if group.precedence == with_role[0].precedence}
    preferred = {"cognito:preferred_role": with_role[0].role} if len(first) == 1 else {}
    return {"cognito:roles": [*dict.fromkeys(group.role for group in with_role)], **preferred}

"""The claims of access tokens and ID tokens."""

import json
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
# The attribute of users who signed in with an identity provider.
IDENTITIES = "identities"
SCOPES = {
    "email": "email",
    "email_verified": "email",
    "phone_number": "phone",
    "phone_number_verified": "phone",
}


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
    """The claims that only the access token has. `version` and `aud` are those of the domain's token endpoint."""
    return {
        "token_use": "access",
        "client_id": client.id,
        "scope": SELF_SERVICE_SCOPE if session.scope is None else session.scope,
        "username": user.username,
        **({"device_key": session.device_key} if session.device_key else {}),
        **({"version": 2} if session.scope is not None else {}),
        **({"aud": session.resource} if session.resource else {}),
    }


def identity(db: sqlite3.Connection, user: User, client: Client, session: Session) -> dict[str, object]:
    """The claims that only the ID token has: IAM roles, and the attributes that client and scope allow."""
    readable = {
        name: value
        for name, value in user.attributes.items()
        if client.may("Read", name) and allows_attribute(session.scope, name)
    }
    return {
        **{name: value == "true" if name in FLAGS else value for name, value in readable.items()},
        **({"address": {"formatted": readable["address"]}} if "address" in readable else {}),
        **({IDENTITIES: identities_claim(user)} if IDENTITIES in user.attributes else {}),
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


def allows_attribute(scope: str | None, name: str) -> bool:
    """Whether a scope includes an attribute. `openid` alone includes all, `profile` all but e-mail and phone."""
    asked = {"email", "phone", "profile"}.intersection((scope or "").split())
    if not asked:
        return True
    return SCOPES.get(name, "profile") in asked


def identities_claim(user: User) -> list[dict[str, object]]:
    """The claim `identities`: unlike the attribute, its members are strings."""
    entries: list[dict[str, object]] = json.loads(user.attributes[IDENTITIES])
    return [
        entry | {"primary": str(entry["primary"]).lower(), "dateCreated": str(entry["dateCreated"])}
        for entry in entries
    ]

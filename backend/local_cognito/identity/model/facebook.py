"""The local Facebook: access tokens of its test users, as logins (`graph.facebook.com`).

Facebook's Graph API makes test users of an app, with access tokens. So does this one, without storing them: a token
has the app, the user and the expiry, under a keyed digest.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from local_cognito.context import Context
from local_cognito.errors import NotAuthorizedException

PROVIDER = "graph.facebook.com"
PREFIX = "EAA"  # as real ones begin
TOKEN_SECONDS = 7200
INVALID = "Invalid login token. Can't validate the access token at Facebook."


@dataclass(frozen=True)
class TestUser:
    """A test user of a Facebook app."""

    id: str
    access_token: str


def create_test_user(context: Context, app_id: str, user_id: str = "") -> TestUser:
    """A test user of an app: a new one, or the one with this id, with an access token for two hours."""
    user_id = user_id or f"{secrets.randbelow(10**15):015}"
    content = f"{app_id}:{user_id}:{int(context.now) + TOKEN_SECONDS}"
    signed = f"{content}:{_digest(context, content)}"
    return TestUser(user_id, PREFIX + base64.urlsafe_b64encode(signed.encode()).decode())


def subject(context: Context, app_id: str, access_token: str) -> str:
    """The id of the user whose access token for this app it is; raises NotAuthorizedException."""
    try:
        content = base64.urlsafe_b64decode(access_token.removeprefix(PREFIX)).decode()
        app, user_id, expires, digest = content.split(":")
    except ValueError as error:
        raise NotAuthorizedException(INVALID) from error
    genuine = hmac.compare_digest(digest.encode(), _digest(context, f"{app}:{user_id}:{expires}").encode())
    if not genuine or app != app_id or int(expires) <= context.now:
        raise NotAuthorizedException(INVALID)
    return user_id


def _digest(context: Context, content: str) -> str:
    return hmac.digest(context.secret, f"facebook:{content}".encode(), hashlib.sha256).hex()

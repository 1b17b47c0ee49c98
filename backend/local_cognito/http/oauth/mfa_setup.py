"""The set-up of an authenticator app during a sign-in."""

from __future__ import annotations

from collections.abc import Mapping

from local_cognito.http.oauth.exchange import Exchange
from local_cognito.model import challenge_sessions
from local_cognito.model.clients import Client


def begin(exchange: Exchange, client: Client, session: str) -> dict[str, object]:
    """AssociateSoftwareToken: the app's secret, and the session with which the set-up continues.

    Raises NotAuthorizedException for a session of another client: the operation itself names no client.
    """
    with exchange.context.storage.read() as db:
        if challenge_sessions.client_of(db, session).id != client.id:
            raise challenge_sessions.invalid_session()
    output = exchange.run("AssociateSoftwareToken", {"Session": session})
    return {"Session": output["Session"], "SecretCode": output["SecretCode"]}


def verify(exchange: Exchange, session: str, code: str) -> str:
    """VerifySoftwareToken: the session that completes the challenge."""
    output = exchange.run("VerifySoftwareToken", {"Session": session, "UserCode": code})
    return str(output["Session"])


def shown_again(form: Mapping[str, str]) -> dict[str, object]:
    """What the page shows again after a wrong code."""
    return {"SecretCode": form["secret"]} if form.get("secret") else {}

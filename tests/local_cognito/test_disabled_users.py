"""A disabled user's sessions, should one of them not be revoked: a sign-in may end while the user is disabled."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from local_cognito.context import Context
from local_cognito.crypto import keys
from local_cognito.errors import NotAuthorizedException
from local_cognito.identity.model import user_pool_tokens
from local_cognito.model import clients, pools, refresh_tokens, sessions, tokens, users
from local_cognito.model.clients import Client
from local_cognito.model.pools import Pool
from local_cognito.model.sessions import Session
from local_cognito.model.token_overrides import NO_OVERRIDES
from local_cognito.model.users import User
from tests.cognito import generate_key
from tests.local_cognito.contexts import new_context

SETTINGS: Any = {"PoolName": "test"}
CLIENT_SETTINGS: Any = {}
POOL = Pool("us-east-1_Test", SETTINGS, {}, 0, 0)
CLIENT = Client("app", POOL, (), CLIENT_SETTINGS, 0, 0)
USER = User("sub", POOL.id, "ada", "CONFIRMED", None, {}, 0, 0)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with new_context(tmp_path) as context:
        with context.storage.write() as db:
            pools.insert(db, POOL)
            keys.insert(db, POOL.id, {purpose: generate_key() for purpose in keys.PURPOSES})
            clients.save(db, CLIENT)
            users.insert(db, POOL, USER)
        yield context


@pytest.fixture
def session(context: Context) -> Session:
    with context.storage.write() as db:
        return sessions.create(db, USER.sub, CLIENT.id, context.now, 60)


def set_enabled(context: Context, *, enabled: bool) -> None:
    with context.storage.write() as db:
        users.save(db, POOL, replace(USER, enabled=enabled), context.now)


def test_the_access_token_of_a_disabled_user_is_refused(context: Context, session: Session) -> None:
    with context.storage.read() as db:
        token = str(tokens.issue(context, db, USER, CLIENT, session, NO_OVERRIDES)["AccessToken"])
        assert tokens.authenticate(context, db, token).user == USER

    set_enabled(context, enabled=False)

    with context.storage.read() as db, pytest.raises(NotAuthorizedException, match="User is disabled"):
        tokens.authenticate(context, db, token)


def test_the_refresh_token_of_a_disabled_user_is_refused(context: Context, session: Session) -> None:
    with context.storage.write() as db:
        token = refresh_tokens.create(db, session)
        assert refresh_tokens.check(db, CLIENT, token, None, context.now)[1] == USER

    set_enabled(context, enabled=False)

    with context.storage.read() as db, pytest.raises(NotAuthorizedException, match="User is disabled"):
        refresh_tokens.check(db, CLIENT, token, None, context.now)


def test_the_id_token_of_a_disabled_user_is_no_login(context: Context, session: Session) -> None:
    claims = {"event_id": session.event_id, "sub": USER.sub}
    with context.storage.read() as db:
        user_pool_tokens.check_not_revoked(db, claims)

    set_enabled(context, enabled=False)

    with context.storage.read() as db, pytest.raises(NotAuthorizedException, match="revoked"):
        user_pool_tokens.check_not_revoked(db, claims)


def test_the_id_token_of_a_pool_without_keys_is_no_login(context: Context, session: Session) -> None:
    with context.storage.write() as db:
        token = str(tokens.issue(context, db, USER, CLIENT, session, NO_OVERRIDES)["IdToken"])
        provider = user_pool_tokens.provider_name(POOL.id)
        assert user_pool_tokens.verify(context, db, provider, token)["sub"] == USER.sub
        pools.delete(db, POOL)
        context.keyring.forget(POOL.id)

        with pytest.raises(NotAuthorizedException, match="Couldn't verify signed token"):
            user_pool_tokens.verify(context, db, provider, token)

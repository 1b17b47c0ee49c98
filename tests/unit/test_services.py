"""What is built from the settings: which store limits use, how long revocations last, and what is warned of."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

import vestibule
from tests.apps import settings_for
from tests.servers import Clock
from vestibule.errors import SessionInvalid, StoreUnavailable, TooManyAttempts
from vestibule.main import create_app
from vestibule.services import Services, build_services
from vestibule.storage import Database

COGNITO = "http://127.0.0.1:9"


@contextmanager
def built(clock: Clock, **settings: Any) -> Iterator[Services]:
    services = build_services(settings_for(COGNITO, **settings), clock=clock)
    try:
        yield services
    finally:
        asyncio.run(services.aclose())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(("workers", "shared"), [(1, False), (2, True)])
def test_several_workers_share_their_limits_in_the_file(
    clock: Clock, tmp_path: Path, workers: int, shared: bool
) -> None:
    store = f"sqlite:///{tmp_path}/vestibule.sqlite3"
    with built(clock, store_url=store, api_workers=workers, rate_limits="on") as services:
        services.limiter.admit("forgot", client_ip="192.0.2.1", account="alice@example.com")

        assert isinstance(services.store.storage, Database)
        assert bool(services.store.storage.read("SELECT 1 FROM counters")) is shared


def test_limits_and_their_windows_follow_the_settings_and_the_clock(clock: Clock) -> None:
    with built(clock, rate_limits="on") as services:
        for _ in range(10):
            with services.limiter.attempt("sign-in", client_ip="192.0.2.1") as attempt:
                attempt.may_be_wrong()
        with pytest.raises(TooManyAttempts), services.limiter.attempt("sign-in", client_ip="192.0.2.1"):
            pass
        clock.advance(15 * 60)
        with services.limiter.attempt("sign-in", client_ip="192.0.2.1"):
            pass


@pytest.mark.parametrize("failure", ["open", "closed"])
def test_store_failure_applies_to_limits_and_records(clock: Clock, tmp_path: Path, failure: str) -> None:
    settings = {"store_url": f"sqlite:///{tmp_path}/vestibule.sqlite3", "store_failure": failure, "rate_limits": "on"}
    with built(clock, **settings, api_workers=2) as services:
        assert isinstance(services.store.storage, Database)
        services.store.storage.path.unlink()
        calls = [
            lambda: services.limiter.admit("forgot", client_ip="192.0.2.1", account="alice@example.com"),
            lambda: services.limiter.admit("refresh", client_ip="192.0.2.1"),
            lambda: services.limiter.remember("192.0.2.1", "alice@example.com"),
            lambda: services.records.ownership.signed_up("alice@example.com", "192.0.2.1", again=True),
        ]

        for call in calls:
            if failure == "open":
                call()
            else:
                with pytest.raises(StoreUnavailable):
                    call()
        assert services.store.revocation_list.ready is False


def test_what_is_encrypted_for_one_purpose_and_time_is_valid_for_no_other(clock: Clock) -> None:
    with built(clock) as services:
        ciphers = [services.browser_cipher, services.oauth_cipher, services.step_up_cipher, services.cognito.cipher]
        encrypted = [cipher.encrypt({"a": "b"}, lifetime=60) for cipher in ciphers]

        for number, cipher in enumerate(ciphers):
            for other, text in enumerate(encrypted):
                if number == other:
                    assert cipher.decrypt(text) == {"a": "b"}
                else:
                    with pytest.raises(SessionInvalid):
                        cipher.decrypt(text)
        clock.advance(61)
        for cipher, text in zip(ciphers, encrypted, strict=True):
            with pytest.raises(SessionInvalid):
                cipher.decrypt(text)


@pytest.mark.parametrize("seconds", [86_400, 7 * 86_400])
def test_revocation_of_a_user_lasts_as_long_as_refresh_tokens(clock: Clock, seconds: int) -> None:
    with built(clock, refresh_token_seconds=seconds) as services:
        services.revocations.revoke_user("alice")
        lasting = services.store.revocation_list
        clock.advance(seconds - 1)
        before = lasting.current().get("user:alice")
        clock.advance(1)

        assert before is not None
        assert lasting.current().get("user:alice") is None


def test_identity_pool_is_optional(clock: Clock) -> None:
    with built(clock) as services:
        assert services.session_credentials is None
    with built(clock, cognito_identity_pool_id="us-east-1:11111111-2222-4333-8444-555555555555") as services:
        assert services.session_credentials is not None


class TestWarnings:
    @pytest.mark.parametrize(
        ("changes", "events"),
        [
            ({"mail_url": "smtp://localhost:9"}, []),
            ({}, ["settings.no_mail"]),
            (
                {"cognito_endpoint_url": None, "mail_url": "smtp://localhost:9"},
                ["settings.real_pool_in_development_mode"],
            ),
        ],
    )
    def test_unsafe_modes_are_warned_of_at_start(
        self, clock: Clock, changes: dict[str, Any], events: list[str]
    ) -> None:
        app = create_app(settings_for(COGNITO, cognito_jwks_url=f"{COGNITO}/keys", **changes), clock=clock)

        async def start() -> None:
            async with app.router.lifespan_context(app):
                pass

        with capture_logs() as logs:
            asyncio.run(start())

        assert [line["event"] for line in logs if line["event"].startswith("settings.")] == events


@pytest.mark.parametrize("prefix", ["account", "/account/", "/", "account/"])
def test_prefix_of_the_account_endpoints_is_a_path(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix is a path"):
        vestibule.add_account_endpoints(FastAPI(), prefix=prefix)


@pytest.mark.parametrize(("prefix", "path"), [("", "/auth/sign-in"), ("/a/b", "/a/b/auth/sign-in")])
def test_account_endpoints_are_added_below_the_prefix(prefix: str, path: str) -> None:
    app = FastAPI()
    vestibule.add_account_endpoints(app, prefix=prefix)

    assert path in {route.path for route in app.routes if hasattr(route, "path")}

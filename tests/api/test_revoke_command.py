"""`vestibule revoke`: sessions end in the running API."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from local_cognito.crypto import totp
from tests.api.browser_trust import OPT_IN, devices_pool, needs_app, sign_in
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.cognito import aws_session, create_cognito
from tests.factors import turn_on_totp
from tests.servers import Clock, serve
from vestibule.cli import app
from vestibule.cognito.id_token import claims_of


@pytest.fixture(scope="module")
def live_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Local Cognito with the real clock, which the command has too."""
    with serve(create_cognito(tmp_path_factory.mktemp("cognito") / "pool.sqlite3")) as url:
        yield url


@pytest.fixture(scope="module")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite3'}"


@pytest.fixture(scope="module")
def durable(live_url: str, store_url: str) -> Iterator[TestClient]:
    """An API whose store the command can see too."""
    with running(settings_for(live_url, store_url=store_url)) as client:
        yield client


@pytest.fixture
def user(durable: TestClient, live_url: str) -> Person:
    durable.cookies.clear()
    return Person(durable, Outbox(live_url)).sign_up().confirm().sign_in()


@pytest.fixture
def revoke(live_url: str, store_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    settings = {
        "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
        "COGNITO_CLIENT_ID": "vestibulelocal",
        "COGNITO_ENDPOINT_URL": live_url,
        "STORE_URL": store_url,
    }

    def invoke(*arguments: str, text: str | None = None, **changes: str) -> Any:
        return CliRunner().invoke(app, ["revoke", *arguments], input=text, env=settings | changes)

    return invoke


def sub_of(person: Person) -> str:
    return str(person.client.get("/api/me", headers=person.headers).json()["sub"])


def sub_of_token(person: Person) -> str:
    """As in the access token, also of a session that has ended."""
    return str(claims_of(person.access_token)["sub"])


def lines(result: Any) -> tuple[int, str]:
    return result.exit_code, result.output


def assert_ended(person: Person) -> None:
    refused = person.client.get("/api/auth_test", headers=person.headers)
    assert_problem(refused, 401, "token-revoked")


class TestRevokeUser:
    def test_sessions_end_by_email_at_cognito_too(self, revoke: Any, user: Person) -> None:
        result = revoke("user", user.email)

        assert lines(result) == (0, f"All sessions of {sub_of_token(user)} have ended, at Cognito too.\n")
        assert_ended(user)
        form = {"grant_type": "refresh_token", "refresh_token": user.refresh_token}
        assert user.client.post("/api/auth/token", data=form).json()["error"] == "invalid_grant"

    def test_sessions_end_by_sub_without_aws_credentials(self, revoke: Any, user: Person) -> None:
        sub = sub_of(user)

        result = revoke("user", sub, COGNITO_ADMIN="off")

        not_notified = "Cognito was not notified: AWS credentials are missing or lack rights."
        assert lines(result) == (0, f"All sessions of {sub} have ended here. {not_notified}\n")
        assert_ended(user)

    def test_other_names_need_aws_credentials(self, revoke: Any, user: Person) -> None:
        result = revoke("user", user.email, COGNITO_ADMIN="off")

        reason = "AWS credentials to look up the user are missing: give the sub, which is in the user's tokens."
        assert lines(result) == (1, f"invalid-request: {reason}\n")
        assert user.client.get("/api/auth_test", headers=user.headers).status_code == 200

    def test_sessions_end_here_while_cognito_is_away(self, revoke: Any, user: Person) -> None:
        sub = sub_of(user)

        result = revoke("user", sub, COGNITO_ENDPOINT_URL="http://127.0.0.1:9")

        printed = f"All sessions of {sub} have ended here, but Cognito was not notified. Try again."
        assert lines(result) == (1, f"cognito-unavailable: {printed}\n")
        assert_ended(user)

    def test_other_names_end_nothing_while_cognito_is_away(self, revoke: Any, user: Person) -> None:
        result = revoke("user", user.email, COGNITO_ENDPOINT_URL="http://127.0.0.1:9")

        assert (result.exit_code, result.output.partition(":")[0]) == (1, "cognito-unavailable")
        assert "ended" not in result.output
        assert user.client.get("/api/auth_test", headers=user.headers).status_code == 200

    def test_new_session_is_not_affected(self, revoke: Any, user: Person) -> None:
        revoke("user", user.email)

        user.sign_in()

        assert user.client.get("/api/auth_test", headers=user.headers).status_code == 200

    @pytest.mark.parametrize("admin", ["on", "off"])
    def test_no_browser_is_trusted_afterwards(self, revoke: Any, live_url: str, store_url: str, admin: str) -> None:
        cognito = aws_session().client("cognito-idp", endpoint_url=live_url)
        pool = devices_pool(cognito, OPT_IN)
        clock = Clock(time.time() - 2 * totp.STEP_SECONDS)  # of the authenticator app, whose codes count once
        with running(settings_for(live_url, store_url=store_url, **pool)) as client:
            person = Person(client, Outbox(live_url)).sign_up().confirm().sign_in()
            sign_in(person, turn_on_totp(person, cognito, clock), trust_browser=True)
            assert not needs_app(person)

            environment = {name.upper(): value for name, value in pool.items()}
            result = revoke("user", sub_of(person), COGNITO_ADMIN=admin, **environment)

            assert result.exit_code == 0, result.output
            assert needs_app(person)

    def test_unknown_user_is_reported(self, revoke: Any) -> None:
        result = revoke("user", "nobody@example.com")

        assert (result.exit_code, result.output) == (1, "not-found: The pool has no user nobody@example.com.\n")

    def test_sub_of_a_deleted_user_is_revoked_all_the_same(self, revoke: Any, user: Person, live_url: str) -> None:
        sub = sub_of(user)
        cognito = aws_session().client("cognito-idp", endpoint_url=live_url)
        cognito.admin_delete_user(UserPoolId="us-east-1_Vestibule", Username=user.email)

        result = revoke("user", sub)

        assert lines(result) == (0, f"All sessions of {sub} have ended. Cognito has no such user any more.\n")

    @pytest.mark.parametrize(
        "name", [str(uuid.UUID(int=1)).upper().replace("0", "A"), "{" + str(uuid.UUID(int=1)) + "}"]
    )
    def test_name_in_another_form_is_no_sub(self, revoke: Any, name: str) -> None:
        assert lines(revoke("user", name)) == (1, f"not-found: The pool has no user {name}.\n")


class TestRevokeToken:
    def test_session_of_an_access_token_ends_and_others_continue(self, revoke: Any, user: Person) -> None:
        other = Person(user.client, user.outbox, user.email, user.password).sign_in()

        result = revoke("token", "-", text=user.access_token)

        assert lines(result) == (0, f"The session of {sub_of_token(user)} has ended.\n")
        assert_ended(user)
        assert other.client.get("/api/auth_test", headers=other.headers).status_code == 200

    def test_session_of_a_refresh_token_ends_at_cognito_too(self, revoke: Any, user: Person) -> None:
        result = revoke("token", "-", text=user.refresh_token)

        assert lines(result) == (0, f"The session of {sub_of_token(user)} has ended, at Cognito too.\n")
        assert_ended(user)
        again = revoke("token", "-", text=user.refresh_token)
        assert lines(again) == (0, "Cognito has no session of this refresh token, or none any more.\n")

    def test_second_time_is_no_error(self, revoke: Any, user: Person) -> None:
        revoke("token", "-", text=user.access_token)

        result = revoke("token", "-", text=user.access_token)

        assert (result.exit_code, result.output.strip()) == (0, "The session has ended already.")

    @pytest.mark.parametrize(("text", "status"), [("", 1), ("a.b.c", 1), ("unknown-token", 0), ("a.b.c.d.e", 0)])
    def test_text_that_is_no_token_ends_nothing(self, revoke: Any, text: str, status: int) -> None:
        result = revoke("token", "-", text=text)

        assert result.exit_code == status, result.output
        assert "has ended" not in result.output
        if not text:
            assert result.output == "invalid-request: The file is empty.\n"

    def test_token_is_not_shown(self, revoke: Any, user: Person) -> None:
        output = revoke("token", "-", text=user.access_token).output

        assert user.access_token not in output


class TestStore:
    def test_store_of_one_process_is_refused(self, revoke: Any) -> None:
        result = revoke("user", "anybody", STORE_URL="memory://")

        reason = "STORE_URL is memory://, which each process has for itself: the API would not know."
        assert lines(result) == (1, f"{reason}\n")

    def test_unreachable_store_is_reported(self, revoke: Any) -> None:
        result = revoke("user", "anybody", STORE_URL="redis://127.0.0.1:9")

        assert lines(result) == (1, "The store is unavailable: the server cannot be reached\n")

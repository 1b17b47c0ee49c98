"""Where a user is signed in: the list of sessions, and ending one of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import make_pool
from tests.mail_server import MailServer, text_of
from tests.servers import Clock

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
DAY = 24 * 60 * 60


def sessions(person: Person) -> Any:
    return person.client.get("/api/me/sessions", headers=person.headers).json()


def end(person: Person, session_id: str) -> Any:
    return person.client.delete(f"/api/me/sessions/{session_id}", headers=person.headers)


def refresh(person: Person) -> Any:
    form = {"grant_type": "refresh_token", "refresh_token": person.refresh_token}
    return person.client.post("/api/auth/token", data=form)


def elsewhere(person: Person, user_agent: str = SAFARI) -> Person:
    """The same person, signed in on another device."""
    other = Person(person.client, person.outbox, person.email, person.password)
    answer = other.try_to_sign_in(**{"User-Agent": user_agent})
    other.access_token, other.refresh_token = answer.json()["access_token"], answer.cookies["vestibule_refresh"]
    person.client.cookies.clear()
    return other


class TestList:
    def test_every_session_is_listed_with_its_browser(self, alice_signed_in: Person, clock: Clock) -> None:
        clock.advance(1)
        elsewhere(alice_signed_in)
        clock.advance(1)
        edge = elsewhere(alice_signed_in, EDGE)

        found = sessions(edge)

        assert [session["browser"] for session in found] == ["Edge (Windows)", "Safari (iPhone)", ""]
        assert [session["current"] for session in found] == [True, False, False]
        assert found[0].keys() == {"id", "browser", "client_ip", "signed_in_at", "last_used_at", "current"}
        assert found[0]["client_ip"] == "testclient"

    def test_the_session_that_asks_comes_first_also_when_another_was_used_later(
        self, alice_signed_in: Person, clock: Clock
    ) -> None:
        clock.advance(1)
        elsewhere(alice_signed_in)
        clock.advance(1)
        elsewhere(alice_signed_in, EDGE)

        found = sessions(alice_signed_in)

        assert [session["browser"] for session in found] == ["", "Edge (Windows)", "Safari (iPhone)"]

    def test_the_last_use_is_that_of_the_last_refresh(self, alice_signed_in: Person, clock: Clock) -> None:
        (before,) = sessions(alice_signed_in)
        clock.advance(3000)
        alice_signed_in.access_token = refresh(alice_signed_in).json()["access_token"]

        (after,) = sessions(alice_signed_in)

        assert after["id"] == before["id"]
        assert after["signed_in_at"] == before["signed_in_at"]
        assert after["last_used_at"] > before["last_used_at"]

    def test_a_session_that_the_store_does_not_know_is_listed_when_it_asks(
        self, alice_signed_in: Person, cognito_url: str, clock: Clock
    ) -> None:
        with running(settings_for(cognito_url), clock) as with_an_empty_store:
            response = with_an_empty_store.get("/api/me/sessions", headers=alice_signed_in.headers)

        assert [session["current"] for session in response.json()] == [True]

    def test_only_known_names_of_browsers_are_stored(self, alice_signed_in: Person) -> None:
        other = elsewhere(alice_signed_in, "<script>alert(1)</script> Firefox/1 visit evil.example")

        assert {session["browser"] for session in sessions(other)} == {"", "Firefox"}

    def test_sessions_of_others_are_not_listed(self, alice_signed_in: Person, outbox: Outbox) -> None:
        bob = Person(alice_signed_in.client, outbox).sign_up().confirm().sign_in()

        assert len(sessions(alice_signed_in)) == 1
        assert {session["id"] for session in sessions(bob)}.isdisjoint(
            session["id"] for session in sessions(alice_signed_in)
        )

    def test_a_session_that_was_signed_out_is_not_listed_even_after_days(
        self, alice_signed_in: Person, clock: Clock
    ) -> None:
        other = elsewhere(alice_signed_in)
        assert other.client.post("/api/auth/sign-out", headers=other.headers).status_code == 204
        assert len(sessions(alice_signed_in)) == 1
        clock.advance(2 * DAY)
        alice_signed_in.access_token = refresh(alice_signed_in).json()["access_token"]

        assert len(sessions(alice_signed_in)) == 1

    def test_a_change_of_the_password_leaves_this_session_alone(self, alice_signed_in: Person, clock: Clock) -> None:
        elsewhere(alice_signed_in)
        clock.advance(2)
        body = {"current_password": alice_signed_in.password, "new_password": "Battery-staple-7"}
        assert alice_signed_in.client.put("/api/me/password", json=body, headers=alice_signed_in.headers).is_success

        (found,) = sessions(alice_signed_in)

        assert found["current"]

    def test_the_list_needs_a_session(self, client: TestClient) -> None:
        assert_problem(client.get("/api/me/sessions"), 401, "token-missing")


class TestEnd:
    def test_an_ended_session_is_refused_at_once_and_cannot_be_refreshed(
        self, alice_signed_in: Person, clock: Clock
    ) -> None:
        other = elsewhere(alice_signed_in)
        (target,) = [session for session in sessions(alice_signed_in) if not session["current"]]

        assert end(alice_signed_in, target["id"]).status_code == 204

        assert_problem(other.client.get("/api/me", headers=other.headers), 401, "token-revoked")
        assert refresh(other).json()["code"] == "session-ended"
        assert len(sessions(alice_signed_in)) == 1
        clock.advance(2 * DAY)
        assert refresh(other).json()["code"] == "session-ended"
        assert refresh(alice_signed_in).status_code == 200

    def test_an_ended_session_stays_ended_for_as_long_as_its_refresh_token_lives(
        self, cognito_url: str, outbox: Outbox, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        pool = make_pool(pool_admin, pool={}, mfa={"MfaConfiguration": "OFF"})
        pool_admin.update_user_pool_client(
            UserPoolId=pool["cognito_user_pool_id"],
            ClientId=pool["cognito_client_id"],
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
            RefreshTokenValidity=90,
        )
        with running(settings_for(cognito_url, **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            other = elsewhere(person)
            (target,) = [session for session in sessions(person) if not session["current"]]
            assert end(person, target["id"]).status_code == 204
            clock.advance(40 * DAY)
            person.access_token = refresh(person).json()["access_token"]

            assert refresh(other).json()["code"] == "session-ended"
            assert [session["current"] for session in sessions(person)] == [True]

    def test_the_present_session_is_ended_by_signing_out(self, alice_signed_in: Person) -> None:
        (current,) = sessions(alice_signed_in)

        assert_problem(end(alice_signed_in, current["id"]), 403, "not-allowed")
        assert len(sessions(alice_signed_in)) == 1

    def test_a_session_of_another_user_cannot_be_ended(self, alice_signed_in: Person, outbox: Outbox) -> None:
        bob = Person(alice_signed_in.client, outbox).sign_up().confirm().sign_in()
        (target,) = sessions(bob)

        assert_problem(end(alice_signed_in, target["id"]), 404, "not-found")
        assert bob.client.get("/api/me", headers=bob.headers).status_code == 200

    @pytest.mark.parametrize("session_id", ["x" * 101, "%00", "a.b", "a%2Fb"])
    def test_impossible_ids_are_refused(self, alice_signed_in: Person, session_id: str) -> None:
        assert end(alice_signed_in, session_id).status_code in (404, 422)

    @pytest.mark.parametrize("writable", [True, False], ids=["with the store", "without the store"])
    def test_cognito_ends_the_session_too_where_it_tracks_sessions(
        self,
        cognito_url: str,
        outbox: Outbox,
        pool_admin: CognitoIdentityProviderClient,
        clock: Clock,
        tmp_path: Path,
        writable: bool,
    ) -> None:
        store = tmp_path / "store.sqlite3"
        pool = make_pool(pool_admin, pool={}, mfa={"MfaConfiguration": "OFF"})
        cast("Any", pool_admin).set_user_pool_session_configuration(
            UserPoolId=pool["cognito_user_pool_id"], UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 5}
        )
        with running(settings_for(cognito_url, store_url=f"sqlite:///{store}", **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            clock.advance(10)
            other = elsewhere(person)
            (target,) = [session for session in sessions(person) if not session["current"]]
            if not writable:
                store.rename(tmp_path / "elsewhere.sqlite3")
            assert end(person, target["id"]).status_code == (204 if writable else 503)

        tokens = {"ClientId": pool["cognito_client_id"], "RefreshToken": other.refresh_token}
        with pytest.raises(pool_admin.exceptions.NotAuthorizedException):
            pool_admin.get_tokens_from_refresh_token(**tokens)


@pytest.fixture(scope="module")
def mailing_api(cognito_url: str, clock: Clock, mails: MailServer) -> Iterator[TestClient]:
    with running(settings_for(cognito_url, mail_url=mails.url), clock) as client:
        yield client


class TestNewSignIn:
    @pytest.fixture
    def erin(self, mailing_api: TestClient, outbox: Outbox) -> Person:
        """A user who has signed in in Firefox."""
        mailing_api.cookies.clear()
        person = Person(mailing_api, outbox).sign_up(locale="en").confirm()
        assert person.try_to_sign_in(**{"User-Agent": FIREFOX}).status_code == 200
        return person

    def test_a_sign_in_from_an_unknown_browser_is_notified(self, erin: Person, mails: MailServer) -> None:
        assert mails.envelopes.empty()
        erin.client.cookies.clear()
        assert erin.try_to_sign_in(**{"User-Agent": SAFARI}).status_code == 200

        message = mails.next_message()

        assert (message["Subject"], message["To"]) == ("New sign-in to your account", erin.email)
        assert "with Safari (iPhone)." in text_of(message)

    def test_a_browser_of_unknown_name_is_called_that(self, erin: Person, mails: MailServer) -> None:
        erin.client.cookies.clear()
        assert erin.try_to_sign_in(**{"User-Agent": "visit evil.example"}).status_code == 200

        assert "with an unknown browser." in text_of(mails.next_message())

    def test_a_known_browser_is_not_notified_wherever_it_is(self, erin: Person, mails: MailServer) -> None:
        erin.try_to_sign_in(**{"User-Agent": SAFARI})  # the cookie is the same, so it is the same browser, updated
        erin.client.cookies.clear()
        erin.try_to_sign_in(**{"User-Agent": FIREFOX})  # a private window of a browser at a known address

        assert mails.envelopes.empty()

    def test_the_browser_of_another_user_is_unknown(self, erin: Person, outbox: Outbox, mails: MailServer) -> None:
        frank = Person(erin.client, outbox).sign_up(locale="en").confirm()
        erin.client.cookies.clear()
        assert frank.try_to_sign_in(**{"User-Agent": EDGE}).status_code == 200
        assert mails.envelopes.empty()

        assert erin.try_to_sign_in(**{"User-Agent": EDGE}).status_code == 200

        assert mails.next_message()["To"] == erin.email

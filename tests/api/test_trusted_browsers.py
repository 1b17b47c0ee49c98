"""Trust this browser: it replaces the second factor, in pools that track devices."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.browser_trust import OPT_IN, devices_pool, listed, needs_app, refresh, sign_in
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import App, answer, turn_on_totp
from tests.servers import Clock

DAY = 24 * 60 * 60
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(scope="module")
def browser(cognito_url: str, pool_admin: CognitoIdentityProviderClient, clock: Clock) -> Iterator[TestClient]:
    """The API, used with a browser's cookies, on a pool that tracks devices and remembers those that users trust."""
    pool = devices_pool(pool_admin, OPT_IN)
    with running(settings_for(cognito_url, **pool), clock, headers={"User-Agent": FIREFOX}) as client:
        yield client


@pytest.fixture
def dora(browser: TestClient, outbox: Outbox) -> Person:
    """A user who has signed in."""
    browser.cookies.clear()
    return Person(browser, outbox).sign_up().confirm().sign_in()


@pytest.fixture
def app(dora: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock) -> App:
    """Dora's authenticator app."""
    return turn_on_totp(dora, pool_admin, clock)


class TestTrust:
    def test_a_trusted_browser_is_not_asked_for_the_second_factor(self, dora: Person, app: App) -> None:
        sign_in(dora, app, trust_browser=True)

        assert not needs_app(dora)
        assert refresh(dora).status_code == 200

    def test_without_the_request_the_factor_is_asked_for_again(self, dora: Person, app: App) -> None:
        sign_in(dora, app)

        assert refresh(dora).status_code == 200
        assert needs_app(dora)
        assert listed(dora) == []

    def test_the_cookie_is_encrypted_and_cannot_be_read_by_scripts(self, dora: Person, app: App) -> None:
        response = sign_in(dora, app, trust_browser=True)

        (cookie,) = [text for text in response.headers.get_list("set-cookie") if "vestibule_browser_" in text]
        assert re.search(rf"Max-Age={30 * DAY}; Path=/api/auth; SameSite=strict", cookie)
        assert "HttpOnly" in cookie
        assert dora.email not in cookie
        assert "us-east-1_" not in cookie

    def test_another_browser_is_asked(self, dora: Person, app: App) -> None:
        sign_in(dora, app, trust_browser=True)
        dora.client.cookies.clear()

        assert needs_app(dora)

    def test_another_user_of_the_browser_is_asked(
        self, dora: Person, app: App, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        other = Person(dora.client, dora.outbox).sign_up().confirm().sign_in()
        others_app = turn_on_totp(other, pool_admin, clock)
        sign_in(dora, app, trust_browser=True)

        cookies = {name: value for name, value in dora.client.cookies.items() if "browser" in name}
        sign_in(other, others_app)
        for value in cookies.values():  # the cookie of one, under the name of the other's
            sign_in(other, others_app, trust_browser=True)
            (name,) = [name for name in dora.client.cookies if "browser" in name and name not in cookies]
            dora.client.cookies.set(name, value, domain="testserver.local", path="/api/auth")

        assert needs_app(other)
        assert not needs_app(dora)

    def test_the_password_is_needed_in_a_trusted_browser(self, dora: Person, app: App) -> None:
        sign_in(dora, app, trust_browser=True)

        assert_problem(dora.try_to_sign_in("Wrong-horse-9"), 401, "invalid-credentials")
        assert not needs_app(dora)

    def test_trust_ends_after_thirty_days(self, dora: Person, app: App, clock: Clock) -> None:
        sign_in(dora, app, trust_browser=True)
        clock.advance(30 * DAY - 60)
        assert not needs_app(dora)
        assert len(listed(dora)) == 1
        clock.advance(120)

        assert needs_app(dora)
        sign_in(dora, app)
        assert listed(dora) == []

    def test_choosing_among_first_factors_uses_the_trust_too(self, dora: Person, app: App) -> None:
        sign_in(dora, app, trust_browser=True)
        step = dora.client.post("/api/auth/sign-in", json={"email": dora.email}).json()
        assert step["kind"] == "select_factor"

        response = answer(dora, step, factor="password", password=dora.password)

        assert response.json()["status"] == "signed_in"

    def test_the_configuration_tells_for_how_long_browsers_are_trusted(
        self, browser: TestClient, client: TestClient
    ) -> None:
        assert browser.get("/api/auth/config").json()["trusted_browser_days"] == 30
        assert client.get("/api/auth/config").json()["trusted_browser_days"] == 0


class TestList:
    def test_trusted_browsers_are_listed(self, dora: Person, app: App) -> None:
        sign_in(dora, app, trust_browser=True)

        (found,) = listed(dora)

        assert (found["name"], found["current"]) == ("Firefox (Linux)", True)
        assert found.keys() == {"id", "name", "trusted_at", "last_used_at", "current"}

    def test_forgetting_this_browser_keeps_its_session(self, dora: Person, app: App) -> None:
        sign_in(dora, app, trust_browser=True)
        (found,) = listed(dora)

        forgotten = dora.client.delete(f"/api/me/trusted-browsers/{found['id']}", headers=dora.headers)

        assert forgotten.status_code == 204
        assert listed(dora) == []
        assert refresh(dora).status_code == 200
        assert needs_app(dora)
        sign_in(dora, app, trust_browser=True)
        assert not needs_app(dora)

    def test_forgetting_another_browser_signs_it_out(self, dora: Person, app: App) -> None:
        sign_in(dora, app, trust_browser=True)
        others = dict(dora.client.cookies.items())
        dora.client.cookies.clear()
        sign_in(dora, app)
        (found,) = listed(dora)
        assert not found["current"]

        forgotten = dora.client.delete(f"/api/me/trusted-browsers/{found['id']}", headers=dora.headers)

        assert forgotten.status_code == 204
        dora.client.cookies.clear()
        for name, value in others.items():
            dora.client.cookies.set(name, value)
        assert_problem(refresh(dora), 401, "session-ended")
        assert needs_app(dora)

    def test_an_unknown_browser_cannot_be_forgotten(self, dora: Person) -> None:
        for browser_id in ("us-east-1_11111111-2222-4333-8444-555555555555", "us-east-1_-"):
            response = dora.client.delete(f"/api/me/trusted-browsers/{browser_id}", headers=dora.headers)

            assert_problem(response, 404, "not-found")

    @pytest.mark.parametrize("browser_id", ["x", "%00", "a_b%0A", "a_b%2F"])
    def test_other_ids_are_refused(self, dora: Person, browser_id: str) -> None:
        response = dora.client.delete(f"/api/me/trusted-browsers/{browser_id}", headers=dora.headers)

        assert response.status_code in (404, 422)


class TestEndOfTrust:
    def test_a_reset_of_the_password_ends_the_trust(self, dora: Person, app: App, clock: Clock) -> None:
        sign_in(dora, app, trust_browser=True)
        clock.advance(1)
        assert dora.client.post("/api/auth/password/forgot", json={"email": dora.email}).status_code == 200
        dora.password = "Battery-staple-7"
        body = {"email": dora.email, "code": dora.code, "password": dora.password}
        assert dora.client.post("/api/auth/password/reset", json=body).status_code == 204

        assert needs_app(dora)
        sign_in(dora, app)
        assert listed(dora) == []

    def test_signing_out_everywhere_ends_the_trust(self, dora: Person, app: App, clock: Clock) -> None:
        sign_in(dora, app, trust_browser=True)
        clock.advance(1)
        body = {"everywhere": True}
        assert dora.client.post("/api/auth/sign-out", json=body, headers=dora.headers).status_code == 204

        assert needs_app(dora)

    def test_a_new_app_ends_the_trust(self, dora: Person, app: App, clock: Clock) -> None:
        sign_in(dora, app, trust_browser=True)
        clock.advance(1)
        secret = dora.client.post("/api/me/mfa/totp", headers=dora.prove().headers).json()["secret"]
        app = App(secret, clock)
        body = {"code": app.code}
        assert dora.client.post("/api/me/mfa/totp/verify", json=body, headers=dora.headers).status_code == 204

        assert needs_app(dora)
        sign_in(dora, app, trust_browser=True)
        assert not needs_app(dora)

    def test_a_used_recovery_code_ends_the_trust(
        self, dora: Person, app: App, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        codes = dora.client.post("/api/me/recovery-codes", headers=dora.prove().headers).json()["codes"]
        sign_in(dora, app, trust_browser=True)
        trusted = dict(dora.client.cookies.items())
        dora.client.cookies.clear()
        clock.advance(1)
        step = answer(dora, dora.try_to_sign_in().json(), recovery_code=codes[0]).json()
        dora.access_token = answer(dora, step, password=dora.password).json()["access_token"]
        turn_on_totp(dora, pool_admin, clock)

        for name, value in trusted.items():
            dora.client.cookies.set(name, value)
        assert needs_app(dora)

    def test_signing_out_here_keeps_the_trust(self, dora: Person, app: App) -> None:
        sign_in(dora, app, trust_browser=True)
        assert dora.client.post("/api/auth/sign-out", headers=dora.headers).status_code == 204

        assert not needs_app(dora)


class TestOtherClients:
    def test_the_token_endpoint_refreshes_in_pools_that_track_devices(self, dora: Person) -> None:
        form = {"grant_type": "password", "username": dora.email, "password": dora.password}
        tokens = dora.client.post("/api/auth/token", data=form).json()
        assert dora.client.get("/api/auth_test", headers=dora.headers).status_code == 200

        for _ in range(2):
            form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
            response = dora.client.post("/api/auth/token", data=form)
            assert response.status_code == 200
            tokens = response.json()

        sign_out = {"refresh_token": tokens["refresh_token"]}
        assert dora.client.post("/api/auth/sign-out", json=sign_out).status_code == 204
        assert dora.client.post("/api/auth/token", data=form).json()["code"] == "session-ended"

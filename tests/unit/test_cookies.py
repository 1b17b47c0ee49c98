"""The cookies of a browser: the refresh token, trusted and known browsers, and sign-ins by redirect."""

from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request, Response
from pydantic import SecretStr

from tests.unit.endpoint_call import EndpointCall, session_of
from tests.unit.tokens.forge import NOW
from vestibule.api.security.known_browsers import KnownBrowserCookie
from vestibule.api.security.oauth_state import OAuthState, OAuthStates
from vestibule.api.security.refresh_cookie import RefreshCookie
from vestibule.api.security.trusted_browsers import TrustedBrowserCookie
from vestibule.cognito.devices import TrustedDevice
from vestibule.errors import FeatureUnavailable, OAuthStateInvalid, SessionEnded

ALICE = "alice@example.com"
DAY = 86_400
DEVICE = TrustedDevice(key="device", group_key="group", password=SecretStr("password"), username="alice-name")


def sent(response: Response) -> dict[str, Any]:
    """The cookies that a response sets: values and attributes."""
    jar: SimpleCookie = SimpleCookie()
    for header in response.headers.getlist("set-cookie"):
        jar.load(header)
    return dict(jar)


class Browser(EndpointCall):
    """A browser, which keeps the cookies that responses set."""

    def __init__(self, answers: dict[str, Any] | None = None, **settings: Any) -> None:
        super().__init__(answers, now=NOW, settings=settings)
        self.cookies: list[str] = []

    def next_request(self) -> tuple[Request, Response]:
        """A request with the cookies of the responses so far."""
        self.cookies += [f"{name}={morsel.value}" for name, morsel in sent(self.response).items()]
        self.response = Response()
        headers = [(b"cookie", "; ".join(self.cookies).encode())]
        self.request = Request({**self.request.scope, "headers": headers, "state": {"vestibule": self.services}})
        return self.request, self.response


class TestRefreshToken:
    def test_the_first_four_tokens_are_tried_until_one_is_accepted(self) -> None:
        browser = Browser()
        browser.cookies = [
            f"vestibule_refresh={value}" for value in ("a", "a b", "b", "a", "c", "d", "e", "x" * 16_385)
        ]
        cookie = RefreshCookie(*browser.next_request())
        tried: list[str] = []

        def exchange(token: SecretStr) -> str:
            tried.append(token.get_secret_value())
            if token.get_secret_value() != "c":
                raise SessionEnded
            return "tokens"

        assert [token.get_secret_value() for token in cookie.tokens] == ["a", "b", "c", "d"]
        assert (cookie.exchange(exchange), tried) == ("tokens", ["a", "b", "c"])

    @pytest.mark.parametrize("secure", ["on", "off"])
    @pytest.mark.parametrize(
        ("answer", "seconds"), [(type("Pool", (), {"refresh_token_seconds": 77}), 77), (FeatureUnavailable(), 3600)]
    )
    def test_cookie_lives_as_long_as_its_token(self, secure: str, answer: object, seconds: int) -> None:
        answers = {"pool.latest": answer if isinstance(answer, Exception) else lambda: answer}
        browser = Browser(answers, refresh_token_seconds=3600, cookie_secure=secure)
        cookie = RefreshCookie(browser.request, browser.response)
        step = session_of("alice", "token", refresh_token="refresh")

        assert cookie.set(step) is step
        ((name, morsel),) = sent(browser.response).items()
        assert name == ("__Host-vestibule_refresh" if secure == "on" else "vestibule_refresh")
        assert (morsel.value, morsel["max-age"], morsel["httponly"]) == ("refresh", str(seconds), True)
        assert (morsel["samesite"], bool(morsel["secure"])) == ("strict", secure == "on")
        assert morsel["path"] == ("/" if secure == "on" else "/api/auth")

    @pytest.mark.parametrize(
        ("route", "root", "path"),
        [
            ("/people/me", "", "/people/auth"),
            ("/auth/refresh", "", "/auth"),
            ("/a/me/auth/sign-in", "/mounted/", "/mounted/a/me/auth"),
            ("/a/media/x", "", "/auth"),
        ],
    )
    def test_cookie_is_for_the_endpoints_beside_this_one(self, route: str, root: str, path: str) -> None:
        browser = Browser()
        browser.request.scope.update({"route": SimpleNamespace(path=route), "root_path": root})

        RefreshCookie(browser.request, browser.response).clear()

        ((_, morsel),) = sent(browser.response).items()
        assert morsel["path"] == path

    def test_step_without_a_refresh_token_sets_no_cookie(self) -> None:
        browser = Browser()
        cookie = RefreshCookie(browser.request, browser.response)

        for step in (session_of("alice", "token", refresh_token=""), "a challenge"):
            cookie.set(step)

        assert sent(browser.response) == {}

    def test_deleted_cookie_stays_deleted_when_the_request_fails(self) -> None:
        browser = Browser()

        RefreshCookie(browser.request, browser.response).clear()

        ((_, morsel),) = sent(browser.response).items()
        assert (morsel.value, morsel["max-age"], morsel["path"], morsel["samesite"]) == ("", "0", "/api/auth", "strict")
        assert browser.request.state.set_cookie == browser.response.headers["set-cookie"]


class TestTrustedBrowser:
    def trusting(self, **settings: Any) -> Browser:
        browser = Browser(**settings)
        TrustedBrowserCookie(browser.request, browser.response).set(" Alice@example.com", "alice-name", DEVICE)
        return browser

    def found(self, browser: Browser, account: str = ALICE) -> TrustedDevice | None:
        return TrustedBrowserCookie(*browser.next_request()).find(account)

    def test_device_of_the_account_is_found_until_its_cookie_expires(self) -> None:
        browser = self.trusting(trusted_browser_days=2)
        ((name, morsel),) = sent(browser.response).items()

        assert name.startswith("vestibule_browser_")
        assert (len(name), morsel["max-age"]) == (len("vestibule_browser_") + 16, str(2 * DAY))
        assert (self.found(browser), self.found(browser, "bob@example.com")) == (DEVICE, None)
        browser.clock.advance(2 * DAY + 1)
        assert self.found(browser) is None

    @pytest.mark.parametrize(
        ("name", "seconds", "is_trusted"),
        [
            ("alice-name", 0, False),
            (ALICE, 1, False),
            ("bob", 1, True),
        ],
    )
    def test_trust_ends_for_browsers_that_were_trusted_by_then(self, name: str, seconds: int, is_trusted: bool) -> None:
        browser = self.trusting()
        browser.clock.advance(seconds)
        browser.services.records.trust_endings.end(name)

        assert (self.found(browser) == DEVICE) is is_trusted

    def test_browser_that_was_trusted_after_the_end_is_trusted(self) -> None:
        browser = self.trusting()
        browser.services.records.trust_endings.end(ALICE)
        browser.clock.advance(1)
        TrustedBrowserCookie(browser.request, browser.response).set(ALICE, "alice-name", DEVICE)

        assert self.found(browser) == DEVICE

    def test_cookie_of_another_account_or_version_is_no_trust(self) -> None:
        browser = self.trusting()
        ((name, morsel),) = sent(browser.response).items()
        other = Browser()
        states = [{"account": "bob@example.com"}, {"account": ALICE}, {"account": ALICE, "username": "a", "since": "x"}]
        for state in states:
            value = browser.services.browser_cipher.encrypt(state, lifetime=60)
            other.cookies = [f"{name}={value}"]
            other.services = browser.services
            assert self.found(other) is None
        other.cookies = [f"{name}={value}" for value in ("nonsense", "a b", morsel.value)]
        assert self.found(other) == DEVICE
        other.cookies = [f"{name}={value}" for value in ("1", "2", "3", "4", morsel.value)]
        assert self.found(other) is None

    def test_no_browser_is_trusted_where_that_is_off_and_forgotten_ones_are_deleted(self) -> None:
        browser = self.trusting()
        cookie = TrustedBrowserCookie(*browser.next_request())
        assert cookie.enabled
        cookie.forget(ALICE)
        ((_, morsel),) = sent(browser.response).items()

        assert (morsel.value, morsel["max-age"]) == ("", "0")
        assert not TrustedBrowserCookie(*Browser(trusted_browser_days=0).next_request()).enabled


class TestKnownBrowser:
    def test_browser_becomes_known_to_eight_users_for_a_year(self) -> None:
        browser = Browser()
        known = []
        for user in ("alice", "alice", *(f"user{number}" for number in range(8)), "user0", "alice"):
            known.append(KnownBrowserCookie(*browser.next_request()).add(user))
            browser.cookies = []

        assert known == [False, True, *[False] * 8, True, False]
        ((name, morsel),) = sent(browser.response).items()
        assert (name, morsel["max-age"], morsel.value.count(".")) == ("vestibule_known", str(365 * DAY), 7)

    def test_cookie_that_we_did_not_make_is_ignored(self) -> None:
        browser = Browser()
        for value in ("x", "a" * 31, "A" * 32, ".".join(["a" * 32] * 9)):
            browser.cookies = [f"vestibule_known={value}"]
            KnownBrowserCookie(*browser.next_request()).add("alice")
            assert "a" * 31 not in sent(browser.response)["vestibule_known"].value


class TestOAuthState:
    def state(self, **changes: Any) -> OAuthState:
        values = {"purpose": "link", "provider": "Google", "redirect_uri": "https://a/cb", "next": "/profile"}
        return OAuthState(**values | {"started_at": NOW, "sub": "alice", "session": "here"} | changes)

    def begin(self, browser: Browser, **changes: Any) -> OAuthState:
        state = self.state(**changes)
        request, response = browser.next_request()
        OAuthStates(request, Response()).set(state, response)
        return state

    def test_state_is_taken_once_by_the_browser_that_began(self) -> None:
        browser = Browser()
        state, other = self.begin(browser), self.begin(browser)
        assert {len(text) for text in (state.state, state.nonce, state.verifier)} == {43}
        assert len({state.state, other.state, state.nonce, state.verifier}) == 4
        assert state.verifier not in repr(state)

        request, response = browser.next_request()
        assert OAuthStates(request, response).take(state.state) == state
        ((name, morsel),) = sent(response).items()
        assert (name, morsel.value) == (f"vestibule_oauth_{state.state[:16]}", "")
        assert request.state.set_cookie == response.headers["set-cookie"]
        for unknown in (state.state, "x" * 43, "", "a b"):
            with pytest.raises(OAuthStateInvalid) as refused:
                OAuthStates(*browser.next_request()).take(unknown)
            assert refused.value.field == "state"
        assert OAuthStates(*browser.next_request()).take(other.state) == other

    def test_cookie_of_the_same_name_that_we_did_not_make_is_passed_over(self) -> None:
        browser = Browser()
        state = self.begin(browser)
        browser.cookies = [f"vestibule_oauth_{state.state[:16]}=x"]

        assert OAuthStates(*browser.next_request()).take(state.state) == state

    def test_state_whose_callback_had_no_effect_may_be_taken_again(self) -> None:
        browser = Browser()
        state = self.begin(browser)
        request, _ = browser.next_request()
        states = OAuthStates(request, Response())
        states.restore(states.take(state.state))

        assert not hasattr(request.state, "set_cookie")
        assert OAuthStates(*browser.next_request()).take(state.state) == state

    @pytest.mark.parametrize(("seconds", "accepted"), [(299, True), (301, False)])
    def test_state_is_valid_for_five_minutes(self, seconds: int, accepted: bool) -> None:
        browser = Browser()
        state = self.begin(browser)
        assert sent(browser.response)[f"vestibule_oauth_{state.state[:16]}"]["max-age"] == "300"
        browser.clock.advance(seconds)

        if accepted:
            assert OAuthStates(*browser.next_request()).take(state.state) == state
        else:
            with pytest.raises(OAuthStateInvalid):
                OAuthStates(*browser.next_request()).take(state.state)

    def test_the_fifth_pending_sign_in_replaces_the_others(self) -> None:
        browser = Browser()
        for _ in range(4):
            self.begin(browser)
            assert len(sent(browser.response)) == 1
        fifth = self.begin(browser)

        deleted = [name for name, morsel in sent(browser.response).items() if morsel["max-age"] == "0"]
        assert len(deleted) == 4
        assert f"vestibule_oauth_{fifth.state[:16]}" not in deleted

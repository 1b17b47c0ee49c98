"""What endpoints do when Cognito or the store fails in the middle of them: what has ended stays ended."""

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.endpoint_call import EndpointCall, session_of
from tests.unit.tokens.forge import ABSENT, NOW, token, user_claims
from vestibule.api.routes.admin.users import delete_user, disable_user, enable_user
from vestibule.api.routes.auth.sign_out import SignOut, SignOutRequest, sign_out
from vestibule.api.routes.me.password import ChangePasswordRequest, change_password
from vestibule.api.routes.me.profile import delete_account
from vestibule.api.routes.me.sessions import end_session, list_sessions
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.refresh_cookie import RefreshCookie
from vestibule.api.security.session_log import SessionLog
from vestibule.api.sign_ins.session_renewal import SessionRenewal
from vestibule.errors import (
    AppError,
    CognitoUnavailable,
    NotAllowed,
    NotFound,
    RefreshTokenReused,
    SessionEnded,
    StoreUnavailable,
    TokenRevoked,
)
from vestibule.records import Origin, ReplacedToken
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.issued import issued_claims

OWNER = AccessClaims("alice", "name", "client", frozenset(), (), NOW - 60, NOW - 60, NOW + 3600, "jti", "here")
HERE = Origin("Firefox (Linux)", "192.0.2.1")
OLD, NEW = SecretStr("old"), SecretStr("new")
UNAVAILABLE = CognitoUnavailable()


class Endpoint(EndpointCall):
    """What an endpoint is called with, and what it causes. Alice has the sessions `here` and `there`."""

    def __init__(self, answers: dict[str, Any] | None = None, *, without_store: Path | None = None) -> None:
        settings = {"store_url": f"sqlite:///{without_store}/vestibule.sqlite3"} if without_store else {}
        super().__init__(answers, now=NOW, settings=settings, headers={"cookie": "vestibule_refresh=old"})
        if without_store:
            (without_store / "vestibule.sqlite3").unlink()
        else:
            for number, name in enumerate(("here", "there")):
                self.services.records.sessions.begin("alice", name, NOW - 60 + number, HERE)
        self.user: Any = self.cognito.at("user")
        self.cookie = RefreshCookie(self.request, self.response)
        self.notifications = Notifications(self.request, self.background)

    @property
    def clears_cookie(self) -> bool:
        """Whether it does, also if the request fails."""
        cookie = str(self.response.headers.get("set-cookie", ""))
        assert getattr(self.request.state, "set_cookie", "") == cookie
        return cookie.startswith('vestibule_refresh=""; ')

    def is_revoked(self, session: str = "here", sub: str = "alice") -> bool:
        return bool(self.services.revocations.is_revoked(issued(session, sub)))

    @property
    def sessions(self) -> list[str]:
        return sorted(session.id for session in self.services.records.sessions.of_user("alice"))


def issued(session: str, sub: str = "alice") -> Any:
    return issued_claims(tokens_of(session, sub).access_token)


def tokens_of(session: str | object, sub: str = "alice", *, refresh_token: str = "new", **claims: Any) -> Any:
    access = token(user_claims({"sub": sub, "origin_jti": session, "auth_time": NOW - 60, "jti": "jti", **claims}))
    return session_of(sub, access, refresh_token=refresh_token)


class TestSignOut:
    def sign_out(self, endpoint: Endpoint, *, user: AccessClaims | None = OWNER, everywhere: bool = False) -> None:
        body = SignOut(SignOutRequest(everywhere=everywhere), user, (OLD,))
        sign_out(endpoint.request, body, endpoint.cookie, endpoint.cognito.at("app"), endpoint.services)

    def test_session_ends_here_and_at_cognito(self) -> None:
        endpoint = Endpoint()

        self.sign_out(endpoint)

        assert (endpoint.is_revoked(), endpoint.is_revoked("there")) == (True, False)
        assert endpoint.sessions == ["there"]
        assert endpoint.calls == [("app.refresh.revoke", (OLD,))]
        assert endpoint.clears_cookie

    def test_session_ends_at_cognito_if_the_store_is_unavailable(self, tmp_path: Path) -> None:
        endpoint = Endpoint(without_store=tmp_path)

        with pytest.raises(StoreUnavailable):
            self.sign_out(endpoint)
        assert endpoint.calls == [("app.refresh.revoke", (OLD,))]
        assert endpoint.is_revoked()

    def test_all_sessions_end_before_and_after_cognito_is_asked(self) -> None:
        endpoint = Endpoint({"user.sessions.sign_out_everywhere": lambda: endpoint.clock.advance(5)})

        self.sign_out(endpoint, everywhere=True)

        assert (endpoint.is_revoked(), endpoint.is_revoked("there"), endpoint.sessions) == (True, True, [])
        assert endpoint.names == ["user.sessions.sign_out_everywhere", "app.refresh.revoke"]
        assert endpoint.services.records.trust_endings.last("name") == NOW + 5
        began_meanwhile = issued_claims(tokens_of("new", auth_time=NOW + 4).access_token)
        assert endpoint.services.revocations.is_revoked(began_meanwhile)

    @pytest.mark.parametrize("stored", [True, False])
    def test_cognito_is_asked_to_end_all_whatever_fails(self, tmp_path: Path, stored: bool) -> None:
        endpoint = Endpoint(
            {"user.sessions.sign_out_everywhere": UNAVAILABLE}, without_store=None if stored else tmp_path
        )

        with pytest.raises(CognitoUnavailable if stored else StoreUnavailable):  # the error of what is tried first
            self.sign_out(endpoint, everywhere=True)
        assert endpoint.is_revoked("there")
        assert endpoint.names[-1] == "app.refresh.revoke"

    @pytest.mark.parametrize(
        ("exchanged", "revoked", "refused"),
        [
            (tokens_of("here"), NEW, True),
            (tokens_of("here", refresh_token=""), OLD, True),
            (SessionEnded(), OLD, False),
        ],
    )
    def test_refresh_token_alone_ends_its_session(self, exchanged: object, revoked: SecretStr, refused: bool) -> None:
        endpoint = Endpoint({"app.refresh.exchange": exchanged})

        self.sign_out(endpoint, user=None)

        assert endpoint.calls[-1] == ("app.refresh.revoke", (revoked,))
        assert (endpoint.is_revoked(), endpoint.is_revoked("there")) == (refused, False)
        assert endpoint.sessions == (["there"] if refused else ["here", "there"])

    def test_new_refresh_token_ends_if_the_store_is_unavailable(self, tmp_path: Path) -> None:
        endpoint = Endpoint({"app.refresh.exchange": tokens_of("here")}, without_store=tmp_path)

        with pytest.raises(StoreUnavailable):
            self.sign_out(endpoint, user=None)
        assert endpoint.calls[-1] == ("app.refresh.revoke", (NEW,))


class TestRenewal:
    def renew(self, endpoint: Endpoint) -> Any:
        return SessionRenewal(endpoint.request, endpoint.response, endpoint.background).renew(OLD)

    @pytest.mark.parametrize(
        ("tokens", "known"),
        [
            (tokens_of("here"), "here"),
            (tokens_of(ABSENT), "jti"),
            (tokens_of(ABSENT, jti=ABSENT), None),
            (tokens_of("here", refresh_token=""), None),
        ],
    )
    def test_session_of_a_replaced_token_is_remembered(self, tokens: Any, known: str | None) -> None:
        endpoint = Endpoint({"app.refresh.exchange": tokens})

        assert self.renew(endpoint) is tokens
        found = endpoint.services.records.replaced_tokens.find(OLD)
        assert found == (known and ReplacedToken(sub="alice", origin_jti=known))

    def test_reuse_of_a_replaced_token_ends_its_session(self) -> None:
        endpoint = Endpoint({"app.refresh.exchange": RefreshTokenReused()})
        with pytest.raises(RefreshTokenReused):
            self.renew(endpoint)
        before = endpoint.is_revoked()
        endpoint.services.records.replaced_tokens.add(OLD, ReplacedToken(sub="alice", origin_jti="here"))

        with pytest.raises(RefreshTokenReused):
            self.renew(endpoint)

        assert (before, endpoint.is_revoked(), endpoint.sessions) == (False, True, ["there"])

    @pytest.mark.parametrize(("tokens", "revoked"), [(tokens_of("here"), NEW), (tokens_of("a", refresh_token=""), OLD)])
    @pytest.mark.parametrize("answer", [None, UNAVAILABLE])
    def test_session_that_we_revoked_ends_at_cognito_too(self, tokens: Any, revoked: SecretStr, answer: object) -> None:
        endpoint = Endpoint({"app.refresh.exchange": tokens, "app.refresh.revoke": answer})
        endpoint.services.revocations.revoke_user("alice")

        with pytest.raises(SessionEnded):
            self.renew(endpoint)
        assert endpoint.calls[-1] == ("app.refresh.revoke", (revoked,))


class TestDeletion:
    def delete(self, endpoint: Endpoint) -> None:
        delete_account(OWNER, endpoint.user, endpoint.services, endpoint.cookie, endpoint.notifications)

    def test_account_ends_with_its_sessions_and_is_notified(self) -> None:
        endpoint = Endpoint()
        endpoint.services.records.known_origins.add("alice", HERE)
        other = Origin("Safari (iOS)", "192.0.2.1")

        self.delete(endpoint)

        assert (endpoint.sessions, endpoint.is_revoked("there"), endpoint.clears_cookie) == ([], True, True)
        assert endpoint.mails == [("account_deleted", "alice@example.com")]
        assert not endpoint.services.records.known_origins.add("alice", other)

    def test_account_that_was_deleted_before_leaves_no_session_either(self) -> None:
        endpoint = Endpoint({"user.profile.delete": TokenRevoked()})

        with pytest.raises(TokenRevoked):
            self.delete(endpoint)
        assert (endpoint.is_revoked(), endpoint.clears_cookie, endpoint.mails) == (True, True, [])

    def test_account_that_cognito_keeps_stays_signed_in(self) -> None:
        endpoint = Endpoint({"user.profile.delete": UNAVAILABLE})

        with pytest.raises(CognitoUnavailable):
            self.delete(endpoint)
        assert (endpoint.is_revoked(), endpoint.clears_cookie, endpoint.mails) == (False, False, [])

    def test_store_that_fails_does_not_keep_the_cookie(self, tmp_path: Path) -> None:
        endpoint = Endpoint(without_store=tmp_path)

        with pytest.raises(StoreUnavailable):  # of the revocation, which holds here
            self.delete(endpoint)
        assert (endpoint.is_revoked(), endpoint.clears_cookie) == (True, True)


class TestSessions:
    @pytest.mark.parametrize("answer", [None, UNAVAILABLE])
    def test_other_session_ends_for_good_whatever_cognito_does(self, answer: object) -> None:
        endpoint = Endpoint({"user.sessions.end": answer})

        end_session("there", OWNER, endpoint.services, endpoint.user)

        assert endpoint.calls == [("user.sessions.end", ("client", NOW - 59))]
        assert (endpoint.sessions, endpoint.is_revoked()) == (["here"], False)
        endpoint.clock.advance(30 * 86_400 - 1)
        assert endpoint.is_revoked("there")

    @pytest.mark.parametrize(("session", "error"), [("here", NotAllowed), ("unknown", NotFound)])
    def test_own_and_unknown_sessions_are_not_ended(self, session: str, error: type[AppError]) -> None:
        endpoint = Endpoint()

        with pytest.raises(error):
            end_session(session, OWNER, endpoint.services, endpoint.user)
        assert (endpoint.sessions, endpoint.calls) == (["here", "there"], [])

    def test_sessions_that_ended_together_are_neither_listed_nor_ended_again(self) -> None:
        endpoint = Endpoint()
        endpoint.services.revocations.revoke_user("alice", keep=OWNER)
        log = SessionLog(endpoint.request, endpoint.response, endpoint.background)

        (listed,) = list_sessions(OWNER, endpoint.services, log)

        assert (listed.id, listed.current, listed.browser, listed.client_ip) == ("here", True, *HERE)
        assert (listed.signed_in_at.timestamp(), listed.last_used_at.timestamp()) == (NOW - 60, NOW)
        with pytest.raises(NotFound):
            end_session("there", OWNER, endpoint.services, endpoint.user)


class TestAdministration:
    @pytest.mark.parametrize(("act", "call"), [(disable_user, "disable"), (delete_user, "delete")])
    @pytest.mark.parametrize("answer", [None, UNAVAILABLE])
    def test_tokens_end_even_if_the_answer_of_cognito_was_lost(self, act: Any, call: str, answer: object) -> None:
        endpoint = Endpoint({"admin.users.sub_of": "alice", f"admin.users.{call}": answer})

        if answer:
            with pytest.raises(CognitoUnavailable):
                act("name", OWNER, endpoint.cognito.at("admin"), endpoint.services)
        else:
            act("name", OWNER, endpoint.cognito.at("admin"), endpoint.services)
        assert endpoint.calls[-1] == (f"admin.users.{call}", ("name",))
        assert (endpoint.is_revoked(), endpoint.is_revoked(sub="bob")) == (True, False)

    def test_enabling_does_not_bring_tokens_back(self) -> None:
        endpoint = Endpoint()

        enable_user("name", OWNER, endpoint.cognito.at("admin"))

        assert endpoint.calls == [("admin.users.enable", ("name",))]


@pytest.mark.parametrize(("sign_out_others", "ended"), [(True, True), (False, False)])
def test_change_of_the_password_ends_the_other_sessions_on_request(sign_out_others: bool, ended: bool) -> None:
    endpoint = Endpoint()
    limits: Any = SimpleNamespace(attempt=lambda *_: nullcontext())
    body = ChangePasswordRequest(
        current_password=SecretStr("Correct-horse-8"),
        new_password=SecretStr("Correct-horse-9"),
        sign_out_others=sign_out_others,
    )

    change_password(body, OWNER, endpoint.user, endpoint.services, limits, endpoint.notifications)

    assert (endpoint.is_revoked(), endpoint.is_revoked("there")) == (False, ended)
    assert endpoint.mails == [("password_changed", "alice@example.com")]

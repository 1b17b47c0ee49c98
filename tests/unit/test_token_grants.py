"""The token endpoint: what its grants return, and which failures it reports as RFC 6749 does."""

from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.endpoint_call import NotedLimits
from tests.unit.sign_in import ALICE, DEVICE, NEW_DEVICE, SignIn, session
from vestibule.api.routes.auth.refresh import RefreshRequest, refresh
from vestibule.api.routes.auth.token import Grants, TokenRequest, token as token_endpoint
from vestibule.api.security.refresh_cookie import RefreshCookie
from vestibule.api.sign_ins.session_renewal import SessionRenewal
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.errors import (
    AppError,
    CognitoUnavailable,
    FeatureUnavailable,
    InvalidCredentials,
    SessionEnded,
    TooManyRequests,
)


class TestTokenEndpoint:
    def ask(self, sign_in: SignIn, **form: Any) -> Any:
        grants = Grants(sign_in.request, sign_in.response, sign_in.background)
        challenges: Any = Challenges()
        return token_endpoint(TokenRequest(**form), sign_in.response, grants, challenges, sign_in.request)

    def password(self, sign_in: SignIn) -> Any:
        return self.ask(sign_in, grant_type="password", username=ALICE, password="Correct-horse-9")

    def test_password_gives_tokens_and_confirms_the_device(self) -> None:
        made = session(NEW_DEVICE)
        sign_in = SignIn({"app.sign_in.with_password": made, "user.devices.confirm": DEVICE})

        answer = self.password(sign_in)

        assert (answer.access_token, answer.id_token, answer.refresh_token) == (made.access_token, "id", "refresh")
        assert (answer.expires_in, answer.token_type) == (3600, "Bearer")
        assert sign_in.response.headers["cache-control"] == "no-store"
        assert "user.devices.confirm" in sign_in.names

    @pytest.mark.parametrize(("issued", "kept"), [("new", "new"), ("", "old")])
    def test_refresh_token_that_was_not_replaced_stays(self, issued: str, kept: str) -> None:
        made = session().model_copy(update={"refresh_token": SecretStr(issued) if issued else None})
        sign_in = SignIn({"app.refresh.exchange": made})

        answer = self.ask(sign_in, grant_type="refresh_token", refresh_token="old")

        assert answer.refresh_token == kept

    @pytest.mark.parametrize(
        ("answer", "error", "code"),
        [
            (InvalidCredentials(), "invalid_grant", "invalid-credentials"),
            (FeatureUnavailable(), "invalid_grant", "feature-unavailable"),
            (PendingChallenge("SMS_MFA", "alice"), "invalid_grant", "of SMS_MFA"),
        ],
    )
    def test_what_ends_without_tokens_is_an_invalid_grant(self, answer: object, error: str, code: str) -> None:
        sign_in = SignIn({"app.sign_in.with_password": answer})

        response = self.password(sign_in)

        assert (response.status_code, response.headers["cache-control"]) == (400, "no-store")
        assert f'"error":"{error}"' in response.body.decode()
        assert f'"code":"{code}"' in response.body.decode()
        assert sign_in.event.reason == code

    @pytest.mark.parametrize(
        ("form", "error"),
        [
            ({}, "invalid_request"),
            ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
            ({"grant_type": "password", "username": ALICE}, "invalid_request"),
            ({"grant_type": "password", "password": "Correct-horse-9"}, "invalid_request"),
            ({"grant_type": "refresh_token"}, "invalid_request"),
        ],
    )
    def test_incomplete_form_is_an_invalid_request(self, form: dict[str, str], error: str) -> None:
        response = self.ask(SignIn(), **form)

        assert (response.status_code, f'"error":"{error}"' in response.body.decode()) == (400, True)

    @pytest.mark.parametrize("failure", [CognitoUnavailable(), TooManyRequests()])
    def test_failure_that_is_not_the_clients_is_a_problem(self, failure: AppError) -> None:
        with pytest.raises(type(failure)):
            self.password(SignIn({"app.sign_in.with_password": failure}))
        with pytest.raises(type(failure)):
            self.ask(SignIn({"app.refresh.exchange": failure}), grant_type="refresh_token", refresh_token="old")
        ended = self.ask(
            SignIn({"app.refresh.exchange": SessionEnded()}), grant_type="refresh_token", refresh_token="o"
        )
        assert '"code":"session-ended"' in ended.body.decode()

    def test_refreshes_are_limited(self) -> None:
        sign_in = SignIn({"app.refresh.exchange": session()}, rate_limits="on")
        for _ in range(6000):
            sign_in.services.limiter.admit("refresh", client_ip="192.0.2.1")

        with pytest.raises(TooManyRequests):
            self.ask(sign_in, grant_type="refresh_token", refresh_token="old")
        assert sign_in.names == []

    @pytest.mark.parametrize(("name", "messages"), [("SMS_MFA", 10), ("SOFTWARE_TOKEN_MFA", 0)])
    def test_codes_that_a_password_sends_are_limited(self, name: str, messages: int) -> None:
        sign_in = SignIn({"app.sign_in.with_password": PendingChallenge(name, "alice")}, rate_limits="on")

        for _ in range(10):
            self.password(sign_in)

        if messages:
            with pytest.raises(TooManyRequests):
                self.password(sign_in)
        else:
            self.password(sign_in)
        assert not sign_in.services.limiter.is_known_address("192.0.2.1", ALICE)


class Challenges:
    """Names the kind of a challenge."""

    def start(self, outcome: PendingChallenge, _account: str) -> Any:
        return type("Started", (), {"kind": f"of {outcome.name}"})


class TestRefreshEndpoint:
    def refresh(self, cookie: str, answer: object, **body: bool) -> tuple[Any, SignIn, NotedLimits]:
        sign_in, limits = SignIn({"app.refresh.exchange": answer}, cookie=cookie), NotedLimits()
        renewal = SessionRenewal(sign_in.request, sign_in.response, sign_in.background)
        noted: Any = limits
        request = RefreshRequest(**body) if body else None
        try:
            return refresh(noted, renewal, RefreshCookie(sign_in.request, sign_in.response), request), sign_in, limits
        except SessionEnded as error:
            return error, sign_in, limits

    def test_new_tokens_replace_the_cookie(self) -> None:
        made = session()
        answer, sign_in, limits = self.refresh("vestibule_refresh=old", made, optional=True)

        assert (answer, limits.noted) == (made, [("refresh", None)])
        assert sign_in.cookies == ["vestibule_refresh=refresh"]

    @pytest.mark.parametrize(
        ("cookie", "body", "answer"),
        [
            ("", {"optional": True}, 204),
            ("", {"optional": False}, SessionEnded),
            ("", {}, SessionEnded),
            ("vestibule_refresh=old", {"optional": True}, SessionEnded),
        ],
    )
    def test_missing_session_is_an_error_unless_it_is_optional(self, cookie: str, body: Any, answer: object) -> None:
        found, sign_in, _ = self.refresh(cookie, SessionEnded(), **body)

        assert (found.status_code if answer == 204 else type(found)) == answer
        assert sign_in.cookies == ([] if answer == 204 else ['vestibule_refresh=""'])

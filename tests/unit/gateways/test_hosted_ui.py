"""Sign-in by redirect: the URLs that a browser is sent to, the exchange of a code, and what refusals mean."""

import base64
import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from botocore.exceptions import ReadTimeoutError
from pydantic import SecretStr
from structlog.testing import capture_logs

from tests.unit.gateways.scripted_client import USER, jwt
from vestibule.cognito.app.app_client import AppClient, ClientSecret
from vestibule.cognito.hosted_ui import HostedUi, code_challenge
from vestibule.cognito.identities import Identity
from vestibule.cognito.provider_errors import provider_error
from vestibule.cognito.transport.domain import DomainResponse
from vestibule.errors import AppError

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The example of RFC 7636, appendix B."""
GOOGLE = {"providerName": "Google", "userId": "7", "primary": "true", "dateCreated": "1800000000123"}
ID_TOKEN = jwt(**USER, identities=[GOOGLE])
TOKENS = {"access_token": jwt(), "id_token": ID_TOKEN, "expires_in": 3600, "token_type": "Bearer"}


class Domain:
    """The pool's domain, which answers once."""

    def __init__(self, status: int = 200, body: object = TOKENS) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.response = DomainResponse(status, text.encode())
        self.sent: list[Any] = []

    def post(self, *request: Any) -> DomainResponse:
        self.sent.append(request)
        return self.response


def hosted_ui(domain: Any, secret: str | None = None) -> HostedUi:
    hidden = ClientSecret(SecretStr(secret) if secret else None)
    return HostedUi("https://auth.example.com", AppClient("the client", hidden), domain)


def exchange(domain: Any, secret: str | None = None) -> Any:
    return hosted_ui(domain, secret).exchange(SecretStr("the-code"), VERIFIER, "https://app.example/cb")


class TestUrls:
    @pytest.mark.parametrize(("again", "prompt"), [(False, {}), (True, {"prompt": "login"})])
    def test_sign_in_begins_with_every_parameter(self, again: bool, prompt: dict[str, str]) -> None:
        url = hosted_ui(Domain()).authorize_url(
            redirect_uri="https://app.example/cb?x=1",
            state="s",
            nonce="n",
            verifier=VERIFIER,
            provider="SignInWithApple",
            again=again,
        )

        assert urlsplit(url)[:3] == ("https", "auth.example.com", "/oauth2/authorize")
        assert dict(parse_qsl(urlsplit(url).query)) == {
            "response_type": "code",
            "client_id": "the client",
            "redirect_uri": "https://app.example/cb?x=1",
            "scope": "openid email profile aws.cognito.signin.user.admin",
            "state": "s",
            "nonce": "n",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "identity_provider": "SignInWithApple",
            **prompt,
        }

    def test_browser_signs_out_at_the_domain(self) -> None:
        url = hosted_ui(Domain()).logout_url("https://app.example/?a=b")

        assert url == (
            "https://auth.example.com/logout?client_id=the+client&logout_uri=https%3A%2F%2Fapp.example%2F%3Fa%3Db"
        )

    def test_challenge_has_no_padding(self) -> None:
        assert code_challenge(VERIFIER) == CHALLENGE


class TestExchange:
    FORM = {
        "grant_type": "authorization_code",
        "code": "the-code",
        "redirect_uri": "https://app.example/cb",
        "code_verifier": VERIFIER,
    }

    def test_public_client_names_itself_in_the_form(self) -> None:
        domain = Domain()

        exchange(domain)

        assert domain.sent == [("OAuth2Token", "/oauth2/token", {**self.FORM, "client_id": "the client"}, {})]

    def test_confidential_client_proves_its_secret_in_the_header(self) -> None:
        domain = Domain()

        exchange(domain, "the-secret")

        ((_, _, form, headers),) = domain.sent
        assert form == self.FORM
        assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == b"the client:the-secret"

    def test_session_has_the_tokens_and_the_identities(self) -> None:
        sign_in = exchange(Domain(body=TOKENS | {"refresh_token": "r", "token_type": "bearer"}))

        session = sign_in.session
        assert (session.id_token, session.expires_in, session.user.sub) == (ID_TOKEN, 3600, USER["sub"])
        assert session.refresh_token == SecretStr("r")
        assert sign_in.identities == (Identity(provider="Google", subject="7", primary=True, linked_at=1_800_000_000),)

    def test_session_may_have_no_refresh_token(self) -> None:
        assert not exchange(Domain()).session.refresh_token

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "<html>",
            "[]",
            {},
            TOKENS | {"token_type": "mac"},
            TOKENS | {"token_type": None},
            {name: text for name, text in TOKENS.items() if name != "id_token"},
            TOKENS | {"id_token": "no token"},
            TOKENS | {"id_token": jwt(**USER, identities=[{}])},
        ],
    )
    def test_answer_without_tokens_is_cognitos_fault(self, body: object) -> None:
        with pytest.raises(AppError) as caught:
            exchange(Domain(body=body))

        assert caught.value.code == "cognito-unavailable"

    def test_time_out_is_one(self) -> None:
        class Slow:
            def post(self, *_: Any) -> DomainResponse:
                raise ReadTimeoutError(endpoint_url="https://auth.example.com")

        with pytest.raises(AppError) as caught:
            exchange(Slow())

        assert caught.value.code == "cognito-timeout"


REFUSALS = [
    *((status, {"error": name}, "oauth-state-invalid", None) for status in (400, 401) for name in ("invalid_grant",)),
    (400, {"error": "invalid_request"}, "oauth-state-invalid", None),
    (400, {"error": "invalid_client"}, "misconfigured", "invalid_client"),
    (401, {"error": "unauthorized_client"}, "misconfigured", "unauthorized_client"),
    (400, {"error": "unsupported_grant_type"}, "misconfigured", "unsupported_grant_type"),
    (400, {"error": "invalid_scope"}, "misconfigured", "invalid_scope"),
    (400, {"error": "new"}, "cognito-unavailable", "new"),
    (400, {"error": ["invalid_grant"]}, "cognito-unavailable", None),
    (400, "<html>", "cognito-unavailable", None),
    (403, {"error": "invalid_grant"}, "cognito-unavailable", None),
    (302, {}, "cognito-unavailable", None),
    (500, {"error": "invalid_client"}, "cognito-unavailable", None),
]


class TestRefusals:
    @pytest.mark.parametrize(("status", "body", "code", "logged"), REFUSALS)
    def test_refusal_is_the_browsers_the_operators_or_cognitos(
        self, status: int, body: object, code: str, logged: str | None
    ) -> None:
        with capture_logs() as lines, pytest.raises(AppError) as caught:
            exchange(Domain(status, body))

        assert caught.value.code == code
        found = [(line["log_level"], line["event"], line["status"], line["error"]) for line in lines]
        assert found == ([] if code == "oauth-state-invalid" else [("error", "domain.request_refused", status, logged)])

    @pytest.mark.parametrize("body", ["", {"error": "invalid_grant"}])
    def test_throttling_says_when_to_try_again(self, body: object) -> None:
        with capture_logs() as lines, pytest.raises(AppError) as caught:
            exchange(Domain(429, body))

        assert (caught.value.code, caught.value.retry_after, lines) == ("too-many-requests", 2, [])


class TestProviders:
    @pytest.mark.parametrize(
        ("name", "description", "code"),
        [
            ("access_denied", "anything", "sign-in-cancelled"),
            ("login_required", "", "oauth-state-invalid"),
            ("temporarily_unavailable", "", "cognito-unavailable"),
            ("invalid_scope", "", "misconfigured"),
            ("unauthorized_client", "", "misconfigured"),
            ("unsupported_response_type", "", "misconfigured"),
            ("invalid_request", "Already found an entry for username Google_7", "authorize-again"),
            ("invalid_request", "Error=access_denied&", "sign-in-cancelled"),
            ("invalid_request", "user_denied", "sign-in-cancelled"),
            ("invalid_request", "The user CANCELLED it", "sign-in-cancelled"),
            ("invalid_request", "PreSignUp failed with error Ask us first. ", "rejected-by-pool"),
            ("invalid_request", "attributes required: [email]", "provider-email-missing"),
            ("invalid_request", "email: The attribute is required", "provider-email-missing"),
            ("invalid_request", "user.email: Attribute cannot be updated.", "misconfigured"),
            ("invalid_request", "invalid_scope: x", "misconfigured"),
            ("server_error", "Timeout occurred in calling the provider", "provider-timeout"),
            ("server_error", "It timed out", "provider-timeout"),
            ("server_error", "", "provider-failed"),
            ("", "something new", "provider-failed"),
        ],
    )
    def test_error_of_a_callback_is_told_by_its_name_then_by_its_text(
        self, name: str, description: str, code: str
    ) -> None:
        with capture_logs() as lines:
            error = provider_error(name, description)

        assert error.code == code
        logged = [{"event": "oauth.callback_failed", "log_level": "warning", "error": name, "description": description}]
        assert lines == (logged if code in ("misconfigured", "provider-failed") else [])

    def test_message_of_a_trigger_is_shown(self) -> None:
        error = provider_error("invalid_request", "PreSignUp failed with error Ask us first.")

        assert error.detail == "Ask us first"

    def test_logged_text_is_short_and_has_no_address(self) -> None:
        with capture_logs() as lines:
            provider_error("server_error", "for ann@example.com now " + "x" * 300)

        assert lines[0]["description"] == "for … now " + "x" * 176

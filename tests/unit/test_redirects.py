"""Sign-ins by redirect: where the browser is sent, what its cookie holds, and what its callback is for."""

from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Response

from tests.unit.endpoint_call import OWNER, EndpointCall, NotedLimits
from tests.unit.tokens.forge import NOW
from vestibule.api.routes.auth.oauth import OAuthCallbackRequest, authorize, oauth_callback
from vestibule.api.security.redirects import Redirects
from vestibule.errors import (
    AppError,
    FeatureUnavailable,
    InvalidRequest,
    Misconfigured,
)

APP = "https://app.example.com"
POOL = SimpleNamespace(identity_providers=["Google", "COGNITO"])


def call(answers: dict[str, Any] | None = None, *, language: str = "fr", **options: Any) -> EndpointCall:
    headers = {"accept-language": language} | options.pop("headers", {})
    return EndpointCall(answers, now=NOW, headers=headers, **options)


class TestRedirects:
    def begin(self, made: EndpointCall, **options: Any) -> tuple[Any, Response]:
        response = Response()
        about = {"provider": "Google", "next_path": "/profile"} | options
        return Redirects(made.request, Response()).begin(response, **about), response

    def redirect(self, **options: Any) -> EndpointCall:
        return call(
            {"pool.current": lambda: POOL, "hosted_ui.authorize_url": "url"}, **{"settings": {"app_url": APP}} | options
        )

    @pytest.mark.parametrize(
        ("options", "again"), [({}, False), ({"owner": OWNER, "purpose": "link", "again": True}, True)]
    )
    def test_browser_is_sent_to_the_domain_with_what_its_cookie_holds(
        self, options: dict[str, Any], again: bool
    ) -> None:
        made = self.redirect()

        url, response = self.begin(made, **options)

        (redirect_uri, state, nonce, verifier, provider, asked) = made.calls[-1][1]
        assert (url, redirect_uri, provider, asked) == ("url", f"{APP}/auth/callback", "Google", again)
        cookie = response.headers["set-cookie"]
        kept = made.services.oauth_cipher.decrypt(cookie.partition("=")[2].partition(";")[0].strip('"'))
        owner = {"sub": "alice", "session": "here"} if options else {"sub": "", "session": ""}
        assert kept == {
            "purpose": "link" if options else "sign_in",
            "provider": "Google",
            "redirect_uri": redirect_uri,
            "next": "/profile",
            "started_at": str(NOW),
            "state": state,
            "nonce": nonce,
            "verifier": verifier,
            **owner,
        }

    @pytest.mark.parametrize(
        ("made", "options", "error"),
        [
            ({"members": {"hosted_ui": None}}, {}, FeatureUnavailable),
            ({}, {"provider": "Facebook"}, InvalidRequest),
            ({"settings": {"cors_origins": ""}}, {}, Misconfigured),
        ],
    )
    def test_what_cannot_be_finished_is_not_begun(
        self, made: dict[str, Any], options: dict[str, Any], error: type[AppError]
    ) -> None:
        with pytest.raises(error) as refused:
            self.begin(self.redirect(**made), **options)
        assert refused.value.field == ("provider" if error is InvalidRequest else None)

    def test_pool_without_providers_has_no_sign_in_by_redirect(self) -> None:
        with pytest.raises(FeatureUnavailable):
            self.begin(
                call({"pool.current": lambda: SimpleNamespace(identity_providers=[])}, settings={"app_url": APP})
            )

    def test_link_of_the_app_is_a_redirect(self) -> None:
        begun: list[Any] = []
        redirects: Any = SimpleNamespace(
            begin=lambda response, **about: begun.append((response, about)) or "https://domain"
        )

        response = authorize(redirects, "Google", "/profile", again=True)

        assert (response.status_code, response.headers["location"]) == (302, "https://domain")
        assert begun == [(response, {"provider": "Google", "next_path": "/profile", "again": True})]

    @pytest.mark.parametrize("purpose", ["sign_in", "link", "step_up"])
    def test_callback_does_what_the_browser_began(self, purpose: str) -> None:
        state = SimpleNamespace(purpose=purpose, next="/profile", provider="Google")
        done: list[str] = []
        exchanged = SimpleNamespace(session=SimpleNamespace(user=SimpleNamespace(username="name")))

        def noted(name: str, answer: Any = None) -> Any:
            return lambda *_: done.append(name) or answer

        callback: Any = SimpleNamespace(
            take=noted("take", state),
            owner=noted("owner", OWNER),
            require_step_up=noted("proof"),
            exchange=noted("exchange", exchanged),
        )
        purposes: Any = SimpleNamespace(
            link=noted("link"),
            prove=noted("prove", 300),
            sign_in=noted("sign in"),
        )
        limits: Any = NotedLimits()
        steps: Any = SimpleNamespace(after=lambda *about: about)

        step: Any = oauth_callback(OAuthCallbackRequest(state="s", code="c"), callback, purposes, limits, steps)

        expected = {
            "sign_in": (["take", "exchange", "sign in"], (None, limits.last, "name")),
            "link": (["take", "owner", "proof", "exchange", "link"], ("linked", "Google", "/profile")),
            "step_up": (["take", "owner", "exchange", "prove"], ("proved", 300, "/profile")),
        }
        assert (done, step if purpose == "sign_in" else tuple(dict(step).values())) == expected[purpose]
        assert limits.noted == [("+callback", None)]

"""Redirects: begin a sign-in by redirect, to the pool's domain or through it to a provider."""

from typing import Annotated

from fastapi import Request, Response

from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.security.app_url import app_origin
from vestibule.api.security.oauth_state import OAuthState, OAuthStates, Purpose
from vestibule.api.security.step_up import session_of
from vestibule.api.services import services_of
from vestibule.cognito.hosted_ui import HostedUi
from vestibule.errors import FeatureUnavailable, InvalidRequest, Misconfigured
from vestibule.settings.domain import CALLBACK_PATH
from vestibule.tokens.claims import AccessClaims


class Redirects:
    """Begins sign-ins by redirect for the browser that sends the request."""

    errors = (FeatureUnavailable, Misconfigured, *OAuthStates.errors)

    def __init__(self, request: Request, response: Response) -> None:
        self._request = request
        self._services = services_of(request)
        self._states = OAuthStates(request, response)

    def begin(
        self,
        response: Response,
        *,
        provider: str,
        next_path: str,
        purpose: Purpose = "sign_in",
        owner: AccessClaims | None = None,
        again: bool = False,
    ) -> str:
        """Where to send the browser. Sets the cookie on `response`; FeatureUnavailable without a domain.

        `owner` is the user who links an identity or proves to be themselves; only they can finish it. `again`: the user
        is to authenticate even if the browser has a session at the domain.
        """
        hosted_ui = self._hosted_ui(provider)
        origin = app_origin(self._request, self._services.settings)
        if origin is None:
            raise Misconfigured
        state = OAuthState(
            purpose=purpose,
            provider=provider,
            redirect_uri=origin + CALLBACK_PATH,
            next=next_path,
            started_at=int(self._services.clock()),
            sub=owner.sub if owner else "",
            session=session_of(owner) if owner else "",
        )
        self._states.set(state, response)
        return hosted_ui.authorize_url(
            redirect_uri=state.redirect_uri,
            state=state.state,
            nonce=state.nonce,
            verifier=state.verifier,
            provider=provider,
            again=again,
        )

    def _hosted_ui(self, provider: str) -> HostedUi:
        hosted_ui = self._services.cognito.hosted_ui
        providers = self._services.cognito.pool.current().identity_providers
        if hosted_ui is None or not providers:
            raise FeatureUnavailable
        if provider not in providers:
            raise InvalidRequest(field="provider")
        return hosted_ui


RedirectsDep = Annotated[Redirects, inline_dependency(Redirects)]

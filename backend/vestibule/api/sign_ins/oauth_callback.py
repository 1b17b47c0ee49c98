"""OAuthCallback: what this browser began, and the session that the domain's code gives.

docs/decisions/0015-sign-in-by-redirect.md has the attacks that it defends against.
"""

from contextlib import suppress
from typing import Annotated

import anyio.from_thread
import structlog
from fastapi import Request, Response
from pydantic import SecretStr

from vestibule.api.deps import COGNITO_ERRORS, user_gateway_of
from vestibule.api.http.audit_record import audit_event
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.security.bearer import own_user
from vestibule.api.security.oauth_state import OAuthState, OAuthStates
from vestibule.api.security.step_up import StepUp, session_of
from vestibule.api.services import services_of
from vestibule.cognito.hosted_ui import HostedUi, RedirectSignIn
from vestibule.cognito.models import SignedIn
from vestibule.errors import (
    AppError,
    AuthorizeAgain,
    BearerError,
    CognitoTimeout,
    CognitoUnavailable,
    FeatureUnavailable,
    OAuthStateInvalid,
    StepUpRequired,
    TokenInvalid,
    TooManyRequests,
)
from vestibule.services import Services
from vestibule.tokens.claims import AccessClaims

log = structlog.get_logger(__name__)


def discard(services: Services, session: SignedIn) -> None:
    """End a session whose tokens nobody gets, at Cognito alone: its access token may not be verified yet."""
    if session.refresh_token is not None:
        with suppress(AppError):
            services.cognito.app.refresh.revoke(session.refresh_token)


class OAuthCallback:
    """Finishes the sign-ins by redirect that this browser began."""

    errors = (*OAuthStates.errors, FeatureUnavailable, *COGNITO_ERRORS)

    def __init__(self, request: Request, response: Response) -> None:
        self._request = request
        self._services = services_of(request)
        self._states = OAuthStates(request, response)
        self._audit_event = audit_event(request)

    def take(self, state: SecretStr) -> OAuthState:
        """What this browser began; OAuthStateInvalid if it did not, if it is over, or if it was more than 5 min ago."""
        self._hosted_ui()
        return self._states.take(state.get_secret_value())

    def owner(self, state: OAuthState) -> AccessClaims:
        """The user who began this, if they send it in the same session. BearerError or OAuthStateInvalid otherwise.

        After the first, it may be sent again.
        """
        try:
            owner = anyio.from_thread.run(own_user.authenticate, self._request)
        except BearerError:
            self._states.restore(state)
            raise
        if (owner.sub, session_of(owner)) != (state.sub, state.session):
            raise OAuthStateInvalid(field="state")
        return owner

    def require_step_up(self, owner: AccessClaims, state: OAuthState) -> None:
        """StepUpRequired unless the session holds a fresh proof; after it, the callback may be sent again."""
        try:
            gateway = user_gateway_of(self._request)
            StepUp(owner, gateway, self._services.records.step_up_proofs).require()
        except StepUpRequired:
            self._states.restore(state)
            raise

    def exchange(self, code: SecretStr, state: OAuthState) -> RedirectSignIn:
        """The session of a code, with its tokens verified. OAuthStateInvalid if it belongs to another sign-in."""
        try:
            exchanged = self._hosted_ui().exchange(code, state.verifier, state.redirect_uri)
        except (CognitoUnavailable, CognitoTimeout, TooManyRequests):
            self._states.restore(state)
            raise
        try:
            access = anyio.from_thread.run(self._verify, exchanged.session, state.nonce)
            self._audit_event.subject = access.sub
            if (access.auth_time or 0) < state.started_at and self._services.revocations.is_revoked(access):
                raise AuthorizeAgain  # the domain reused a session that began before the user's sessions were ended
        except AppError:
            discard(self._services, exchanged.session)
            raise
        return exchanged

    async def _verify(self, session: SignedIn, nonce: str) -> AccessClaims:
        """The claims, if both tokens are for us, of this sign-in, and of one user. Revocation is checked later."""
        try:
            access = await self._services.verifiers.own.verify_expired_access(session.access_token.encode())
            claims = await self._services.verifiers.id_token.verify(
                session.id_token, access_token=session.access_token, nonce=nonce
            )
        except TokenInvalid as error:
            log.warning("oauth.token_refused", reason=error.detail or error.code)
            raise OAuthStateInvalid(field="state") from error
        if access.sub != claims.sub or access.client_id != self._services.settings.client_id:
            raise OAuthStateInvalid(field="state")
        return access

    def _hosted_ui(self) -> HostedUi:
        hosted_ui = self._services.cognito.hosted_ui
        if hosted_ui is None:
            raise FeatureUnavailable
        return hosted_ui


OAuthCallbackDep = Annotated[OAuthCallback, inline_dependency(OAuthCallback)]

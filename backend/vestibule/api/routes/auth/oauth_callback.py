"""OAuthCallback: what a callback of the domain means for this browser, and whose account it reaches.

docs/decisions/0015-sign-in-by-redirect.md has the attacks that it defends against.
"""

from contextlib import suppress
from typing import Annotated

import anyio.from_thread
import structlog
from fastapi import BackgroundTasks, Request, Response
from pydantic import SecretStr

from vestibule.api.deps import COGNITO_ERRORS, user_gateway_of
from vestibule.api.http.audit_record import audit_event
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.routes.auth.ownership import OwnershipCheck
from vestibule.api.security.bearer import own_user
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.oauth_state import OAuthState, OAuthStates
from vestibule.api.security.step_up import StepUp, session_of
from vestibule.api.services import services_of
from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.hosted_ui import HostedUi, RedirectSignIn
from vestibule.cognito.identities import primary_identity, primary_provider, provider_label
from vestibule.cognito.models import SignedIn
from vestibule.errors import (
    AccountExists,
    AppError,
    AuthorizeAgain,
    BearerError,
    CognitoTimeout,
    CognitoUnavailable,
    FeatureUnavailable,
    IdentityInUse,
    Misconfigured,
    OAuthStateInvalid,
    OtherIdentity,
    StepUpRequired,
    TokenInvalid,
    TooManyRequests,
)
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.issued import issued_claims

log = structlog.get_logger(__name__)

CLOCK_TOLERANCE_SECONDS = 60
"""Between our clock and Cognito's."""


class OAuthCallback:
    """Finishes the sign-ins by redirect that this browser began."""

    errors = (*OAuthStates.errors, FeatureUnavailable, *COGNITO_ERRORS)

    def __init__(self, request: Request, response: Response, background: BackgroundTasks) -> None:
        self._request = request
        self._services = services_of(request)
        self._states = OAuthStates(request, response)
        self._ownership = OwnershipCheck(request, response)
        self._audit_event = audit_event(request)
        self._notifications = Notifications(request, background)

    def take(self, state: SecretStr) -> OAuthState:
        """What this browser began; OAuthStateInvalid if it did not, if it is over, or if it was more than 5 min ago."""
        self._hosted_ui()
        return self._states.take(state.get_secret_value())

    def owner(self, state: OAuthState) -> AccessClaims:
        """The user who began this, if they send it in the same session. BearerError or OAuthStateInvalid otherwise.

        After the first, it may be sent again.
        """
        try:
            owner = anyio.from_thread.run(own_user, self._request)
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
            self._discard(exchanged.session)
            raise
        return exchanged

    def sign_in(self, exchanged: RedirectSignIn) -> AuthOutcome:
        """The session, unless its user is new and the address has an account: AccountExists. Nothing is ever merged."""
        user = exchanged.session.user
        if primary_provider(exchanged.identities) is None:
            return self._ownership.check(exchanged.session, user.email or user.username, None)
        if user.email and self._has_other_account(user.sub, user.username, user.email):
            self._discard(exchanged.session)
            self._services.cognito.admin.identities.delete_profile(user.username)
            raise AccountExists
        self._services.federated_profiles.use(user.sub)
        return exchanged.session

    def link(self, exchanged: RedirectSignIn, owner: AccessClaims, provider: str) -> None:
        """Let the identity sign in as `owner`. IdentityInUse if it signs in to another account.

        The unused profile that Cognito has just made for the identity is deleted first.
        """
        self._audit_event.action = "link_identity"
        self._discard(exchanged.session)
        user, admin = exchanged.session.user, self._services.cognito.admin.identities
        if user.sub == owner.sub:
            return
        identity = primary_identity(exchanged.identities)
        if identity is None or identity.provider.casefold() != provider.casefold():
            raise IdentityInUse
        if not self._services.federated_profiles.is_unused(user.sub, user.username):
            raise IdentityInUse
        gateway = user_gateway_of(self._request)
        own = gateway.profile.read_identities()
        admin.delete_profile(user.username)
        admin.link(identity, owner.username or owner.sub, primary_identity(own))
        self._notifications.notify_owner("identity_linked", gateway, provider=provider_label(identity.provider))

    def prove(self, exchanged: RedirectSignIn, owner: AccessClaims, state: OAuthState) -> int:
        """Record that `owner` has signed in again, and return for how many seconds that counts.

        OtherIdentity if somebody else has, AuthorizeAgain if the domain did not ask anew.
        """
        self._audit_event.action = "step_up"
        self._discard(exchanged.session)
        user, profiles = exchanged.session.user, self._services.federated_profiles
        if user.sub != owner.sub:
            with suppress(Misconfigured):
                if profiles.is_unused(user.sub, user.username):
                    profiles.identities.delete_profile(user.username)
            raise OtherIdentity
        if (issued_claims(exchanged.session.access_token).auth_time or 0) < state.started_at - CLOCK_TOLERANCE_SECONDS:
            raise AuthorizeAgain
        return self._services.records.step_up_proofs.add(owner.sub, session_of(owner), "redirect")

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

    def _has_other_account(self, sub: str, username: str, email: str) -> bool:
        """Whether a native user owns the address, and this profile is new. False without AWS credentials."""
        with suppress(Misconfigured):
            profiles = self._services.federated_profiles
            return profiles.is_unused(sub, username) and profiles.identities.has_native_user(email)
        return False

    def _hosted_ui(self) -> HostedUi:
        hosted_ui = self._services.cognito.hosted_ui
        if hosted_ui is None:
            raise FeatureUnavailable
        return hosted_ui

    def _discard(self, session: SignedIn) -> None:
        """End a session whose tokens nobody gets."""
        if session.refresh_token is not None:
            with suppress(AppError):
                self._services.cognito.app.refresh.revoke(session.refresh_token)


OAuthCallbackDep = Annotated[OAuthCallback, inline_dependency(OAuthCallback)]

"""RedirectPurposes: what a finished redirect is for. It signs in, links an identity, or proves who the user is.

docs/decisions/0015-sign-in-by-redirect.md has the attacks that it defends against.
"""

from contextlib import suppress
from typing import Annotated

from fastapi import BackgroundTasks, Request, Response

from vestibule.api.deps import user_gateway_of
from vestibule.api.http.audit_record import audit_event
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.oauth_state import OAuthState
from vestibule.api.security.step_up import session_of
from vestibule.api.services import services_of
from vestibule.api.sign_ins.oauth_callback import discard
from vestibule.api.sign_ins.ownership import OwnershipCheck
from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.hosted_ui import RedirectSignIn
from vestibule.cognito.identities import primary_identity, primary_provider, provider_label
from vestibule.errors import AccountExists, AuthorizeAgain, IdentityInUse, Misconfigured, OtherIdentity
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.issued import issued_claims

CLOCK_TOLERANCE_SECONDS = 60
"""Between our clock and Cognito's."""


class RedirectPurposes:
    """Uses the sessions that the domain gave, each for what its redirect was begun for."""

    errors = OwnershipCheck.errors

    def __init__(self, request: Request, response: Response, background: BackgroundTasks) -> None:
        self._request = request
        self._services = services_of(request)
        self._ownership = OwnershipCheck(request, response)
        self._audit_event = audit_event(request)
        self._notifications = Notifications(request, background)

    def sign_in(self, exchanged: RedirectSignIn) -> AuthOutcome:
        """The session, unless its user is new and the address has an account: AccountExists. Nothing is ever merged."""
        user = exchanged.session.user
        if primary_provider(exchanged.identities) is None:
            return self._ownership.check(exchanged.session, user.email or user.username, None)
        if user.email and self._has_other_account(user.sub, user.username, user.email):
            discard(self._services, exchanged.session)
            self._services.cognito.admin.identities.delete_profile(user.username)
            raise AccountExists
        self._services.federated_profiles.use(user.sub)
        return exchanged.session

    def link(self, exchanged: RedirectSignIn, owner: AccessClaims, provider: str) -> None:
        """Let the identity sign in as `owner`. IdentityInUse if it signs in to another account.

        The unused profile that Cognito has just made for the identity is deleted first.
        """
        self._audit_event.action = "link_identity"
        discard(self._services, exchanged.session)
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
        discard(self._services, exchanged.session)
        user, profiles = exchanged.session.user, self._services.federated_profiles
        if user.sub != owner.sub:
            with suppress(Misconfigured):
                if profiles.is_unused(user.sub, user.username):
                    profiles.identities.delete_profile(user.username)
            raise OtherIdentity
        if (issued_claims(exchanged.session.access_token).auth_time or 0) < state.started_at - CLOCK_TOLERANCE_SECONDS:
            raise AuthorizeAgain
        return self._services.records.step_up_proofs.add(owner.sub, session_of(owner), "redirect")

    def _has_other_account(self, sub: str, username: str, email: str) -> bool:
        """Whether a native user owns the address, and this profile is new. False without AWS credentials."""
        with suppress(Misconfigured):
            profiles = self._services.federated_profiles
            return profiles.is_unused(sub, username) and profiles.identities.has_native_user(email)
        return False


RedirectPurposesDep = Annotated[RedirectPurposes, inline_dependency(RedirectPurposes)]

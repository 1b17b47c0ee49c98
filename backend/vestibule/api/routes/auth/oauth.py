"""Sign in by redirect: at the pool's domain, or through it at a social provider (authorization code flow with PKCE)."""

from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias

from fastapi import Depends, Query
from fastapi.responses import RedirectResponse
from pydantic import StringConstraints, model_validator

from vestibule.api.deps import LimitsDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.bearer import SCHEME, Bearer
from vestibule.api.security.redirects import RedirectsDep
from vestibule.api.security.same_origin import same_origin
from vestibule.api.sign_ins.next_step import NextStepsDep
from vestibule.api.sign_ins.oauth_callback import OAuthCallbackDep
from vestibule.api.sign_ins.redirect_purposes import RedirectPurposesDep
from vestibule.cognito.challenges.challenge import ChallengeStep
from vestibule.cognito.challenges.registry import step_union
from vestibule.cognito.fields import NextPath, OpaqueToken, ProviderName, RequestBody
from vestibule.cognito.fields.redirect import HOME
from vestibule.cognito.models import Model, SignedIn
from vestibule.cognito.provider_errors import provider_error
from vestibule.errors import (
    AccountExists,
    AuthorizeAgain,
    IdentityInUse,
    KeysUnavailable,
    NotAllowed,
    OtherIdentity,
    ProviderEmailMissing,
    ProviderFailed,
    ProviderTimeout,
    RejectedByPool,
    SignInCancelled,
    StepUpRequired,
    TokenTooLarge,
)

router = TopicRouter(prefix="/auth/oauth", tags=["session"], route_class=StrictRoute)

ErrorName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Description = Annotated[str, StringConstraints(max_length=2000)]


class OAuthCallbackRequest(RequestBody):
    """The parameters that the domain added to the callback URL: `code`, or `error` and its description."""

    state: OpaqueToken
    code: OpaqueToken | None = None
    error: ErrorName | None = None
    error_description: Description | None = None

    @model_validator(mode="after")
    def _one_outcome(self) -> Self:
        if (self.code is None) == (self.error is None):
            raise ValueError("either code or error")
        return self


class SignedInByRedirect(SignedIn):
    """The user is signed in, and wanted to go to `next`."""

    next: str


class IdentityLinked(Model):
    """The identity at the provider signs in as this user from now on. The session stays as it is."""

    status: Literal["linked"] = "linked"
    provider: str
    next: str


class IdentityProved(Model):
    """The user has signed in again: sensitive changes are open to this session for `expires_in` seconds."""

    status: Literal["proved"] = "proved"
    expires_in: int
    next: str


# Built from the registry at run time. A type checker sees the base classes.
if TYPE_CHECKING:
    CallbackStep: TypeAlias = SignedInByRedirect | IdentityLinked | IdentityProved | ChallengeStep
else:
    CallbackStep = step_union(SignedInByRedirect, IdentityLinked, IdentityProved)


@router.get(
    "/authorize",
    status_code=302,
    response_class=RedirectResponse,
    dependencies=[Audited],
    responses={302: {"description": "To the domain, with state, nonce and PKCE challenge."}, **problems()},
)
def authorize(
    redirects: RedirectsDep,
    provider: Annotated[ProviderName, Query()],
    next_path: Annotated[NextPath, Query(alias="next")] = HOME,
    again: Annotated[bool, Query(description="Authenticate even if the browser has a session at the domain.")] = False,
) -> RedirectResponse:
    """Begin a sign-in by redirect. A browser is sent here by a link, not by script."""
    response = RedirectResponse("", status_code=302)
    response.headers["location"] = redirects.begin(response, provider=provider, next_path=next_path, again=again)
    return response


@router.post(
    "/callback",
    dependencies=[Audited, Depends(same_origin)],
    responses=problems(
        SignInCancelled,
        ProviderEmailMissing,
        ProviderFailed,
        ProviderTimeout,
        RejectedByPool,
        AuthorizeAgain,
        AccountExists,
        IdentityInUse,
        OtherIdentity,
        NotAllowed,
        StepUpRequired,
        TokenTooLarge,
        KeysUnavailable,
        *Bearer.errors,
    ),
    openapi_extra={"security": [{}, {SCHEME: []}]},
)
def oauth_callback(
    body: OAuthCallbackRequest,
    callback: OAuthCallbackDep,
    purposes: RedirectPurposesDep,
    limits: LimitsDep,
    next_steps: NextStepsDep,
) -> CallbackStep:
    """Finish what this browser began at the domain: a sign-in, the link of an identity, or a proof of identity."""
    with limits.attempt("callback") as attempt:
        state = callback.take(body.state)
        if body.code is None:
            raise provider_error(body.error or "", body.error_description or "")
        if state.purpose == "step_up":
            owner = callback.owner(state)
            seconds = purposes.prove(callback.exchange(body.code, state), owner, state)
            return IdentityProved(expires_in=seconds, next=state.next)
        if state.purpose == "link":
            owner = callback.owner(state)
            callback.require_step_up(owner, state)
            purposes.link(callback.exchange(body.code, state), owner, state.provider)
            return IdentityLinked(provider=state.provider, next=state.next)
        exchanged = callback.exchange(body.code, state)
        step = next_steps.after(purposes.sign_in(exchanged), attempt, exchanged.session.user.username)
    return SignedInByRedirect(**dict(step), next=state.next) if isinstance(step, SignedIn) else step

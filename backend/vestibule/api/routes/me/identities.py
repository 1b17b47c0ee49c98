"""The signed-in user's identities at providers: list, link and unlink them."""

from typing import Annotated

from fastapi import Depends, Path, Response

from vestibule.api.deps import AccountOwner, FreshProof, PoolDescriptionDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import NotificationsDep
from vestibule.api.security.redirects import RedirectsDep
from vestibule.api.security.same_origin import same_origin
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import ProviderName
from vestibule.cognito.hosted_ui import COGNITO
from vestibule.cognito.identities import Identity, provider_label
from vestibule.cognito.models import Model, PoolDescription
from vestibule.cognito.user.gateway import UserGateway
from vestibule.errors import FeatureUnavailable, InvalidRequest, LastFactor, Misconfigured, NotFound, PrimaryIdentity
from vestibule.services import Services

router = TopicRouter(prefix="/me/identities", tags=["me"], route_class=StrictRoute)

SECURITY_PAGE = "/profile/security"

Provider = Annotated[ProviderName, Path()]


class LinkRedirect(Model):
    """Where to send the browser, so that the user proves the identity that is to be linked."""

    authorize_url: str


@router.get("")
def list_identities(cognito: UserGatewayDep) -> list[Identity]:
    """The providers that the user signs in with, other than the pool itself."""
    return list(cognito.profile.read_identities())


@router.post("/{provider}", dependencies=[Audited, Depends(same_origin), FreshProof])
def begin_link(
    provider: Provider, owner: AccountOwner, redirects: RedirectsDep, services: ServicesDep, response: Response
) -> LinkRedirect:
    """Begin to link an identity; needs a step-up. The same session finishes it at `/auth/oauth/callback`."""
    if provider == COGNITO:
        raise InvalidRequest(field="provider")
    try:  # before the user is sent away: linking needs AWS credentials
        services.cognito.admin.users.sub_of(owner.username or owner.sub)
    except Misconfigured as error:
        raise FeatureUnavailable from error
    url = redirects.begin(response, provider=provider, next_path=SECURITY_PAGE, purpose="link", owner=owner)
    return LinkRedirect(authorize_url=url)


@router.delete(
    "/{provider}",
    status_code=204,
    dependencies=[Audited, FreshProof],
    responses=problems(NotFound, PrimaryIdentity, LastFactor, FeatureUnavailable),
)
def unlink_identity(
    provider: Provider,
    owner: AccountOwner,
    cognito: UserGatewayDep,
    services: ServicesDep,
    pool: PoolDescriptionDep,
    notifications: NotificationsDep,
) -> None:
    """Unlink the provider's identities; needs a step-up. Refused if the user could not sign in any more."""
    with services.records.user_locks.hold(owner.sub):
        _unlink(provider, cognito, services, pool)
    notifications.notify_owner("identity_unlinked", cognito, provider=provider_label(provider))


def _unlink(provider: str, cognito: UserGateway, services: Services, pool: PoolDescription) -> None:
    identities = cognito.profile.read_identities()
    unlinked = [identity for identity in identities if identity.provider == provider]
    if not unlinked:
        raise NotFound
    if any(identity.primary for identity in unlinked):
        raise PrimaryIdentity
    if len(unlinked) == len(identities) and not _has_own_factor(cognito, pool):
        raise LastFactor
    try:
        for identity in unlinked:
            services.cognito.admin.identities.unlink(identity)
    except Misconfigured as error:
        raise FeatureUnavailable from error


def _has_own_factor(cognito: UserGateway, pool: PoolDescription) -> bool:
    """Whether the user can sign in without a provider: by password, by a mailed code, or by passkey."""
    state = cognito.mfa.read()
    if state.has_password or ("email_otp" in pool.factors and "email_otp" in state.reachable):
        return True
    try:
        return bool(cognito.passkeys.list())
    except FeatureUnavailable:
        return False

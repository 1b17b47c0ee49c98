"""The browsers that the signed-in user trusts: there, sign-in does not ask for the second factor."""

from typing import Annotated

from fastapi import Path, Request

from vestibule.api.deps import AccountOwner, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.bearer import bearer_token
from vestibule.api.services import ServicesDep
from vestibule.cognito.devices import RememberedDevice
from vestibule.errors import NotFound
from vestibule.services import Services
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.issued import device_key_of

router = TopicRouter(prefix="/me/trusted-browsers", tags=["mfa"], route_class=StrictRoute)

DAY = 24 * 60 * 60

BrowserId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,20}_[0-9a-f-]{1,40}$")]


class TrustedBrowser(RememberedDevice):
    """A trusted browser; `current`: the one of this session."""

    current: bool


@router.get("")
def list_trusted_browsers(
    request: Request, owner: AccountOwner, cognito: UserGatewayDep, services: ServicesDep
) -> list[TrustedBrowser]:
    """The trusted browsers, the one used last first."""
    current, since = device_key_of(bearer_token(request)), _trusted_since(owner, services)
    devices = [device for device in cognito.devices.remembered() if device.trusted_at.timestamp() > since]
    devices.sort(key=lambda device: device.last_used_at, reverse=True)
    return [TrustedBrowser(**dict(device), current=device.id == current) for device in devices]


@router.delete("/{browser_id}", status_code=204, dependencies=[Audited], responses=problems(NotFound))
def forget_trusted_browser(browser_id: BrowserId, request: Request, cognito: UserGatewayDep) -> None:
    """Stop trusting a browser. It is signed out too, unless it is the one of this session."""
    if browser_id == device_key_of(bearer_token(request)):
        cognito.devices.remember(browser_id, on=False)
    else:
        cognito.devices.forget(browser_id)


def _trusted_since(owner: AccessClaims, services: Services) -> float:
    """Browsers that were trusted earlier are not trusted any more, in seconds since 1970."""
    expired = services.clock() - services.settings.trusted_browser_days * DAY
    return max(expired, services.records.trust_endings.last(owner.username or owner.sub))

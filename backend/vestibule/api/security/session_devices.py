"""SessionDevices: confirm the device of a session that has just begun, and remember it if the user trusts it."""

import structlog
from fastapi import Request, Response
from pydantic import SecretStr

from vestibule.api.security.trusted_browsers import TrustedBrowserCookie
from vestibule.api.security.user_agent import describe_browser
from vestibule.api.services import services_of
from vestibule.cognito.devices import TrustedDevice
from vestibule.cognito.models import SessionDevice, SignedIn
from vestibule.cognito.user.gateway import UserGateway
from vestibule.errors import AppError

log = structlog.get_logger(__name__)

UNKNOWN_BROWSER = "Browser"


class SessionDevices:
    """For pools that track devices: there, a session cannot be refreshed before its device is confirmed."""

    def __init__(self, request: Request, response: Response) -> None:
        self._name = describe_browser(request.headers.get("user-agent", "")) or UNKNOWN_BROWSER
        self._services = services_of(request)
        self._cookie = TrustedBrowserCookie(request, response)

    def settle(self, session: SignedIn, account: str, *, trust: bool = False) -> None:
        """Confirm the session's device if it is new. With `trust`, it replaces the second factor from now on."""
        if session.device is None:
            return
        user = self._services.cognito.user(SecretStr(session.access_token))
        try:
            device = self._settle(session.device, user, account, trust=trust and self._cookie.enabled)
        except AppError as error:  # the user is signed in, for as long as the access token is valid
            log.warning("devices.not_confirmed", error=error.code)
            return
        if device is not None:
            self._cookie.set(account, session.user.username, device)

    def _settle(self, device: SessionDevice, user: UserGateway, account: str, *, trust: bool) -> TrustedDevice | None:
        """The device to be kept in the cookie, if it is trusted now."""
        if device.group_key is not None:
            confirmed = user.devices.confirm(device, self._name, trust=trust)
            return confirmed if trust else None
        known = self._cookie.find(account) if trust else None
        if known is not None:  # it was trusted before, and Cognito was asked to forget it
            user.devices.remember(known.key, on=True)
        return known

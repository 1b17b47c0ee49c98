"""Rate limits for the client that sends the request."""

from contextlib import AbstractContextManager

from vestibule.api.security.client_address import ClientAddress
from vestibule.api.services import ServicesDep
from vestibule.errors import TooManyAttempts, TooManyRequests
from vestibule.limits import Attempt


class Limits:
    """The rate limits, bound to the client address of the request."""

    errors = (TooManyRequests, TooManyAttempts)

    def __init__(self, services: ServicesDep, client_address: ClientAddress) -> None:
        self._limiter = services.limiter
        self._client_address = client_address

    def admit(self, name: str, account: str | None = None) -> None:
        """Count a request. Raises TooManyRequests if it is over the limit."""
        self._limiter.admit(name, address=self._client_address, account=account)

    def allow(self, name: str, account: str) -> bool:
        """Count a side effect of a request, such as a mail. Returns False if it is over the limit."""
        try:
            self.admit(name, account)
        except TooManyRequests:
            return False
        return True

    def attempt(self, name: str, account: str | None = None) -> AbstractContextManager[Attempt]:
        """Guard a guess of a password or code. Raises TooManyAttempts if it is over the limit."""
        return self._limiter.attempt(name, address=self._client_address, account=account)

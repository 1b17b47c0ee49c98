"""Rate limits for the client that sends the request."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from fastapi import Request

from vestibule.api.http.audit_record import audit_event
from vestibule.api.security.client_ip import get_client_ip
from vestibule.api.services import services_of
from vestibule.errors import AppError, TooManyAttempts, TooManyRequests
from vestibule.limits import Attempt


class Limits:
    """The rate limits, bound to the client IP of the request."""

    errors = (TooManyRequests, TooManyAttempts)

    def __init__(self, request: Request) -> None:
        self._audit_event = audit_event(request)
        self._limiter = services_of(request).limiter
        self._client_ip = get_client_ip(request)

    def admit(self, name: str, account: str | None = None, recipients: Collection[str] = ()) -> None:
        """Count a request, which may send messages to `recipients`. Raises TooManyRequests if it is over the limit."""
        self._audit_event.subject = self._audit_event.subject or account
        self._limiter.admit(name, client_ip=self._client_ip, account=account, recipients=recipients)

    def allow(self, name: str, account: str) -> bool:
        """Count a side effect of a request, such as a mail. Returns False if it is over the limit."""
        try:
            self.admit(name, account)
        except TooManyRequests:
            return False
        return True

    @contextmanager
    def attempt(self, name: str, account: str | None = None) -> Iterator[Attempt]:
        """Guard a guess of a password or code. Raises TooManyAttempts if it is over the limit."""
        self._audit_event.subject = self._audit_event.subject or account
        try:
            with self._limiter.attempt(name, client_ip=self._client_ip, account=account) as attempt:
                yield attempt
        except AppError as error:
            self._audit_event.fail(error.code)  # the endpoint may catch it
            raise

"""EndpointCall: a request to an endpoint that is called directly, with real services except for Cognito and mails."""

import asyncio
import dataclasses
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from fastapi import BackgroundTasks, Request, Response
from pydantic import SecretStr

from tests.apps import settings_for
from tests.cognito_calls import CognitoCalls
from tests.servers import Clock
from tests.unit.tokens.forge import NOW
from vestibule.api.services import STATE_KEY
from vestibule.cognito.models import AccountProfile, SignedIn, SignedInUser
from vestibule.cognito.transport.client import AwsSessions
from vestibule.limits import Attempt
from vestibule.mail.mail import Mail
from vestibule.services import Services, build_services
from vestibule.tokens.claims import AccessClaims

SESSIONS = AwsSessions()
OWN_CALLS = ("app.for_client", "user")
PROFILE = AccountProfile(sub="alice", username="alice", email="alice@example.com", email_verified=True)

OWNER = AccessClaims("alice", "name", "client", frozenset(), (), NOW, NOW, NOW + 3600, "jti", "here")
"""The claims of alice's token."""


class EndpointCall:
    """The request, what the endpoint gets, and what it causes: calls of Cognito, mails, records and revocations."""

    enabled = True

    def __init__(
        self,
        answers: Mapping[str, Any] | None = None,
        *,
        now: float,
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        settings: Mapping[str, Any] | None = None,
        **services: Any,
    ) -> None:
        self.cognito: CognitoCalls
        usual = {"app.for_client": lambda *_: self.cognito.at("app"), "user": lambda _: self.cognito.at("user")}
        self.clock = Clock(now)
        self.sent: list[Mail] = []
        built: Any = build_services(
            settings_for("http://127.0.0.1:9", **settings or {}), clock=self.clock, sessions=SESSIONS
        )
        self.cognito = CognitoCalls(
            {"user.profile.read": PROFILE, **usual, **(answers or {})},
            members={"cipher": built.cognito.cipher, **(members or {})},
        )
        replaced: Any = {"cognito": self.cognito.at(), "mailer": self, **services}
        self.services: Services = dataclasses.replace(built, **replaced)
        sent_headers = {"authorization": "Bearer token", **(headers or {})}
        self.request = Request(
            {
                "type": "http",
                "method": "POST",
                "path": "/api/auth/x",
                "route": SimpleNamespace(path="/api/auth/x"),
                "query_string": b"",
                "client": ("192.0.2.1", 4711),
                "headers": [(name.encode(), value.encode()) for name, value in sent_headers.items()],
                "state": {STATE_KEY: self.services},
                "starlette.exception_handlers": ({}, {}),
            }
        )
        self.response = Response()
        self.background = BackgroundTasks()

    def send(self, mail: Mail) -> None:
        """Take a mail in place of the mailer."""
        self.sent.append(mail)

    @property
    def mails(self) -> list[tuple[str, ...]]:
        """The mails so far: name, recipient, details."""
        asyncio.run(self.background())
        self.background.tasks.clear()
        return [(mail.name, mail.recipient.email, *mail.details.values()) for mail in self.sent]

    @property
    def calls(self) -> list[tuple[str, tuple[Any, ...]]]:
        """The calls of Cognito."""
        reads = (*OWN_CALLS, "user.profile.read")
        return [(name, arguments) for name, arguments in self.cognito.calls if name not in reads]

    @property
    def names(self) -> list[str]:
        """The names of the calls of Cognito."""
        return [name for name, _ in self.calls]


def session_of(sub: str, access_token: str, *, email: str | None = None, refresh_token: str = "refresh") -> SignedIn:
    """A session that has begun."""
    return SignedIn(
        access_token=access_token,
        id_token="id",
        expires_in=3600,
        refresh_token=SecretStr(refresh_token),
        user=SignedInUser(sub=sub, username=f"{sub}-name", email=email),
    )


class NotedLimits:
    """In place of the rate limits: their names and accounts, `+` before those of attempts."""

    def __init__(self) -> None:
        self.noted: list[tuple[object, ...]] = []
        self.last = Attempt()

    def admit(self, name: str, account: str | None = None, recipients: Collection[str] = ()) -> None:
        """Note a request."""
        self.noted.append((name, account, *recipients))

    @contextmanager
    def attempt(self, name: str, account: str | None = None) -> Iterator[Attempt]:
        """Note an attempt."""
        self.noted.append((f"+{name}", account))
        yield self.last

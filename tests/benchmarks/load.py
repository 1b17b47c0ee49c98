"""Mixed traffic of many users for a fixed time, in which no request may fail or get no response."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import httpx

from tests.benchmarks.accounts import PASSWORD, Site

CONNECTIONS = 200
FIRST_SIGN_INS_SECONDS = 25
"""Signing in all users at the same time would only measure local Cognito's queue."""


@dataclass(frozen=True)
class LoadFigures:
    """The responses; memory of the API in MB, after all users had signed in and at the end."""

    connections: int
    seconds: float
    answers: int
    by_kind_and_status: Mapping[str, int]
    server_errors: int
    lost: int
    resident_mb_early: float
    resident_mb_late: float


@dataclass
class Visitor:
    """A user with their own connection, who sends one request after another."""

    client: httpx.AsyncClient
    email: str
    seen: Counter[str]
    token: str = "none"

    async def sign_in(self) -> None:
        """Begin a session; the client keeps the cookie."""
        body = {"email": self.email, "password": PASSWORD}
        self._take(await self._ask("sign-in", "POST", "/api/auth/sign-in", json=body))

    async def auth_test(self) -> None:
        """Ask for the protected resource."""
        await self._ask("auth_test", "GET", "/api/auth_test", headers={"Authorization": f"Bearer {self.token}"})

    async def me(self) -> None:
        """Read the profile."""
        await self._ask("me", "GET", "/api/me", headers={"Authorization": f"Bearer {self.token}"})

    async def bad_token(self) -> None:
        """Send a token with an invalid signature."""
        forged = f"Bearer {self.token[:-8]}AAAAAAAA"
        await self._ask("bad token", "GET", "/api/auth_test", headers={"Authorization": forged})

    async def refresh(self) -> None:
        """Refresh the tokens."""
        self._take(await self._ask("refresh", "POST", "/api/auth/refresh"))

    def _take(self, answer: httpx.Response) -> None:
        """Use the new token, if there is one; a refusal is counted already."""
        if answer.is_success:
            self.token = answer.json()["access_token"]

    async def _ask(self, kind: str, method: str, path: str, **options: object) -> httpx.Response:
        try:
            answer = await self.client.request(method, path, **options)
        except httpx.TransportError as error:
            self.seen[f"{kind}: lost ({type(error).__name__})"] += 1
            return httpx.Response(599)
        self.seen[f"{kind}: {answer.status_code}"] += 1
        return answer


ACTS: Mapping[Callable[[Visitor], Awaitable[None]], int] = {
    Visitor.auth_test: 60,
    Visitor.me: 20,
    Visitor.bad_token: 14,
    Visitor.refresh: 4,
    Visitor.sign_in: 2,
}


def measure(place: Site, seconds: float) -> LoadFigures:
    """Sign in all users one after another, then send requests until the time is over."""
    return asyncio.run(_measure(place, seconds))


async def _measure(place: Site, seconds: float) -> LoadFigures:
    seen: Counter[str] = Counter()
    began = time.monotonic()
    everyone = [asyncio.create_task(_visit(place, number, seen, began + seconds)) for number in range(CONNECTIONS)]
    await asyncio.sleep(min(FIRST_SIGN_INS_SECONDS + 5, seconds / 2))
    early = place.api.resident_mb()
    await asyncio.gather(*everyone)
    return LoadFigures(
        connections=CONNECTIONS,
        seconds=time.monotonic() - began,
        answers=sum(seen.values()),
        by_kind_and_status=dict(sorted(seen.items())),
        server_errors=sum(count for kind, count in seen.items() if ": 5" in kind),
        lost=sum(count for kind, count in seen.items() if ": lost" in kind),
        resident_mb_early=early,
        resident_mb_late=place.api.resident_mb(),
    )


async def _visit(place: Site, number: int, seen: Counter[str], until: float) -> None:
    chance = random.Random(number)
    await asyncio.sleep(number / CONNECTIONS * FIRST_SIGN_INS_SECONDS)
    async with httpx.AsyncClient(base_url=place.api.url, timeout=15) as client:
        visitor = Visitor(client, place.emails[number % len(place.emails)], seen)
        await visitor.sign_in()
        while time.monotonic() < until:
            (act,) = chance.choices([*ACTS], [*ACTS.values()])
            await act(visitor)

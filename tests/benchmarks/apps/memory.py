"""The memory of a verifier's cache: prints the bytes that the process uses before and with each number of tokens.

The keys accept every signature, because 100,000 signatures would take minutes; the cache entries are the same.
"""

import asyncio
import base64
import gc
import json
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import cast

from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.verifier import TokenVerifier

ISSUER, CLIENT_ID = "https://issuer.example", "vestibulelocal"
NOW = int(time.time())


class AcceptsEverySignature:
    """In place of the keys."""

    generation = 0
    next_refresh_at = float("inf")

    def known(self, _kid: str) -> "AcceptsEverySignature":
        """One key for all."""
        return self

    def verify(self, _message: bytes, _signature: bytes) -> bool:
        """Accept every signature."""
        return True


def segment(members: dict[str, object]) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(json.dumps(members).encode()).decode().rstrip("=")


def token(number: int) -> bytes:
    """A token with what Cognito's have, of a user of its own."""
    ids = {name: f"{number:08x}-7061-4045-9e4a-{name[:4]}0f6f3b2a" for name in ("sub", "jti", "origin_jti", "event_id")}
    times = {"auth_time": NOW, "iat": NOW, "exp": NOW + 3600}
    fixed = {"iss": ISSUER, "client_id": CLIENT_ID, "token_use": "access", "scope": "aws.cognito.signin.user.admin"}
    payload = {**ids, **fixed, **times, "username": ids["sub"], "cognito:groups": ["admins"]}
    return f"{segment({'kid': 'key', 'alg': 'RS256'})}.{segment(payload)}.AAAA".encode()


def resident() -> int:
    """Bytes."""
    gc.collect()
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


async def main(counts: list[int]) -> None:
    """Print the bytes at each count of tokens."""
    verifier = TokenVerifier(
        cast("JwksCache", AcceptsEverySignature()), issuer=ISSUER, client_ids=[CLIENT_ID], cache_size=max(counts)
    )
    await verifier.verify_access(token(0))
    held = [resident()]
    for first, last in pairwise([1, *counts]):
        for number in range(first, last):
            await verifier.verify_access(token(number))
        held.append(resident())
    print(json.dumps(held))  # noqa: T201  it is how it answers


asyncio.run(main([int(count) for count in sys.argv[1:]]))

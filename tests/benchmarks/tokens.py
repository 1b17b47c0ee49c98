"""What it costs to verify a token, cold and remembered, as ratios to one raw RSA verification of the same token."""

import asyncio
import base64
import gc
import statistics
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.unit.tokens.forge import CLIENT_ID, ISSUER, NOW, key_set, pool_key, token, user_claims
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.verifier import TokenVerifier

TOKENS = 300
ROUNDS = 5


@dataclass(frozen=True)
class TokenFigures:
    """Medians; the ratios are to `raw_microseconds`, which is what cryptography takes for RSA-2048 alone."""

    raw_microseconds: float
    cold: float
    remembered: float
    megabytes_per_10_000: float


def measure() -> TokenFigures:
    """Measure in turns: raw, cold, remembered, with the next token; then again with a new verifier."""
    return asyncio.run(_measure())


async def _measure() -> TokenFigures:
    tokens = [_token(n) for n in range(TOKENS)]
    key = pool_key().private.public_key()
    raw, cold, remembered = [], [], []
    for _ in range(ROUNDS):
        verifier = await _verifier()
        for text in tokens:
            raw.append(_timed(_raw_verification(key, text)))
            cold.append(await _awaited(verifier.verify_access, text))
            remembered.append(await _awaited(verifier.verify_access, text))
    unit = statistics.median(raw)
    return TokenFigures(
        raw_microseconds=unit / 1000,
        cold=statistics.median(cold) / unit,
        remembered=statistics.median(remembered) / unit,
        megabytes_per_10_000=await _memory(tokens) * 10_000 / TOKENS / 1e6,
    )


async def _verifier() -> TokenVerifier:
    """With the keys fetched, and the path warm."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=key_set(pool_key())))
    jwks = JwksCache("http://127.0.0.1/keys", transport=transport, clock=lambda: NOW)
    verifier = TokenVerifier(jwks, issuer=ISSUER, client_ids=[CLIENT_ID], clock=lambda: NOW)
    await verifier.verify_access(token())
    await jwks.aclose()
    return verifier


def _token(number: int) -> str:
    """A token of its own user, as Cognito's are."""
    sub, ids = f"c4f8a4b8-7061-7045-9e4a-{number:012}", f"4000-8000-{number:012}"
    distinct = {name: f"{name[:4]}0000-0000-{ids}" for name in ("jti", "origin_jti", "event_id")}
    return token(user_claims({"sub": sub, "username": sub, **distinct}))


def _raw_verification(key: rsa.RSAPublicKey, text: str) -> Callable[[], None]:
    message, _, segment = text.rpartition(".")
    signature = base64.urlsafe_b64decode(segment + "==")
    octets = message.encode()
    return lambda: key.verify(signature, octets, padding.PKCS1v15(), hashes.SHA256())


def _timed(call: Callable[[], None]) -> int:
    begun = time.perf_counter_ns()
    call()
    return time.perf_counter_ns() - begun


async def _awaited(verify: Callable[[str], Awaitable[object]], text: str) -> int:
    begun = time.perf_counter_ns()
    await verify(text)
    return time.perf_counter_ns() - begun


async def _memory(tokens: list[str]) -> float:
    """Bytes that a verifier keeps for these tokens."""
    verifier = await _verifier()
    gc.collect()
    tracemalloc.start()
    for text in tokens:
        await verifier.verify_access(text)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept


if __name__ == "__main__":
    print(measure())  # noqa: T201 -- it is a command

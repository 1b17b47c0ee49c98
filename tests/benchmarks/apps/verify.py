"""The time of a verification with our verifier: `cold` without the token in the cache, `seen` with it."""

import os

from rounds import serve_async, tokens

from vestibule.services import build_services
from vestibule.settings import load_settings
from vestibule.tokens.verifier import TokenVerifier

MEMORY = {"cold": 1, "seen": 10_000}
"""The size of the cache: with a size of one, the next token is never cached."""

settings = load_settings()
services = build_services(settings)
verifier = TokenVerifier(
    services.verifiers.own_jwks,
    issuer=settings.cognito_issuer,
    client_ids=settings.cognito_client_id,
    cache_size=MEMORY[os.environ["TOKENS_ARE"]],
    is_revoked=services.revocations.is_revoked,
)

serve_async(verifier.verify_access, [token.encode() for token in tokens()])

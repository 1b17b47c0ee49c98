"""What a verification costs with our verifier: `cold` has never seen the token, `seen` has."""

import os

from rounds import serve_async, tokens

from vestibule.services import build_services
from vestibule.settings import load_settings
from vestibule.tokens.verifier import TokenVerifier

MEMORY = {"cold": 1, "seen": 10_000}
"""How many tokens are remembered: a memory of one never knows the next."""

settings = load_settings()
services = build_services(settings)
verifier = TokenVerifier(
    services.jwks,
    issuer=settings.cognito_issuer,
    client_ids=settings.cognito_client_id,
    cache_size=MEMORY[os.environ["TOKENS_ARE"]],
    is_revoked=services.revocations.is_revoked,
)

serve_async(verifier.verify_access, [token.encode() for token in tokens()])

"""Verifiers: who decides about tokens, built once from the settings, and the keys that they share."""

from collections.abc import Callable
from dataclasses import dataclass

from vestibule.settings import Settings
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.id_verifier import IdTokenVerifier
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.key_endpoint import KeyEndpoint
from vestibule.tokens.pool_verifiers import AccessVerifier, PoolVerifiers
from vestibule.tokens.verifier import TokenVerifier


@dataclass(frozen=True)
class Verifiers:
    """Verify access tokens of every trusted pool (`access`) or of our own only (`own`), and ID tokens of our own.

    `jwks` are the keys of each pool, our own first.
    """

    access: AccessVerifier
    own: TokenVerifier
    id_token: IdTokenVerifier
    jwks: tuple[JwksCache, ...]

    @property
    def own_jwks(self) -> JwksCache:
        """The keys of our own pool."""
        return self.jwks[0]

    def fetch_keys_soon(self) -> None:
        """Start to fetch the keys of every pool, without waiting."""
        for jwks in self.jwks:
            jwks.refresh_soon()

    async def aclose(self) -> None:
        """Stop background work."""
        for jwks in self.jwks:
            await jwks.aclose()


def build_verifiers(
    settings: Settings, *, is_revoked: Callable[[AccessClaims], bool], clock: Callable[[], float]
) -> Verifiers:
    """Build a verifier for each trusted pool. Nothing is contacted yet."""
    own, *others = [
        TokenVerifier(
            JwksCache(
                KeyEndpoint(pool.jwks_url, proxy=settings.proxy_for(pool.jwks_url), ca_bundle=settings.ca_bundle),
                ttl=settings.jwks_ttl_seconds,
                clock=clock,
            ),
            issuer=pool.issuer,
            client_ids=pool.client_ids,
            audience=settings.resource_url,
            leeway=settings.token_leeway_seconds,
            is_revoked=is_revoked,
            clock=clock,
        )
        for pool in settings.trusted_pools
    ]
    return Verifiers(
        access=PoolVerifiers([own, *others]) if others else own,
        own=own,
        id_token=IdTokenVerifier(own, client_id=settings.client_id, clock=clock),
        jwks=tuple(verifier.jwks for verifier in (own, *others)),
    )

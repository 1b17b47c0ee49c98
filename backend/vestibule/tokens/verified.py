"""Tokens that were verified before, so that a client's next request costs a digest and not a signature."""

from cachetools import LRUCache

from vestibule.tokens.claims import AccessClaims


class VerifiedTokens:
    """The claims of the `size` tokens used last, by the token's digest: a text in memory could be stolen.

    Only good tokens get in. Whoever asks looks at `expires_at`; `generation` is the key set's (see JwksCache): all is
    forgotten when it changes.
    """

    __slots__ = ("_claims", "_generation")

    def __init__(self, size: int) -> None:
        self._claims: LRUCache[bytes, AccessClaims] = LRUCache(size)
        self._generation = 0

    def get(self, digest: bytes, generation: int) -> AccessClaims | None:
        """What the token said when it was verified, if it was with the keys of now."""
        if generation != self._generation:
            self._claims.clear()
            self._generation = generation
        try:
            return self._claims[digest]
        except KeyError:
            return None

    def add(self, digest: bytes, claims: AccessClaims) -> None:
        """Remember a token that was just verified, after `get` had not known it."""
        self._claims[digest] = claims

    def forget(self, digest: bytes) -> None:
        """Make room: the token has expired."""
        self._claims.pop(digest, None)

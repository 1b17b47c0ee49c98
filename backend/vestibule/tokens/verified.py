"""Tokens that were verified before, so that a client's next request costs a digest and not a signature."""

from collections import OrderedDict

from vestibule.tokens.claims import AccessClaims


class VerifiedTokens:
    """The claims of the `size` tokens used last, by the token's digest: a text in memory could be stolen.

    Only good tokens get in. Whoever asks looks at `expires_at`; `generation` is the key set's (see JwksCache): all is
    forgotten when it changes. An OrderedDict, since cachetools' LRUCache takes four times as long to find nothing.
    """

    __slots__ = ("_claims", "_generation", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._claims: OrderedDict[bytes, AccessClaims] = OrderedDict()
        self._generation = 0

    def get(self, digest: bytes, generation: int) -> AccessClaims | None:
        """What the token said when it was verified, if it was with the keys of now."""
        if generation != self._generation:
            self._claims.clear()
            self._generation = generation
        claims = self._claims.get(digest)
        if claims is not None:
            self._claims.move_to_end(digest)
        return claims

    def add(self, digest: bytes, claims: AccessClaims) -> None:
        """Remember a token that was just verified."""
        self._claims[digest] = claims
        if len(self._claims) > self._size:
            self._claims.popitem(last=False)

    def forget(self, digest: bytes) -> None:
        """Make room: the token has expired."""
        self._claims.pop(digest, None)

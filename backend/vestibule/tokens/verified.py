"""Tokens that were verified before, so that a client's next request costs a digest and not a signature."""

from collections import OrderedDict

from vestibule.tokens.claims import AccessClaims


class VerifiedTokens(OrderedDict[bytes, AccessClaims]):
    """The claims of the `size` tokens used last, by the token's digest: a text in memory could be stolen.

    Only good tokens get in; whoever looks one up moves it to the end. An OrderedDict, since cachetools' LRUCache takes
    four times as long to find nothing.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def remember(self, digest: bytes, claims: AccessClaims) -> None:
        """Add a token that was just verified, in place of the one that was used longest ago."""
        self[digest] = claims
        if len(self) > self._size:
            self.popitem(last=False)

"""The signed envelope of a token: a JWS in compact serialization (RFC 7515), of which Cognito needs a small part."""

from vestibule.errors import TokenInvalid
from vestibule.tokens import base64url
from vestibule.tokens.key_set import ALGORITHM, VerificationKey
from vestibule.tokens.strict_json import NotStrictJson, parse_object

MOST_BYTES = 16 * 1024

_REFUSED_PARAMETERS = frozenset({"crit", "enc", "zip", "jwk", "jku", "x5u", "x5c"})
"""`crit` demands an extension, and we have none; the others bring a key of the sender's, or make it a JWE."""


class CompactJws:
    """The three segments of a token, none of them decoded yet."""

    __slots__ = ("_payload", "_signature", "_signing_input", "header")

    def __init__(self, token: bytes) -> None:
        if token.count(b".") != 2:
            raise TokenInvalid("It must have three segments.")
        self._signing_input, _, self._signature = token.rpartition(b".")
        self.header, _, self._payload = self._signing_input.partition(b".")

    def read_kid(self) -> str:
        """The name of the key, once the header asks for nothing that is refused."""
        header = _parse(self.header)
        if header.get("alg") != ALGORITHM:
            raise TokenInvalid(f"It must be signed with {ALGORITHM}.")
        if not _REFUSED_PARAMETERS.isdisjoint(header) or header.get("b64", True) is not True:
            raise TokenInvalid("Its header asks for what is not supported.")
        kid = header.get("kid")
        if not isinstance(kid, str) or not kid:
            raise TokenInvalid("Its header must name a key.")
        if not isinstance(header.get("typ", ""), str):
            raise TokenInvalid("Its header has a type that is no string.")
        return kid

    def read_payload(self, key: VerificationKey) -> dict[str, object]:
        """The payload, which is not looked at before the signature was verified."""
        try:
            signature = base64url.decode(self._signature)
        except ValueError as error:
            raise TokenInvalid("Its signature is not base64url.") from error
        if not key.verify(self._signing_input, signature):
            raise TokenInvalid("Its signature does not match.")
        return _parse(self._payload)


def to_bytes(token: str) -> bytes:
    """The token's octets; no token is longer than `MOST_BYTES`, or other than ASCII."""
    if len(token) > MOST_BYTES:
        raise TokenInvalid("It is too long.")
    try:
        return token.encode("ascii")
    except UnicodeEncodeError:
        raise TokenInvalid("It must be ASCII.") from None


def _parse(segment: bytes) -> dict[str, object]:
    try:
        return parse_object(base64url.decode(segment))
    except NotStrictJson as error:
        raise TokenInvalid("It holds what is not JSON that can be read in one way only.") from error
    except ValueError as error:
        raise TokenInvalid("A segment is not base64url.") from error

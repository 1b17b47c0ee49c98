"""The signed envelope of a token: a JWS in compact serialization (RFC 7515), as far as Cognito uses it."""

from vestibule.errors import TokenInvalid
from vestibule.strict_json import parse_object
from vestibule.tokens.base64url import decode, decode_quoted, is_not_canonical
from vestibule.tokens.key_set import ALGORITHM, VerificationKey

MAX_TOKEN_BYTES = 16 * 1024

_REFUSED_PARAMETERS = frozenset({"crit", "enc", "zip", "jwk", "jku", "x5u", "x5c"})
"""`crit` requires an extension, and none is supported; the others embed a key of the sender, or make it a JWE."""

_DOT = ord(".")

Envelope = tuple[bytes, bytes, bytes, bytes]
"""Header, payload and signature, all still encoded, and the signing input."""


def split(token: bytes) -> Envelope:
    """Split a token of at most MAX_TOKEN_BYTES into its three segments."""
    if len(token) > MAX_TOKEN_BYTES:
        raise TokenInvalid("It is too long.")
    signing_input, _, signature = token.rpartition(b".")
    header, dot, payload = signing_input.partition(b".")
    if not dot or _DOT in payload:
        raise TokenInvalid("It must have three segments.")
    if is_not_canonical(token):
        raise TokenInvalid("A segment is not canonical base64url.")
    return header, payload, signature, signing_input


def read_kid(segment: bytes) -> str:
    """Return the key id of a header that has no refused parameter."""
    try:
        header = parse_object(decode(segment))
    except ValueError:
        raise TokenInvalid("Its header is not base64url of unambiguous JSON.") from None
    if header.get("alg") != ALGORITHM:
        raise TokenInvalid(f"It must be signed with {ALGORITHM}.")
    if not _REFUSED_PARAMETERS.isdisjoint(header) or header.get("b64", True) is not True:
        raise TokenInvalid("Its header has a parameter that is not supported.")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise TokenInvalid("Its header must name a key.")
    if not isinstance(header.get("typ", ""), str):
        raise TokenInvalid("Its header has a typ that is not a string.")
    return kid


def open_payload(envelope: Envelope, key: VerificationKey) -> bytes:
    """Verify the signature, then decode the payload."""
    _, payload, signature, signing_input = envelope
    try:
        if not key.verify(signing_input, decode_quoted(b'"' + signature + b'"')):
            raise TokenInvalid("Its signature does not match.")
        octets: bytes = decode_quoted(b'"' + payload + b'"')
    except ValueError:
        raise TokenInvalid("A segment is not canonical base64url.") from None
    return octets

"""The signed envelope of a token: a JWS in compact serialization (RFC 7515), of which Cognito needs a small part."""

from vestibule.errors import TokenInvalid
from vestibule.strict_json import parse_object
from vestibule.tokens.base64url import decode, decode_quoted, has_other_spellings
from vestibule.tokens.key_set import ALGORITHM, VerificationKey

MOST_BYTES = 16 * 1024

_REFUSED_PARAMETERS = frozenset({"crit", "enc", "zip", "jwk", "jku", "x5u", "x5c"})
"""`crit` demands an extension, and we have none; the others bring a key of the sender's, or make it a JWE."""

_DOT = ord(".")

Envelope = tuple[bytes, bytes, bytes, bytes]
"""Header, payload and signature, none of them decoded yet, and what was signed."""


def split(token: bytes) -> Envelope:
    """The three segments of a token; none is longer than `MOST_BYTES`."""
    if len(token) > MOST_BYTES:
        raise TokenInvalid("It is too long.")
    signing_input, _, signature = token.rpartition(b".")
    header, dot, payload = signing_input.partition(b".")
    if not dot or _DOT in payload:
        raise TokenInvalid("It must have three segments.")
    if has_other_spellings(token):
        raise TokenInvalid("A segment is not canonical base64url.")
    return header, payload, signature, signing_input


def read_kid(segment: bytes) -> str:
    """The name of the key, once the header asks for nothing that is refused."""
    try:
        header = parse_object(decode(segment))
    except ValueError:
        raise TokenInvalid("Its header is not base64url of JSON that can be read in one way only.") from None
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


def open_payload(envelope: Envelope, key: VerificationKey) -> bytes:
    """The payload, which is not looked at before the signature was verified."""
    _, payload, signature, signing_input = envelope
    try:
        if not key.verify(signing_input, decode_quoted(b'"' + signature + b'"')):
            raise TokenInvalid("Its signature does not match.")
        octets: bytes = decode_quoted(b'"' + payload + b'"')
    except ValueError:
        raise TokenInvalid("A segment is not canonical base64url.") from None
    return octets

"""The time of RSA alone: cryptography verifies the signature, and nothing else is checked."""

import base64
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from rounds import serve


def octets(segment: str) -> bytes:
    """The bytes of a segment."""
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


jwk = json.loads(Path(sys.argv[2]).read_text())["keys"][0]
numbers = rsa.RSAPublicNumbers(*(int.from_bytes(octets(jwk[name]), "big") for name in "en"))
key = numbers.public_key()
parts = {}
for token in Path(sys.argv[1]).read_text().split():
    message, _, signature = token.rpartition(".")
    parts[token] = octets(signature), message.encode()


def verify(token: str) -> None:
    """Verify only the signature, which was decoded in advance."""
    signature, message = parts[token]
    key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())


serve(verify)

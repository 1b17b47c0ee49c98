"""A pool's certificate for SAML: self-signed, and the same each time."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from local_cognito.crypto.keys import Key

VALIDITY = timedelta(days=3650)


def create(pool_id: str, key: Key, created: float) -> str:
    """The certificate of a pool that was created at `created`, as base64 of DER without header and footer."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, pool_id)])
    begins = datetime.fromtimestamp(int(created), UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.private.public_key())
        .serial_number(int.from_bytes(sha256(pool_id.encode()).digest()[:16]))
        .not_valid_before(begins)
        .not_valid_after(begins + VALIDITY)
        .sign(key.private, hashes.SHA256())
    )
    lines = certificate.public_bytes(Encoding.PEM).decode().splitlines()
    return "".join(lines[1:-1])

"""What responses show of a user who does not exist: the same at every request, and different for every name."""

from __future__ import annotations

import hmac
import uuid
from typing import TYPE_CHECKING

from local_cognito.crypto import srp
from local_cognito.crypto.passwords import srp_realm

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool


def username(secret: bytes, pool: Pool, name: str) -> str:
    """The real username: a UUID where addresses sign in, else the name itself."""
    if not pool.username_attributes:
        return name
    digest = hmac.digest(secret, f"username:{pool.id}:{pool.key(name)}".encode(), "sha256")
    return str(uuid.UUID(bytes=digest[:16], version=4))


def srp_verifier(secret: bytes, pool: Pool, name: str) -> srp.Verifier:
    """The SRP verifier of no password."""
    return srp.decoy_verifier(secret, srp_realm(pool.id), pool.key(name))

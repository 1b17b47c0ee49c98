"""Rate limits: per address and per account, in memory or shared by replicas."""

from vestibule.limits.address import client_address, is_trusted, network_of, real_peer
from vestibule.limits.keys import one_spelling
from vestibule.limits.limiter import Attempt, Limiter
from vestibule.limits.storage import Counters, open_storage
from vestibule.limits.table import LIMITS, Limit

__all__ = [
    "LIMITS",
    "Attempt",
    "Counters",
    "Limit",
    "Limiter",
    "client_address",
    "is_trusted",
    "network_of",
    "one_spelling",
    "open_storage",
    "real_peer",
]

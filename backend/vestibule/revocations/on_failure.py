"""What may happen while the shared store is away."""

from enum import StrEnum


class OnFailure(StrEnum):
    """What a write does while the shared store is away."""

    OPEN = "open"
    """Succeeds here at once, and is sent to the others when the store is back."""

    CLOSED = "closed"
    """The same, but tells the caller by StoreUnavailable that the others do not know yet."""

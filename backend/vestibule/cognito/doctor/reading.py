"""Translates errors while a fact is read: the reason, in words for the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

from vestibule.cognito.doctor.fault import NotRead
from vestibule.cognito.transport.aws import CallFailed

MAX_REASON_LENGTH = 300
NOT_FOUND = frozenset(
    {
        "ResourceNotFoundException",
        "NotFoundException",
        "NoSuchEntity",
        "WAFNonexistentItemException",
    }
)
WITHOUT_CREDENTIALS = frozenset({"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"})


class NotFound(NotRead):
    """What was to be read does not exist."""


@contextmanager
def reading() -> Iterator[None]:
    """Raise NotRead with the reason if a call fails, and NotFound if what it reads does not exist."""
    try:
        yield
    except CallFailed as error:
        if error.code in WITHOUT_CREDENTIALS:
            raise NotRead(f"{error.operation} needs AWS credentials") from error
        kind = NotFound if error.code in NOT_FOUND else NotRead
        raise kind(str(error)[:MAX_REASON_LENGTH]) from error
    except NotImplementedError as error:  # an emulator lacks the operation
        raise NotRead(str(error)[:MAX_REASON_LENGTH]) from error

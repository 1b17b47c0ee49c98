"""Conversion of another system's export to a file of users."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from vestibule.cognito.bulk_users.convert import auth0, django, firebase, keycloak, supabase
from vestibule.cognito.bulk_users.convert.foreign_user import ForeignUser
from vestibule.cognito.bulk_users.files import JsonLinesWriter
from vestibule.cognito.bulk_users.record import InvalidUserFile

PRIVATE = 0o600


class System(StrEnum):
    """A system whose exports can be converted."""

    AUTH0 = "auth0"
    DJANGO = "django"
    FIREBASE = "firebase"
    KEYCLOAK = "keycloak"
    SUPABASE = "supabase"


READERS: Mapping[System, Callable[[list[Path]], Iterator[ForeignUser]]] = {
    System.AUTH0: auth0.read,
    System.DJANGO: django.read,
    System.FIREBASE: firebase.read,
    System.KEYCLOAK: keycloak.read,
    System.SUPABASE: supabase.read,
}


@dataclass
class Conversion:
    """What a conversion found. `lost_hashes` counts those that Cognito cannot import, by their format."""

    users: int = 0
    hashes: int = 0
    unverified: int = 0
    lost_hashes: Counter[str] = field(default_factory=Counter)


def convert(
    system: System,
    sources: list[Path],
    target: Path,
    *,
    assume_verified: bool,
    id_attribute: str,
    on_user: Callable[[int], None],
) -> Conversion:
    """Write a file of JSON Lines. `on_user` gets the number of users in it. Raises InvalidUserFile, or OSError."""
    done, lines = Conversion(), JsonLinesWriter()
    part = target.with_name(f"{target.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "w", encoding="utf-8") as file:
        for user in _read(system, sources):
            record = user.record(assume_verified=assume_verified, id_attribute=id_attribute)
            file.write(lines.line(record))
            done.users += 1
            done.hashes += user.has_importable_hash
            done.unverified += record.status == "UNCONFIRMED"
            if not user.has_importable_hash and (user.password_format or user.password_hash):
                done.lost_hashes[user.password_format or "unknown"] += 1
            on_user(done.users)
    part.replace(target)
    return done


def _read(system: System, sources: list[Path]) -> Iterator[ForeignUser]:
    """The users. An export of another form has other members, or other types."""
    try:
        yield from READERS[system](sources)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        # The text of other errors could quote values.
        reason = f"it lacks {error}" if isinstance(error, KeyError) else type(error).__name__
        raise InvalidUserFile(0, f"This is not an export of {system}: {reason}") from None

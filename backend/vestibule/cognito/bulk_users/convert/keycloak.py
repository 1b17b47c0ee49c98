"""Keycloak: `kc.sh export --realm <realm> --users same_file`, which has the credentials."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vestibule.cognito.bulk_users.convert.documents import Row, rows
from vestibule.cognito.bulk_users.convert.foreign_user import ForeignUser, without_padding

SERVICE_ACCOUNT = "serviceAccountClientId"


def read(paths: list[Path]) -> Iterator[ForeignUser]:
    """The users of the realm, without service accounts."""
    for row in rows(paths, "users"):
        if SERVICE_ACCOUNT not in row:
            yield _user(row)


def _user(row: Row) -> ForeignUser:
    given_name, family_name = str(row.get("firstName") or ""), str(row.get("lastName") or "")
    own = {name: values[0] for name, values in (row.get("attributes") or {}).items() if values}
    user = ForeignUser(
        id=str(row.get("id") or row["username"]),
        username=str(row["username"]),
        email=str(row.get("email") or ""),
        email_verified=bool(row.get("emailVerified")),
        phone_number=str(own.get("phoneNumber") or own.get("phone_number") or ""),
        phone_number_verified=str(own.get("phoneNumberVerified", "false")).lower() == "true",
        enabled=bool(row.get("enabled", True)),
        profile={
            "given_name": given_name,
            "family_name": family_name,
            "name": f"{given_name} {family_name}".strip(),
            "locale": str(own.get("locale") or ""),
        },
        # A path such as /staff/editors: the name of a group of Cognito may have slashes.
        groups=[str(path).removeprefix("/") for path in row.get("groups") or ()],
    )
    for identity in row.get("federatedIdentities") or ():
        user.link(str(identity["identityProvider"]), str(identity["userId"]))
    passwords = [entry for entry in row.get("credentials") or () if entry.get("type") == "password"]
    if passwords:
        user.password_hash, user.password_format = to_phc(passwords[0])
    return user


def to_phc(credential: Row) -> tuple[str, str]:
    """The hash as import jobs accept it, or the name of its format if they do not."""
    secret, data = _parsed(credential, "secretData"), _parsed(credential, "credentialData")
    algorithm, iterations = str(data.get("algorithm", "unknown")), data.get("hashIterations")
    salt, value = (without_padding(str(secret.get(name, ""))) for name in ("salt", "value"))
    if algorithm == "pbkdf2-sha256":
        return f"$pbkdf2-sha256$i={iterations}${salt}${value}", ""
    parameters = {name: values[0] for name, values in (data.get("additionalParameters") or {}).items() if values}
    if algorithm == "argon2" and parameters.get("type") == "id" and parameters.get("version") == "1.3":
        costs = f"m={parameters['memory']},t={iterations},p={parameters['parallelism']}"
        return f"$argon2id$v=19${costs}${salt}${value}", ""
    return "", algorithm


def _parsed(credential: Row, name: str) -> dict[str, Any]:
    """A member that is JSON in a string."""
    given = credential.get(name) or "{}"
    document = json.loads(given) if isinstance(given, str) else given
    return document if isinstance(document, dict) else {}

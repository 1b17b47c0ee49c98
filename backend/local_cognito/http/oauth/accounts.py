"""What a pool calls its users by, and what it asks of new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from local_cognito.model.attribute_schema import VERIFIABLE
from local_cognito.model.clients import Client, secret_hash

INPUT_TYPES = {"email": "email", "phone_number": "tel", "birthdate": "date"}


@dataclass(frozen=True)
class Field:
    """An input. `label` is the key of its text, or an attribute's name that has none."""

    name: str
    label: str
    type: str


def username_field(client: Client) -> Field:
    """The input of the username: an address, where addresses are usernames."""
    names = client.pool.username_attributes
    if names == ("email",):
        return Field("username", "email", "email")
    if names == ("phone_number",):
        return Field("username", "phone_number", "tel")
    return Field("username", "address" if names else "username", "text")


def attribute_fields(client: Client) -> list[Field]:
    """The inputs of a sign-up besides username and password: what the pool requires, or sends codes to."""
    pool = client.pool
    required = [name for name, rule in pool.attributes.items() if rule.required]
    asked = dict.fromkeys([*(name for name in VERIFIABLE if name in pool.auto_verified), *required])
    names = [name for name in asked if name not in (*pool.username_attributes, "sub")]
    return [field_of(name) for name in names]


def field_of(attribute: str) -> Field:
    """The input of an attribute, which is a standard one: others are neither required nor verified."""
    return Field(f"attribute:{attribute}", attribute, INPUT_TYPES.get(attribute, "text"))


def attributes_in(form: Mapping[str, str]) -> dict[str, str]:
    """The attributes that were filled in."""
    prefix = "attribute:"
    return {name.removeprefix(prefix): value for name, value in form.items() if name.startswith(prefix) and value}


def caller(client: Client, username: str) -> dict[str, object]:
    """The members by which SignUp, ForgotPassword and the like name client and user."""
    request: dict[str, object] = {"ClientId": client.id, "Username": username}
    if client.secrets:
        request["SecretHash"] = secret_hash(client.id, client.secrets[0].value, username)
    return request

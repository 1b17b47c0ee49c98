"""Checks of user names and attributes."""

import re
from collections.abc import Iterator

from vestibule.cognito.admin.mfa import RECOVERY_CODES
from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.doctor.recipes import to_jq

PRIVILEGES = frozenset(
    {
        *("role", "roles", "admin", "administrator", "superuser", "staff", "group", "groups"),
        *("tenant", "organization", "organisation", "org", "plan", "tier", "subscription"),
        *("permission", "permissions", "scope", "scopes", "rights", "privilege", "privileges"),
        *("entitlement", "entitlements"),
    }
)
CUSTOM = "custom:"


@check(
    16,
    "case-sensitive-names",
    Severity.WARNING,
    effect="Ann@example.com and ann@example.com are two accounts, and users do not find theirs.",
)
def case_sensitive_names(facts: Facts) -> Iterator[Fault]:
    """User names are case-sensitive, which cannot be changed."""
    if facts.pool.get("UsernameConfiguration", {}).get("CaseSensitive", True):
        yield Fault(
            "UsernameConfiguration.CaseSensitive is not false.",
            "Create a pool with CaseSensitive=false and migrate the users (docs/migrating.md).",
        )


@check(
    17,
    "email-alias",
    Severity.WARNING,
    effect="Two people can sign up with one address until one confirms, and an alias can move to another user.",
)
def email_alias(facts: Facts) -> Iterator[Fault]:
    """The e-mail address is an alias, not the user name, which cannot be changed."""
    if "email" in facts.pool.get("AliasAttributes", []):
        yield Fault(
            "AliasAttributes has email.",
            "Create a pool with UsernameAttributes=[email] and migrate the users (docs/migrating.md).",
        )


@check(
    18,
    "writable-privileges",
    Severity.ERROR,
    effect="Users give themselves a role, a plan or another tenant's data.",
)
def writable_privileges(facts: Facts) -> Iterator[Fault]:
    """Users can write an attribute that gives rights."""
    custom = [
        name
        for attribute in facts.pool.get("SchemaAttributes", [])
        if (name := attribute.get("Name", "")).startswith(CUSTOM) and _gives_rights(name)
    ]
    writable = facts.client.get("WriteAttributes", [])
    exposed = [name for name in custom if not writable or name in writable]
    if exposed:
        kept = [name for name in writable if name not in exposed] or ["email", "name"]
        yield Fault(
            f"The app client may write {', '.join(exposed)}"
            f"{'' if writable else ', because WriteAttributes is not set'}.",
            facts.recipes.client(f".WriteAttributes = {to_jq(kept)}"),
        )
    digests = CUSTOM + RECOVERY_CODES
    lists = {"write": ("WriteAttributes", writable), "read": ("ReadAttributes", facts.client.get("ReadAttributes", []))}
    for may, (name, attributes) in lists.items():
        if digests in attributes:
            yield Fault(
                f"The app client may {may} {digests}, the digests of recovery codes.",
                facts.recipes.client(f".{name} -= {to_jq([digests])}"),
            )


def _gives_rights(name: str) -> bool:
    words = re.findall(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*", name.removeprefix(CUSTOM))
    return not PRIVILEGES.isdisjoint(word.lower() for word in words)

"""TargetPool: what an import must know of the pool, and why a user in a file does not fit it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from vestibule.cognito.bulk_users.pace import PacedCalls
from vestibule.cognito.bulk_users.record import NOT_IMPORTED, UserRecord, is_unicode

PAGE_SIZE = 60


@dataclass(frozen=True)
class TargetPool:
    """A pool's attributes, groups and providers.

    `password_length` is the least that its policy accepts. `old_sub_attribute` is the attribute for users' old subs.
    """

    username_attributes: tuple[str, ...]
    attributes: frozenset[str]
    required: frozenset[str]
    auto_verified: tuple[str, ...]
    password_length: int
    groups: frozenset[str]
    providers: frozenset[str] = field(default_factory=frozenset)
    old_sub_attribute: str = ""

    def sign_in_name(self, record: UserRecord) -> str:
        """What the user is created with: an address, where addresses are the usernames; empty if there is none."""
        if not self.username_attributes:
            return record.username
        return next((record.attributes[name] for name in self.username_attributes if name in record.attributes), "")

    def problems(self, record: UserRecord) -> Iterator[str]:
        """Why the user cannot be created in this pool."""
        if not all(map(is_unicode, record.texts())):
            yield "has text that is no Unicode"
        if not self.sign_in_name(record):
            yield f"has no {' or '.join(self.username_attributes) or 'username'}, which the pool signs in by"
        if unknown := self.writable(record).keys() - self.attributes:
            yield f"has attributes that the pool does not have: {', '.join(sorted(unknown))}"
        if missing := self.required - record.attributes.keys():
            yield f"lacks attributes that the pool requires: {', '.join(sorted(missing))}"
        if unknown := set(record.groups) - self.groups:
            yield f"is in groups that the pool does not have: {', '.join(sorted(unknown))}"
        if unknown := {link.provider for link in record.links} - self.providers:
            yield f"is linked to providers that the pool does not have: {', '.join(sorted(unknown))}"

    def writable(self, record: UserRecord) -> dict[str, str]:
        """The attributes that an import sets."""
        given = {name: value for name, value in record.attributes.items() if name not in NOT_IMPORTED}
        old_sub = record.attributes.get("sub")
        return given | {self.old_sub_attribute: old_sub} if self.old_sub_attribute and old_sub else given


def read_target_pool(calls: PacedCalls, old_sub_attribute: str = "") -> TargetPool:
    """Read the pool, its groups and its providers. Raises CallFailed."""
    pool = calls.call("DescribeUserPool")["UserPool"]
    schema = pool["SchemaAttributes"]
    groups = calls.pages("ListGroups", "Groups", Limit=PAGE_SIZE)
    providers = calls.pages("ListIdentityProviders", "Providers", MaxResults=PAGE_SIZE)
    return TargetPool(
        username_attributes=tuple(pool.get("UsernameAttributes", ())),
        attributes=frozenset(entry["Name"] for entry in schema),
        required=frozenset(entry["Name"] for entry in schema if entry.get("Required")) - {"sub"},
        auto_verified=tuple(pool.get("AutoVerifiedAttributes", ())),
        password_length=pool.get("Policies", {}).get("PasswordPolicy", {}).get("MinimumLength", 8),
        groups=frozenset(group["GroupName"] for group in groups),
        providers=frozenset(provider["ProviderName"] for provider in providers),
        old_sub_attribute=old_sub_attribute,
    )

"""What differs between the document that the file asks for and the one that AWS has."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from vestibule.cognito.transport.aws import SECRETS, Document

# AWS leaves a member out, or fills it in, if it has this value.
DEFAULTS: Mapping[str, object] = {
    "UserPoolTier": "ESSENTIALS",
    "DeletionProtection": "INACTIVE",
    "AdvancedSecurityMode": "OFF",
    "EmailSendingAccount": "COGNITO_DEFAULT",
    "AllowedFirstAuthFactors": ["PASSWORD"],
    "TemporaryPasswordValidityDays": 7,
    "PasswordHistorySize": 0,
    "RetryGracePeriodSeconds": 0,
    "AuthSessionValidity": 3,
    "Feature": "DISABLED",
    "UserSessionTracking": "DISABLED",
    "PreventUserExistenceErrors": "LEGACY",
    "IDPSignout": "false",
    "UserVerification": "preferred",
}
WHOLE = frozenset({"LambdaConfig", "AttributeMapping", "RoleMappings", "Roles", "Settings"})
"""Compared as a whole: what the file leaves out is removed."""

Path = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One member that differs. `wanted` None removes it."""

    path: Path
    actual: Any
    wanted: Any

    @property
    def name(self) -> str:
        """The member, as `Policies.PasswordPolicy.MinimumLength`."""
        return ".".join(self.path)

    @property
    def is_secret(self) -> bool:
        """Whether the values must not be shown."""
        return self.path[-1] in SECRETS


def is_empty(value: object) -> bool:
    """Whether AWS treats a member with this value as one that is left out. Zero is a value."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def differences(wanted: Document, actual: Document, path: Path = ()) -> Iterator[Difference]:
    """The members of `wanted` that differ in `actual`. What only `actual` has is not compared."""
    for name, value in wanted.items():
        have = actual.get(name)
        if isinstance(value, dict) and name not in WHOLE:
            yield from differences(value, have or {}, (*path, name))
        elif not _same(name, value, have):
            yield Difference((*path, name), have, value)


def changed(actual: Document, found: list[Difference]) -> Document:
    """The whole document with the differences applied: Update operations reset what they are not given."""
    document = deepcopy(actual)
    for difference in found:
        target = document
        for name in difference.path[:-1]:
            target = target.setdefault(name, {})
        if difference.wanted is None:
            target.pop(difference.path[-1], None)
        else:
            target[difference.path[-1]] = difference.wanted
    return document


def created(wanted: Document) -> Document:
    """A request that creates: without what is empty or a default, because some plans refuse even the default."""
    return changed({}, [*differences(wanted, {})])


def _same(name: str, wanted: object, actual: object) -> bool:
    if actual is None:
        actual = DEFAULTS.get(name)
    if is_empty(wanted) and is_empty(actual):
        return True
    return _comparable(wanted) == _comparable(actual)


def _comparable(value: object) -> object:
    """Lists without their order, which AWS does not keep; maps without empty members."""
    if isinstance(value, list):
        return sorted((_comparable(item) for item in value), key=repr)
    if isinstance(value, dict):
        return {name: _comparable(item) for name, item in sorted(value.items()) if not is_empty(item)}
    return value

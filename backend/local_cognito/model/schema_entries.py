"""Which entries of a schema CreateUserPool and AddCustomAttributes accept."""

import re
from collections.abc import Iterable, Mapping

from local_cognito.errors import InvalidParameterException
from local_cognito.model.attribute_schema import MAX_LENGTH, Description, full_name, standard_types

MAX_CUSTOM_ATTRIBUTES = 50
# Data type: (member with its constraints, names of the bounds, what a bound may look like)
CONSTRAINTS = {
    "String": ("StringAttributeConstraints", ("MinLength", "MaxLength"), re.compile(r"[0-9]{1,9}")),
    "Number": ("NumberAttributeConstraints", ("MinValue", "MaxValue"), re.compile(r"-?[0-9]{1,17}")),
}


def check(entries: Iterable[Description]) -> None:
    """Raise InvalidParameterException unless a new pool can have this schema."""
    standard = standard_types()
    names: set[str] = set()
    for entry in entries:
        name = str(entry.get("Name"))
        if name in standard:
            _check_standard(entry, standard[name])
        else:
            _check_custom(entry)
            name = full_name(entry)
        _add_name(names, name)
    _check_count(names)


def check_additions(entries: Iterable[Description], existing: Iterable[str]) -> None:
    """Raise InvalidParameterException unless these custom attributes can be added to a pool with `existing` names."""
    names = set(existing)
    for entry in entries:
        _check_custom(entry)
        _add_name(names, full_name(entry))
    _check_count(names)


def _add_name(names: set[str], name: str) -> None:
    if name in names:
        raise InvalidParameterException(f"{name}: Existing attribute already has name {name}.")
    names.add(name)


def _check_count(names: Iterable[str]) -> None:
    if sum(":" in name for name in names) > MAX_CUSTOM_ATTRIBUTES:
        raise InvalidParameterException(f"A user pool has at most {MAX_CUSTOM_ATTRIBUTES} custom attributes.")


def _check_standard(entry: Description, data_type: str) -> None:
    name = str(entry["Name"])
    if entry.get("AttributeDataType", data_type) != data_type or entry.get("DeveloperOnlyAttribute"):
        raise InvalidParameterException(
            f"You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute {name}"
        )
    _check_constraints(name, data_type, entry)


def _check_custom(entry: Description) -> None:
    if not entry.get("Name"):
        raise InvalidParameterException("Invalid attribute name.")
    if not entry.get("AttributeDataType"):
        raise InvalidParameterException(
            "Invalid AttributeDataType input, consider using the provided AttributeDataType enum."
        )
    if entry.get("Required"):
        raise InvalidParameterException("Required custom attributes are not supported currently.")
    _check_constraints(full_name(entry), str(entry["AttributeDataType"]), entry)


def _check_constraints(name: str, data_type: str, entry: Description) -> None:
    # Constraints of another type are ignored, but they must be well formed too.
    limits = {kind: _limits(name, kind, entry) for kind in CONSTRAINTS}.get(data_type, [])
    if data_type == "String" and any(int(limit) > MAX_LENGTH for limit in limits):
        raise InvalidParameterException(f"user.{name}: String attributes cannot have a length of more than 2048")
    if len(limits) == 2 and int(limits[0]) > int(limits[1]):
        noun = "length" if data_type == "String" else "value"
        raise InvalidParameterException(f"user.{name}: Max {noun} cannot be less than min {noun}.")


def _limits(name: str, data_type: str, entry: Description) -> list[str]:
    """The bounds in an entry's constraints for this type; raises InvalidParameterException for a malformed one."""
    member, bounds, pattern = CONSTRAINTS[data_type]
    given = entry.get(member) or {}
    limits = [str(given[bound]) for bound in bounds if bound in given] if isinstance(given, Mapping) else []
    if not all(pattern.fullmatch(limit) for limit in limits):
        raise InvalidParameterException(f"Invalid {member} for schema attribute {name}")
    return limits

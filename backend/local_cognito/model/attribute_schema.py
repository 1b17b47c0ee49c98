"""A pool's attribute schema: the standard attributes of OpenID Connect, custom ones, and the values they allow."""

import re
from dataclasses import dataclass

from local_cognito.errors import InvalidParameterException

STANDARD_STRINGS = (
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "gender",
    "zoneinfo",
    "locale",
    "phone_number",
    "address",
)
MAX_LENGTH = 2048
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
PHONE_NUMBER = re.compile(r"\+[0-9]{1,15}")
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?")

VERIFIABLE = ("email", "phone_number")
FLAGS = {f"{name}_verified" for name in VERIFIABLE}

Description = dict[str, object]
# The member of an entry that holds the constraints of a data type.
CONSTRAINTS = {"String": "StringAttributeConstraints", "Number": "NumberAttributeConstraints"}


@dataclass(frozen=True)
class Attribute:
    """The rules of one attribute. `minimum` and `maximum` are lengths of strings, or values of numbers."""

    name: str
    data_type: str
    required: bool
    mutable: bool
    minimum: int | None
    maximum: int | None

    def check(self, value: str) -> None:
        """Raise InvalidParameterException unless the value is allowed."""
        if message := self._type_error(value) or self._size_error(value):
            raise schema_error(self.name, message)

    def _type_error(self, value: str) -> str | None:
        pattern, message = TYPE_RULES.get(self.data_type, TYPE_RULES["String"])
        return None if pattern.fullmatch(value) else message

    def _size_error(self, value: str) -> str | None:
        size = int(value) if self.data_type == "Number" else len(value)
        if self.minimum is not None and size < self.minimum:
            return f"{SIZE_NOUNS.get(self.data_type, 'String')} must be at least {self.minimum}"
        if self.maximum is not None and size > self.maximum:
            return f"{SIZE_NOUNS.get(self.data_type, 'String')} must be at most {self.maximum}"
        return None


SIZE_NOUNS = {"String": "String length", "Number": "Number"}
TYPE_RULES = {
    "String": (re.compile(r"(?s).*"), ""),
    "Number": (re.compile(r"-?\d{1,17}"), "The value is not a number"),
    "Boolean": (re.compile(r"(?i)true|false"), "The value is not a boolean"),
    "DateTime": (DATE_TIME, "The value is not a date and time"),
}


def schema_error(name: str, message: str) -> InvalidParameterException:
    """Cognito's error for an attribute that does not match the schema."""
    return InvalidParameterException(f"Attributes did not conform to the schema: {name}: {message}\n")


def describe(own: list[Description]) -> list[Description]:
    """SchemaAttributes: the standard attributes, as overridden by `own`, and the custom ones in `own`."""
    overridden = {str(entry.get("Name")): entry for entry in own}
    standard = [entry | _overrides(overridden.get(str(entry["Name"]), {})) for entry in _standard()]
    names = {str(entry["Name"]) for entry in standard}
    return standard + [_custom(entry) for name, entry in overridden.items() if name not in names]


def attribute(entry: Description) -> Attribute:
    """The rules in one entry of SchemaAttributes."""
    kind = str(entry["AttributeDataType"])
    bounds = entry.get(CONSTRAINTS.get(kind, "")) or {}
    limits = {name: int(value) for name, value in bounds.items()} if isinstance(bounds, dict) else {}
    return Attribute(
        name=str(entry["Name"]),
        data_type=kind,
        required=bool(entry["Required"]),
        mutable=bool(entry["Mutable"]),
        minimum=limits.get("MinLength", limits.get("MinValue")),
        maximum=limits.get("MaxLength", limits.get("MaxValue", MAX_LENGTH if kind == "String" else None)),
    )


def standard_types() -> dict[str, str]:
    """The data types of the standard attributes, by name."""
    return {str(entry["Name"]): str(entry["AttributeDataType"]) for entry in _standard()}


def full_name(entry: Description) -> str:
    """The name of a custom attribute with its prefix; entries stored by AddCustomAttributes have it already."""
    name = str(entry["Name"])
    prefix = "dev:custom:" if entry.get("DeveloperOnlyAttribute") else "custom:"
    return name if name.startswith(prefix) else f"{prefix}{name}"


def check_format(name: str, value: str) -> None:
    """Raise InvalidParameterException for a malformed e-mail address or phone number."""
    if name == "email" and not EMAIL.fullmatch(value):
        raise InvalidParameterException("Invalid email address format.")
    if name == "phone_number" and not PHONE_NUMBER.fullmatch(value):
        raise InvalidParameterException("Invalid phone number format.")


def _standard() -> list[Description]:
    return [
        _entry("sub", "String", Required=True, Mutable=False, StringAttributeConstraints=_lengths(1, MAX_LENGTH)),
        *(_entry(name, "String", StringAttributeConstraints=_lengths(0, MAX_LENGTH)) for name in STANDARD_STRINGS),
        _entry("birthdate", "String", StringAttributeConstraints=_lengths(10, 10)),
        *(_entry(name, "Boolean") for name in sorted(FLAGS)),
        _entry("updated_at", "Number", NumberAttributeConstraints={"MinValue": "0"}),
    ]


def _custom(given: Description) -> Description:
    kind = str(given["AttributeDataType"])
    own = CONSTRAINTS.get(kind)
    members = {name: value for name, value in given.items() if name != "Name" and _applies(name, own)}
    return _entry(full_name(given), kind, **({own: {}} if own else {})) | members | {"Required": False}


def _applies(member: str, own: str | None) -> bool:
    """Whether a member of an entry is for its data type, whose constraints are in the member `own`."""
    return member == own or member not in CONSTRAINTS.values()


def _overrides(entry: Description) -> Description:
    return {
        name: value for name, value in entry.items() if name in ("Required", "Mutable", "StringAttributeConstraints")
    }


def _entry(name: str, data_type: str, **more: object) -> Description:
    return {
        "Name": name,
        "AttributeDataType": data_type,
        "DeveloperOnlyAttribute": False,
        "Mutable": True,
        "Required": False,
    } | more


def _lengths(minimum: int, maximum: int) -> dict[str, str]:
    return {"MinLength": str(minimum), "MaxLength": str(maximum)}

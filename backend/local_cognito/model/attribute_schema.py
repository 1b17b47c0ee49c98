"""A pool's attributes: the standard ones of OpenID Connect, the pool's own, and what each may hold."""

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
LONGEST = 2048
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
PHONE_NUMBER = re.compile(r"\+[0-9]{1,15}")
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?")

VERIFIABLE = ("email", "phone_number")
FLAGS = {f"{name}_verified" for name in VERIFIABLE}

Description = dict[str, object]


@dataclass(frozen=True)
class Attribute:
    """One attribute of a pool's schema, as far as values are checked by it."""

    name: str
    data_type: str
    required: bool
    mutable: bool
    least: int | None
    most: int | None

    def refuse(self, value: str) -> None:
        """Raise InvalidParameterException unless the value fits."""
        if fault := self._type_fault(value) or self._size_fault(value):
            raise nonconformity(self.name, fault)

    def _type_fault(self, value: str) -> str | None:
        pattern, fault = TYPE_RULES.get(self.data_type, TYPE_RULES["String"])
        return None if pattern.fullmatch(value) else fault

    def _size_fault(self, value: str) -> str | None:
        size = int(value) if self.data_type == "Number" else len(value)
        if self.least is not None and size < self.least:
            return f"{SIZE_NOUNS.get(self.data_type, 'String')} must be at least {self.least}"
        if self.most is not None and size > self.most:
            return f"{SIZE_NOUNS.get(self.data_type, 'String')} must be at most {self.most}"
        return None


SIZE_NOUNS = {"String": "String length", "Number": "Number"}
TYPE_RULES = {
    "String": (re.compile(r"(?s).*"), ""),
    "Number": (re.compile(r"-?\d{1,17}"), "The value is not a number"),
    "Boolean": (re.compile(r"(?i)true|false"), "The value is not a boolean"),
    "DateTime": (DATE_TIME, "The value is not a date and time"),
}


def nonconformity(name: str, fault: str) -> InvalidParameterException:
    """Cognito's words for an attribute at odds with the schema."""
    return InvalidParameterException(f"Attributes did not conform to the schema: {name}: {fault}\n")


def describe(own: list[Description]) -> list[Description]:
    """The whole schema, from what the pool's maker gave of it; in the shape of SchemaAttributes."""
    overridden = {str(entry.get("Name")): entry for entry in own}
    standard = [entry | _given(overridden.get(str(entry["Name"]), {})) for entry in _standard()]
    names = {str(entry["Name"]) for entry in standard}
    return standard + [_custom(entry) for name, entry in overridden.items() if name not in names]


def attribute(entry: Description) -> Attribute:
    """One entry of SchemaAttributes, for checking."""
    kind = str(entry["AttributeDataType"])
    bounds = entry.get("StringAttributeConstraints") or entry.get("NumberAttributeConstraints") or {}
    limits = {name: int(value) for name, value in bounds.items()} if isinstance(bounds, dict) else {}
    return Attribute(
        name=str(entry["Name"]),
        data_type=kind,
        required=bool(entry["Required"]),
        mutable=bool(entry["Mutable"]),
        least=limits.get("MinLength", limits.get("MinValue")),
        most=limits.get("MaxLength", limits.get("MaxValue", LONGEST if kind == "String" else None)),
    )


def check_format(name: str, value: str) -> None:
    """Raise unless an address can be sent to."""
    if name == "email" and not EMAIL.fullmatch(value):
        raise InvalidParameterException("Invalid email address format.")
    if name == "phone_number" and not PHONE_NUMBER.fullmatch(value):
        raise InvalidParameterException("Invalid phone number format.")


def _standard() -> list[Description]:
    return [
        _entry("sub", "String", Required=True, Mutable=False, StringAttributeConstraints=_lengths(1, LONGEST)),
        *(_entry(name, "String", StringAttributeConstraints=_lengths(0, LONGEST)) for name in STANDARD_STRINGS),
        _entry("birthdate", "String", StringAttributeConstraints=_lengths(10, 10)),
        *(_entry(name, "Boolean") for name in sorted(FLAGS)),
        _entry("updated_at", "Number", NumberAttributeConstraints={"MinValue": "0"}),
    ]


def _custom(given: Description) -> Description:
    prefix = "dev:custom:" if given.get("DeveloperOnlyAttribute") else "custom:"
    kind = str(given.get("AttributeDataType", "String"))
    bounds = {"String": "StringAttributeConstraints", "Number": "NumberAttributeConstraints"}.get(kind)
    entry = _entry(f"{prefix}{given['Name']}", kind, **({bounds: {}} if bounds else {}))
    return entry | {name: value for name, value in given.items() if name != "Name"} | {"Required": False}


def _given(entry: Description) -> Description:
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


def _lengths(least: int, most: int) -> dict[str, str]:
    return {"MinLength": str(least), "MaxLength": str(most)}

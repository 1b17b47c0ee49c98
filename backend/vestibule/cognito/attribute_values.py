"""Values of user attributes: brought to the form that Cognito stores, and checked against the pool's schema.

Cognito checks them too, but its error does not say what would be valid.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from vestibule.cognito.fields.email import NOT_ASCII, normalize_email
from vestibule.cognito.fields.invisible import strip_invisible
from vestibule.cognito.fields.phone_number import normalize_phone_number
from vestibule.cognito.models import PoolAttribute, PoolDescription
from vestibule.errors import InvalidAttribute

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,100}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def normalize_attributes(attributes: Mapping[str, str | None], pool: PoolDescription) -> dict[str, str | None]:
    """The values as Cognito gets them: trimmed, blank ones None. InvalidAttribute, with its reason, for a fault."""
    rules = {rule.name: rule for rule in pool.attributes}
    return {name: _normalize(name, value, rules.get(name)) for name, value in attributes.items()}


def without_blank(attributes: Mapping[str, str | None]) -> dict[str, str]:
    """The attributes that have a value."""
    return {name: value for name, value in attributes.items() if value is not None}


def _normalize(name: str, value: str | None, rule: PoolAttribute | None) -> str | None:
    text = strip_invisible(value) if value is not None else ""
    if not text:
        if value is not None and rule is not None and rule.required:
            raise _refusal(name, "A value is required.")
        return None
    if normalize := _BY_NAME.get(name):
        text = normalize(text)
    if rule is not None:
        _CHECKS[rule.type](rule, text)
    return text


def _email(text: str) -> str:
    try:
        email = normalize_email(text)
    except ValueError:
        raise _refusal("email", "This is not an e-mail address.") from None
    if not email.isascii():
        raise _refusal("email", NOT_ASCII)
    return email


def _phone_number(text: str) -> str:
    try:
        return normalize_phone_number(text)
    except ValueError:
        raise _refusal("phone_number", "Enter a phone number with its country code, such as +14155550132.") from None


def _locale(text: str) -> str:
    if not _LOCALE.fullmatch(text):
        raise _refusal("locale", "Enter a language tag, such as en or fr-CA.")
    return text


_BY_NAME: dict[str, Callable[[str], str]] = {"email": _email, "phone_number": _phone_number, "locale": _locale}


def _check_string(rule: PoolAttribute, text: str) -> None:
    if rule.max_length is not None and len(text) > rule.max_length:
        raise _refusal(rule.name, f"Enter at most {rule.max_length} characters.")
    if rule.min_length is not None and len(text) < rule.min_length:
        raise _refusal(rule.name, f"Enter at least {rule.min_length} characters.")


def _check_number(rule: PoolAttribute, text: str) -> None:
    if not _WHOLE_NUMBER.fullmatch(text):  # `int` accepts other spellings, which Cognito does not
        raise _refusal(rule.name, "Enter a whole number.")
    number = int(text)
    if rule.min_value is not None and number < rule.min_value:
        raise _refusal(rule.name, f"Enter a number of at least {rule.min_value}.")
    if rule.max_value is not None and number > rule.max_value:
        raise _refusal(rule.name, f"Enter a number of at most {rule.max_value}.")


def _check_boolean(rule: PoolAttribute, text: str) -> None:
    if text not in ("true", "false"):
        raise _refusal(rule.name, "Enter true or false.")


def _check_date_time(rule: PoolAttribute, text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise _refusal(rule.name, "Enter a date, such as 2027-01-31.") from None


_CHECKS: dict[str, Callable[[PoolAttribute, str], None]] = {
    "string": _check_string,
    "number": _check_number,
    "boolean": _check_boolean,
    "date_time": _check_date_time,
}


def _refusal(name: str, reason: str) -> InvalidAttribute:
    return InvalidAttribute(reason, field=f"attributes.{name}")

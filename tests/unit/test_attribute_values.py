"""Values of attributes: brought to Cognito's form, and refused with a reason."""

from typing import Any

import pytest

from vestibule.cognito.attribute_values import normalize_attributes, without_blank
from vestibule.cognito.attributes import (
    equality_filter,
    from_cognito,
    from_cognito_name,
    pairs_by_name,
    refuse_unknown,
    to_cognito,
    to_cognito_name,
)
from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription
from vestibule.errors import InvalidAttribute, UnknownAttribute

POLICY = PasswordPolicy(
    minimum_length=8, require_lowercase=False, require_uppercase=False, require_numbers=False, require_symbols=False
)
RULES = [
    PoolAttribute(name="text", min_length=2, max_length=4),
    PoolAttribute(name="free"),
    PoolAttribute(name="needed", required=True),
    PoolAttribute(name="number", type="number", min_value=-1, max_value=9),
    PoolAttribute(name="any_number", type="number"),
    PoolAttribute(name="flag", type="boolean"),
    PoolAttribute(name="when", type="date_time"),
    PoolAttribute(name="email", max_length=20),
]
POOL = PoolDescription(password_policy=POLICY, attributes=RULES, mfa="off", self_sign_up=True, refresh_token_seconds=1)


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("text", " ab\u200b", "ab"),
        ("text", "abcd", "abcd"),
        ("text", "  ", None),
        ("text", None, None),
        ("free", "", None),
        ("needed", None, None),
        ("unknown", " x ", "x"),
        ("number", "-1", "-1"),
        ("number", "9", "9"),
        ("any_number", "-" + "9" * 100, "-" + "9" * 100),
        ("flag", "true", "true"),
        ("flag", "false", "false"),
        ("when", "2027-01-31", "2027-01-31"),
        ("when", "2027-01-31T10:00:00Z", "2027-01-31T10:00:00Z"),
        ("email", "Ann@Example.COM", "Ann@example.com"),
        ("phone_number", "+1 415 555 0132", "+14155550132"),
        ("locale", "fr-CA", "fr-CA"),
        ("locale", "zh_Hant-TW", "zh_Hant-TW"),
        ("locale", "eng", "eng"),
    ],
)
def test_value_is_brought_to_its_form(name: str, given: str | None, value: str | None) -> None:
    assert normalize_attributes({name: given}, POOL) == {name: value}


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("text", "a", "Enter at least 2 characters."),
        ("text", "abcde", "Enter at most 4 characters."),
        ("needed", "", "A value is required."),
        ("needed", "\u200b ", "A value is required."),
        *(("number", text, "Enter a whole number.") for text in ("x", "1.0", "+1", "1_0", "\u0661", "--1")),
        ("any_number", "9" * 101, "Enter a whole number."),
        ("number", "-2", "Enter a number of at least -1."),
        ("number", "10", "Enter a number of at most 9."),
        *(("flag", text, "Enter true or false.") for text in ("True", "1", "yes")),
        *(("when", text, "Enter a date, such as 2027-01-31.") for text in ("31.1.2027", "2027-02-30")),
        ("email", "ann", "This is not an e-mail address."),
        (
            "email",
            "\u00e4nn@example.com",
            "The part before the @ may contain only unaccented letters, digits and signs.",
        ),
        ("email", "anna-maria@example.com", "Enter at most 20 characters."),
        ("phone_number", "555", "Enter a phone number with its country code, such as +14155550132."),
        *(
            ("locale", text, "Enter a language tag, such as en or fr-CA.")
            for text in ("e", "engl", "fr-", "fr-C", "fr CA", "fr-abcdefghi")
        ),
    ],
)
def test_fault_is_named_by_its_attribute_and_reason(name: str, given: str, reason: str) -> None:
    with pytest.raises(InvalidAttribute) as refused:
        normalize_attributes({"free": "x", name: given}, POOL)

    assert (refused.value.field, refused.value.detail) == (f"attributes.{name}", reason)


def test_blank_values_are_left_out() -> None:
    assert without_blank({"a": "x", "b": None, "c": ""}) == {"a": "x", "c": ""}


# Cognito's contract, so it is repeated here: the standard attributes of OpenID Connect Core 1.0, section 5.1, which its
# documentation lists ("Working with user attributes"), and `identities`, which Cognito sets.
STANDARD = [
    *("sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile"),
    *("picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number"),
    *("phone_number_verified", "address", "updated_at", "identities"),
]


class TestNames:
    @pytest.mark.parametrize("name", STANDARD)
    def test_standard_attributes_have_no_prefix_and_their_namesakes_keep_theirs(self, name: str) -> None:
        assert (to_cognito_name(name), from_cognito_name(name)) == (name, name)
        assert from_cognito_name(f"custom:{name}") == f"custom:{name}"

    def test_other_attributes_have_a_prefix_at_cognito(self) -> None:
        assert (to_cognito_name("team"), from_cognito_name("custom:team")) == ("custom:team", "team")

    def test_pairs_and_dictionaries_are_turned_into_each_other(self) -> None:
        pairs: list[Any] = [
            {"Name": "custom:team", "Value": "x"},
            {"Name": "name"},
            {"Name": "updated_at", "Value": "5"},
        ]

        assert to_cognito({"team": "x", "name": "A"}) == [
            {"Name": "custom:team", "Value": "x"},
            {"Name": "name", "Value": "A"},
        ]
        assert from_cognito(pairs) == {"team": "x", "name": ""}
        assert pairs_by_name(pairs) == {"custom:team": "x", "name": "", "updated_at": "5"}

    def test_filter_is_quoted(self) -> None:
        assert equality_filter("email", 'a"\\b') == 'email = "a\\"\\\\b"'

    @pytest.mark.parametrize(
        ("name", "field"), [("role", "attributes.role"), ("a b", "attributes"), ("custom:x", "attributes")]
    )
    def test_attribute_that_users_must_not_set_is_refused(self, name: str, field: str) -> None:
        refuse_unknown({"name": "x"}, frozenset({"name"}))

        with pytest.raises(UnknownAttribute) as refused:
            refuse_unknown({"name": "x", name: "y"}, frozenset({"name"}))
        assert refused.value.field == field

"""Which values the attributes of a pool allow, and which entries a schema can have."""

from typing import Any

import pytest

from local_cognito.errors import InvalidParameterException
from local_cognito.model import attribute_mapping, attribute_schema, attributes, schema_entries
from local_cognito.model.clients import Client
from local_cognito.model.identity_providers import IdentityProvider
from local_cognito.model.pools import Pool

SCHEMA: list[Any] = [
    {"Name": "email", "Required": True},
    {"Name": "nickname", "Mutable": False},
    {"Name": "team", "AttributeDataType": "String", "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "4"}},
    {"Name": "age", "AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "1", "MaxValue": "120"}},
    {"Name": "free", "AttributeDataType": "String"},
    {"Name": "number", "AttributeDataType": "Number"},
    {"Name": "member", "AttributeDataType": "Boolean"},
    {"Name": "since", "AttributeDataType": "DateTime"},
    {"Name": "internal", "AttributeDataType": "String", "DeveloperOnlyAttribute": True},
]
POOL = Pool("us-east-1_Test", {"PoolName": "test", "Schema": SCHEMA}, {}, 0, 0)
ALLOWED = {
    "custom:team": ["ab", "abcd", "éé"],
    "custom:age": ["1", "120"],
    "custom:free": ["x", "x" * 2048, "a\nb"],
    "custom:number": ["0", "-1", "9" * 17],
    "custom:member": ["true", "false", "TRUE"],
    "custom:since": ["2026-03-05T07:08:09", "2026-03-05T07:08:09Z", "2026-03-05T07:08:09.123+01:00"],
    "dev:custom:internal": ["x"],
    "email": ["a@b", "ada@example.com", "a.b+c@mail.example.co.uk"],
    "phone_number": ["+1", "+123456789012345"],
    "birthdate": ["1990-02-28"],
    "updated_at": ["0", "1772000000"],
    "name": ["x" * 2048],
    "email_verified": ["true", "false"],
    "phone_number_verified": ["false"],
}
REFUSED = {
    "custom:team": ["a", "abcde"],
    "custom:age": ["0", "121", "-1", "1.5", "x", "\u0661x"],
    "custom:free": ["x" * 2049],
    "custom:number": ["1" * 18, "--1", "1e3"],
    "custom:member": ["yes", "1", "truely"],
    "custom:since": ["2026-03-05", "2026-03-05 07:08:09", "2026-03-05T07:08", "yesterday"],
    "email": ["", "a", "a@", "@b", "a b@c", "a@b c", "a@b@c", "a@b.", "a@.b", "a@b..c"],
    "phone_number": ["", "+", "1", "+1234567890123456", "+1 23", "+12x", "00123"],
    "birthdate": ["1990-2-28", "1990-02-281"],
    "updated_at": ["-1", "soon"],
    "name": ["x" * 2049],
    "sub": ["x"],
    "custom:unknown": ["x"],
    "team": ["ab"],
    "email_verified": ["maybe"],
}


@pytest.mark.parametrize("name", ALLOWED)
def test_values_within_the_rules_are_allowed(name: str) -> None:
    for value in ALLOWED[name]:
        attributes.check_values(POOL, {name: value})


@pytest.mark.parametrize("name", REFUSED)
def test_values_beyond_the_rules_are_refused(name: str) -> None:
    for value in REFUSED[name]:
        with pytest.raises(InvalidParameterException):
            attributes.check_values(POOL, {name: value})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("custom:team", "a", "custom:team: String length must be at least 2"),
        ("custom:team", "abcde", "custom:team: String length must be at most 4"),
        ("custom:age", "0", "custom:age: Number must be at least 1"),
        ("custom:age", "121", "custom:age: Number must be at most 120"),
        ("custom:age", "x", "custom:age: The value is not a number"),
        ("custom:member", "x", "custom:member: The value is not a boolean"),
        ("custom:since", "x", "custom:since: The value is not a date and time"),
        ("custom:unknown", "x", "custom:unknown: Attribute does not exist in the schema."),
        ("sub", "x", "Cannot modify the non-mutable attribute sub"),
        ("email", "x", "Invalid email address format."),
        ("phone_number", "x", "Invalid phone number format."),
    ],
)
def test_an_error_names_the_attribute_and_the_rule(name: str, value: str, message: str) -> None:
    with pytest.raises(InvalidParameterException, match=message):
        attributes.check_values(POOL, {name: value})


def test_an_empty_value_removes_an_attribute_but_no_address() -> None:
    attributes.check_values(POOL, dict.fromkeys(("name", "custom:team", "custom:age", "birthdate", "updated_at"), ""))


class TestChanges:
    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            ("nickname", "Al", "user.nickname: Attribute cannot be updated."),
            ("nickname", "", "user.nickname: Attribute cannot be updated."),
            ("custom:team", "a", "String length must be at least 2"),
        ],
    )
    def test_an_immutable_attribute_is_not_changed(self, name: str, value: str, message: str) -> None:
        with pytest.raises(InvalidParameterException, match=message):
            attributes.check_changes(POOL, {"name": "Ada", name: value})

    def test_what_is_required_is_not_emptied(self) -> None:
        schema: Any = [{"Name": "family_name", "Required": True}]
        pool = Pool("us-east-1_Test", {"PoolName": "test", "Schema": schema}, {}, 0, 0)

        with pytest.raises(InvalidParameterException, match="family_name: The attribute is required"):
            attributes.check_changes(pool, {"family_name": ""})
        attributes.check_changes(pool, {"family_name": "Lovelace", "name": ""})

    @pytest.mark.parametrize(("name", "deletable"), [("name", True), ("email", False), ("nickname", False)])
    def test_only_optional_mutable_attributes_are_deleted(self, name: str, deletable: bool) -> None:
        if deletable:
            attributes.check_deletable(POOL, [name])
        else:
            with pytest.raises(InvalidParameterException, match=f"Cannot delete required attribute {name}"):
                attributes.check_deletable(POOL, ["name", name])

    def test_required_attributes_that_have_no_value_are_missing(self) -> None:
        assert attributes.missing(POOL, {"name": "Ada"}) == ["email"]
        assert attributes.missing(POOL, {"email": ""}) == ["email"]
        assert attributes.missing(POOL, {"email": "a@b"}) == []
        with pytest.raises(InvalidParameterException, match="email: The attribute is required"):
            attributes.check_required(POOL, {})

    def test_a_name_is_given_once(self) -> None:
        assert attributes.as_mapping([{"Name": "name", "Value": "Ada"}, {"Name": "email"}]) == {
            "name": "Ada",
            "email": "",
        }
        with pytest.raises(InvalidParameterException, match="Duplicate"):
            attributes.as_mapping([{"Name": "name", "Value": "Ada"}, {"Name": "name", "Value": "Ada"}])


class TestSchema:
    def test_standard_attributes_have_cognitos_types_and_bounds(self) -> None:
        described = {entry["Name"]: entry for entry in attribute_schema.describe([])}

        assert len(described) == 20
        assert described["sub"] == {
            "Name": "sub",
            "AttributeDataType": "String",
            "DeveloperOnlyAttribute": False,
            "Mutable": False,
            "Required": True,
            "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"},
        }
        assert described["name"]["StringAttributeConstraints"] == {"MinLength": "0", "MaxLength": "2048"}
        assert described["birthdate"]["StringAttributeConstraints"] == {"MinLength": "10", "MaxLength": "10"}
        assert described["updated_at"]["NumberAttributeConstraints"] == {"MinValue": "0"}
        assert described["updated_at"]["AttributeDataType"] == "Number"
        for name in ("email_verified", "phone_number_verified"):
            assert described[name]["AttributeDataType"] == "Boolean"
        optional = [entry for name, entry in described.items() if name != "sub"]
        assert {(entry["Mutable"], entry["Required"]) for entry in optional} == {(True, False)}

    def test_own_entries_override_and_add(self) -> None:
        described = {str(entry["Name"]): entry for entry in attribute_schema.describe(SCHEMA)}

        assert described["email"]["Required"] is True
        assert described["email"]["Mutable"] is True
        assert described["nickname"]["Mutable"] is False
        assert described["custom:team"]["Required"] is False
        assert described["custom:free"]["StringAttributeConstraints"] == {}
        assert described["custom:number"]["NumberAttributeConstraints"] == {}
        assert "StringAttributeConstraints" not in described["custom:member"]
        assert described["dev:custom:internal"]["DeveloperOnlyAttribute"] is True

    @pytest.mark.parametrize("count", [50, 51])
    def test_a_pool_has_at_most_fifty_custom_attributes(self, count: int) -> None:
        entries: list[Any] = [{"Name": f"a{number}", "AttributeDataType": "String"} for number in range(count)]
        standard = [*attribute_schema.standard_types()]

        for check in (lambda: schema_entries.check(entries), lambda: schema_entries.check_additions(entries, standard)):
            if count <= 50:
                check()
            else:
                with pytest.raises(InvalidParameterException, match="at most 50 custom attributes"):
                    check()

    @pytest.mark.parametrize("entry", [{"Name": "", "AttributeDataType": "String"}, {"AttributeDataType": "String"}])
    def test_a_custom_attribute_has_a_name(self, entry: dict[str, Any]) -> None:
        with pytest.raises(InvalidParameterException, match="Invalid attribute name"):
            schema_entries.check_additions([entry], [])

    def test_an_attribute_is_added_once(self) -> None:
        entry: dict[str, Any] = {"Name": "team", "AttributeDataType": "String"}

        with pytest.raises(InvalidParameterException, match="custom:team: Existing attribute already has name"):
            schema_entries.check_additions([entry], ["custom:team"])
        with pytest.raises(InvalidParameterException, match="custom:team: Existing attribute already has name"):
            schema_entries.check_additions([entry, entry], [])
        schema_entries.check_additions([entry | {"DeveloperOnlyAttribute": True}], ["custom:team"])

    @pytest.mark.parametrize(
        ("bounds", "is_possible"),
        [
            ({"MinLength": "0", "MaxLength": "2048"}, True),
            ({"MinLength": "7", "MaxLength": "7"}, True),
            ({"MinLength": "2048"}, True),
            ({"MaxLength": "2049"}, False),
            ({"MinLength": "2049"}, False),
            ({"MinLength": "8", "MaxLength": "7"}, False),
        ],
    )
    def test_lengths_are_in_order_and_within_2048(self, bounds: dict[str, str], is_possible: bool) -> None:
        entry: dict[str, Any] = {"Name": "team", "AttributeDataType": "String", "StringAttributeConstraints": bounds}

        if is_possible:
            schema_entries.check([entry])
        else:
            with pytest.raises(InvalidParameterException, match="ength"):
                schema_entries.check([entry])


class TestClaimsOfProviders:
    @pytest.mark.parametrize(
        ("claim", "value", "stored"),
        [
            ("name", "Ada", "Ada"),
            ("name", True, "true"),
            ("name", 7, "7"),
            ("name", ["a", "b", False], "[a,b,false]"),
            ("name", {"a": 1}, '{"a": 1}'),
            ("name", "x" * 2048, "x" * 2048),
            ("name", "", None),
            ("name", None, None),
            ("name", False, "false"),
            ("name", 0, "0"),
        ],
    )
    def test_a_claim_becomes_text(self, claim: str, value: object, stored: str | None) -> None:
        found = attribute_mapping.mapped(app(), provider({"name": claim}), {claim: value})

        assert found == ({} if stored is None else {"name": stored})

    def test_an_address_is_unverified_unless_its_flag_is_mapped(self) -> None:
        claims = {"mail": "a@b", "ok": True, "tel": "+1"}

        found = attribute_mapping.mapped(app(), provider({"email": "mail", "phone_number": "tel"}), claims)
        flagged = attribute_mapping.mapped(app(), provider({"email": "mail", "email_verified": "ok"}), claims)

        assert found == {
            "email": "a@b",
            "phone_number": "+1",
            "email_verified": "false",
            "phone_number_verified": "false",
        }
        assert flagged == {"email": "a@b", "email_verified": "true"}

    def test_what_the_client_may_not_write_is_skipped(self) -> None:
        mapping = {"username": "sub", "name": "name", "email": "mail", "email_verified": "ok"}
        claims = {"sub": "1", "name": "Ada", "mail": "a@b", "ok": "true"}

        found = attribute_mapping.mapped(app(WriteAttributes=["email"]), provider(mapping), claims)

        assert found == {"email": "a@b", "email_verified": "true"}


def app(**settings: Any) -> Client:
    return Client("app", POOL, (), {"UserPoolId": POOL.id, "ClientId": "app", **settings}, 0, 0)


def provider(mapping: dict[str, str]) -> IdentityProvider:
    return IdentityProvider(POOL.id, "Work", "OIDC", {}, mapping, (), 0, 0)

"""Requests against the service model: bounds, patterns, types, and how a violation is shown."""

import json
from typing import Any

import pytest

from local_cognito.errors import InvalidParameterException, SerializationException, UnknownOperationException
from local_cognito.http.service_model import ServiceModel, is_signed

MODEL = ServiceModel("cognito-idp", invalid=InvalidParameterException)
POOL = {"UserPoolId": "us-east-1_Test"}
CLIENT = {"ClientId": "app"}
SIGN_UP = {**CLIENT, "Username": "ada"}


def parse(operation: str, request: object) -> Any:
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    return MODEL.parse(MODEL.operation(operation), body)


def violations(operation: str, request: object) -> str:
    with pytest.raises(InvalidParameterException) as caught:
        parse(operation, request)
    return str(caught.value)


def nested(depth: int) -> dict[str, Any]:
    """A request that is nested this deeply."""
    value: Any = {}
    for _ in range(depth - 2):
        value = [value]
    return {**POOL, **CLIENT, "Settings": value}


class TestBounds:
    @pytest.mark.parametrize(
        ("operation", "request_with", "low", "high"),
        [
            ("ListUserPools", lambda size: {"MaxResults": size}, 1, 60),
            ("ListUsers", lambda size: {**POOL, "Limit": size}, 0, 60),
            ("SignUp", lambda size: {**CLIENT, "Username": "x" * size}, 1, 128),
            ("CreateGroup", lambda size: {**POOL, "GroupName": "x" * size}, 1, 128),
            ("AddCustomAttributes", lambda size: {**POOL, "CustomAttributes": [{"Name": "x"}] * size}, 1, 25),
            ("CreateUserPoolClient", lambda size: {**POOL, "ClientName": "x", "AuthSessionValidity": size}, 3, 15),
        ],
    )
    def test_a_size_is_within_its_bounds(self, operation: str, request_with: Any, low: int, high: int) -> None:
        for size in (low, high):
            assert parse(operation, request_with(size))
        if low:
            assert f"greater than or equal to {low}" in violations(operation, request_with(low - 1))
        assert f"less than or equal to {high}" in violations(operation, request_with(high + 1))

    def test_a_body_is_nested_at_most_a_hundred_times(self) -> None:
        assert parse("CreateManagedLoginBranding", nested(100))
        with pytest.raises(SerializationException, match="nested too deeply"):
            parse("CreateManagedLoginBranding", nested(101))
        wide = {**POOL, **CLIENT, "Settings": {"list": [{}] * 500}}
        assert parse("CreateManagedLoginBranding", wide)

    def test_the_length_of_a_blob_is_that_of_its_bytes(self) -> None:
        with pytest.raises(SerializationException, match="not base64"):
            parse("SetUICustomization", {**POOL, "ImageFile": "!"})
        assert parse("SetUICustomization", {**POOL, "ImageFile": "AAAA"})


class TestViolations:
    def test_each_violation_has_its_place(self) -> None:
        found = violations("SignUp", {**CLIENT, "UserAttributes": [{"Name": "a"}, {"Name": "x" * 33}, {}]})

        assert found.startswith("3 validation errors detected: ")
        assert "Value null at 'username' failed to satisfy constraint: Member must not be null" in found
        assert "at 'userAttributes.2.member.name' failed to satisfy constraint: Member must have length" in found
        assert "Value null at 'userAttributes.3.member.name'" in found

    def test_one_violation_is_an_error(self) -> None:
        found = violations("CreateGroup", {**POOL, "GroupName": "a b"})

        assert found.startswith(
            "1 validation error detected: Value 'a b' at 'groupName' failed to satisfy constraint: "
        )
        assert "Member must satisfy regular expression pattern: " in found

    def test_a_map_shows_its_keys(self) -> None:
        found = violations("TagResource", {"ResourceArn": "arn:aws:cognito-idp:::x", "Tags": {"key": "x" * 257}})

        assert (
            "at 'tags.key.member' failed to satisfy constraint: Member must have length less than or equal to 256"
            in found
        )
        assert "length less than or equal to 128" in violations(
            "TagResource", {"ResourceArn": "arn:aws:cognito-idp:::x", "Tags": {"k" * 129: "x"}}
        )

    def test_secrets_are_not_shown_and_long_values_are_cut(self) -> None:
        secret = violations("SignUp", {**SIGN_UP, "Password": " secret"})
        long = violations("CreateGroup", {**POOL, "GroupName": "x" * 129})

        assert "secret" not in secret
        assert "Value at 'password'" in secret
        assert f"Value '{'x' * 100}' at 'groupName'" in long

    def test_a_choice_shows_what_can_be_chosen(self) -> None:
        found = violations("AdminCreateUser", {**POOL, "Username": "ada", "MessageAction": "LATER"})

        assert "Value 'LATER' at 'messageAction' failed to satisfy constraint: " in found
        assert "Member must satisfy enum value set: [RESEND, SUPPRESS]" in found


class TestTypes:
    @pytest.mark.parametrize(
        ("operation", "request_of"),
        [
            ("ListUserPools", {"MaxResults": "1"}),
            ("ListUserPools", {"MaxResults": 1.5}),
            ("ListUserPools", {"MaxResults": True}),
            ("SignUp", {**SIGN_UP, "Username": 1}),
            ("SignUp", {**SIGN_UP, "UserAttributes": {}}),
            ("SignUp", {**SIGN_UP, "UserAttributes": ["a"]}),
            ("SignUp", {**SIGN_UP, "ClientMetadata": []}),
            ("SignUp", {**SIGN_UP, "ClientMetadata": {"a": 1}}),
            ("AdminSetUserPassword", {**POOL, "Username": "a", "Password": "x", "Permanent": "true"}),
            ("AdminSetUserPassword", {**POOL, "Username": "a", "Password": "x", "Permanent": 1}),
            ("SetUICustomization", {**POOL, "ImageFile": 1}),
            ("SignUp", b"{"),
            ("SignUp", b"[]"),
            ("SignUp", b"\xff"),
            ("SignUp", b'{"Username": "\\ud800"}'),
            ("ListUserPools", b'{"MaxResults": NaN}'),
            ("ListUserPools", b'{"MaxResults": Infinity}'),
        ],
    )
    def test_another_type_is_refused(self, operation: str, request_of: object) -> None:
        with pytest.raises(SerializationException):
            parse(operation, request_of)

    def test_null_is_absent_and_unknown_members_are_ignored(self) -> None:
        given = {**SIGN_UP, "Password": None, "Unknown": 1, "ClientMetadata": {"a": None, "b": "1"}}

        assert parse("SignUp", given) == {**SIGN_UP, "ClientMetadata": {"b": "1"}}
        assert parse("ListUsers", {**POOL, "Limit": 0, "Filter": ""}) == {**POOL, "Limit": 0, "Filter": ""}

    def test_a_document_can_be_any_json(self) -> None:
        for value in ({}, {"a": [1, None, "x"]}, [], "x", 1, True):
            given = {**POOL, **CLIENT, "Settings": value}
            assert parse("CreateManagedLoginBranding", given)["Settings"] == (
                {"a": [1, None, "x"]} if isinstance(value, dict) and value else value
            )

    def test_an_empty_body_is_an_empty_request(self) -> None:
        assert "Value null at 'maxResults'" in violations("ListUserPools", b"")


class TestPatterns:
    @pytest.mark.parametrize("password", ["Correct horse-9", "ab", "é!x", "a\u3000b"])
    def test_a_password_can_have_spaces_inside(self, password: str) -> None:
        assert parse("SignUp", {**SIGN_UP, "Password": password})

    @pytest.mark.parametrize("password", [" ab", "ab ", "\tab", "a", "ab\n"])
    def test_a_password_begins_and_ends_with_something_visible(self, password: str) -> None:
        assert "regular expression pattern" in violations("SignUp", {**SIGN_UP, "Password": password})

    @pytest.mark.parametrize(
        ("domain", "is_valid"),
        [
            *(("shop", True), ("a", True), ("login.example.com", True), ("a" * 63, True), ("a-1", True)),
            *(("-shop", False), ("shop-", False), ("Shop", False), ("a" * 64, False), ("a_b", False), (".a", False)),
        ],
    )
    def test_a_domain_may_have_dots(self, domain: str, is_valid: bool) -> None:
        request = {**POOL, "Domain": domain}

        if is_valid:
            assert parse("CreateUserPoolDomain", request)
        else:
            assert "domain" in violations("CreateUserPoolDomain", request)

    def test_usernames_are_printable_in_any_script(self) -> None:
        for name in ("zoë.中村@example.com", "a", "~", "\u00a1", "x😀"):
            assert parse("ForgotPassword", {**CLIENT, "Username": name})
        for name in ("a b", "a\u00a0b", "\u2003", "a\u0000", "\u3000"):
            assert "regular expression" in violations("ForgotPassword", {**CLIENT, "Username": name})


def test_operations_are_signed_or_not_and_known_or_not() -> None:
    assert is_signed(MODEL.operation("AdminGetUser"))
    assert not is_signed(MODEL.operation("SignUp"))
    assert {"SignUp", "AdminGetUser"} < set(MODEL.operations)
    with pytest.raises(UnknownOperationException, match="'Nothing'"):
        MODEL.operation("Nothing")

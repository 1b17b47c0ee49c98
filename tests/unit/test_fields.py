"""Members of request bodies: what is accepted and in which form it is passed on, and what is refused."""

from typing import Any

import pytest
from pydantic import SecretStr, TypeAdapter, ValidationError

from vestibule.cognito import fields
from vestibule.cognito.fields.invisible import strip_invisible
from vestibule.cognito.fields.phone_number import normalize_phone_number
from vestibule.cognito.passwords import chosen_password, password_forms
from vestibule.errors import PasswordTooWeak

INVISIBLE = "\u200b\ufeff\t \u2028\u00ad"
LONGEST_EMAIL = f"{'a' * 64}@{'b' * 55}.example"


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        (fields.AttributeName, "_a1", "_a1"),
        (fields.AttributeName, "a" * 64, "a" * 64),
        (fields.AttributeValue, "", ""),
        (fields.AttributeValue, "a\t\n\r\u00e9\U0001f600", "a\t\n\r\u00e9\U0001f600"),
        (fields.AttributeValue, "a" * 2048, "a" * 2048),
        (fields.Code, "1234", "1234"),
        (fields.Code, "1234567890", "1234567890"),
        (fields.Code, f" 12{INVISIBLE}3 456\u200f", "123456"),
        (fields.Code, "\u0661\u0662\u0663\u0664\uff15\u0966", "123450"),
        (fields.TotpCode, "\u0661 2 3 4 5 6", "123456"),
        (fields.DeviceName, "a", "a"),
        (fields.DeviceName, "\u00e9" * 128, "\u00e9" * 128),
        (fields.RecoveryCode, "ABCD-efgh 1234\t5678", "abcdefgh12345678"),
        (fields.Email, f"{INVISIBLE}Ann@Example.COM{INVISIBLE}", "Ann@example.com"),
        (fields.Email, "ann@b\u00fccher.example", "ann@xn--bcher-kva.example"),
        (fields.Email, "\u00e4nn@example.com", "\u00e4nn@example.com"),
        (fields.Email, "ann@example.test", "ann@example.test"),
        (fields.Email, LONGEST_EMAIL, LONGEST_EMAIL),
        (fields.NewEmail, "ann@b\u00fccher.example", "ann@xn--bcher-kva.example"),
        (fields.Username, f"{INVISIBLE}ann{INVISIBLE}", "ann"),
        (fields.Username, "Ann@Example.COM", "Ann@example.com"),
        (fields.Username, "a" * 128, "a" * 128),
        (fields.Username, "a@b", "a@b"),
        (fields.PasswordStr, " \tCorrect-horse-9\n", SecretStr("Correct-horse-9")),
        (fields.PasswordStr, "a" * 256, SecretStr("a" * 256)),
        (fields.PasswordStr, "e\u0301" * 256, SecretStr("e\u0301" * 256)),
        (fields.NewPasswordStr, " a ", SecretStr(" a ")),
        (fields.NextPath, "/", "/"),
        (fields.NextPath, "/profile?next=//evil.example#..", "/profile?next=//evil.example#.."),
        (fields.NextPath, "/a/...", "/a/..."),
        (fields.NextPath, "/a/.b", "/a/.b"),
        (fields.NextPath, "/" + "a" * 999, "/" + "a" * 999),
        (fields.ProviderName, "Google", "Google"),
        (fields.ProviderName, "a" * 32, "a" * 32),
        (fields.OpaqueToken, "a" * 16_384, SecretStr("a" * 16_384)),
        (fields.TriggerAnswer, "a" * 2048, SecretStr("a" * 2048)),
    ],
)
def test_member_is_accepted_in_its_normal_form(field: Any, given: str, value: object) -> None:
    assert TypeAdapter(field).validate_python(given) == value


@pytest.mark.parametrize(
    ("field", "given"),
    [
        *((fields.AttributeName, name) for name in ("", "1a", "a-b", "custom:a", "a" * 65, "\u00e9", "a\n")),
        *(
            (fields.AttributeValue, value)
            for value in ("a\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\x7f", "a" * 2049)
        ),
        *((fields.Code, code) for code in ("123", "12345678901", "12a4", "", 1234, None, "12-34")),
        *((fields.TotpCode, code) for code in ("12345", "1234567", 123456)),
        *((fields.DeviceName, name) for name in ("", "a" * 129, "a\x1f", "a\x7f", "\n")),
        *((fields.RecoveryCode, code) for code in ("a" * 15, "a" * 17, "a" * 15 + "\u00e9", 5)),
        *(
            (fields.Email, email)
            for email in ("", "ann", "Ann <ann@example.com>", "ann@", "@example.com", "a b@example.com")
        ),
        (fields.Email, f"a{LONGEST_EMAIL}"),
        (fields.Email, f"{'a' * 64}@{'b' * 56}.example"),
        (fields.NewEmail, "\u00e4nn@example.com"),
        *(
            (fields.Username, name)
            for name in ("", INVISIBLE, "a b", "a\u00a0b", "a\u200bb", "a\x00b", "a\ue000", "a" * 129, 5)
        ),
        *((fields.PasswordStr, password) for password in ("", " \t", "a" * 257, 5)),
        *((fields.NewPasswordStr, password) for password in ("", "a" * 257)),
        *(
            (fields.NextPath, path)
            for path in ("", "a", "//evil.example", "/\\evil.example", "/a b", "/a\tb", "/a\u2028", "https://x")
        ),
        *(
            (fields.NextPath, path)
            for path in ("/..", "/.", "/a/../b", "/%2e%2E//x", "/.%2e?a", "/a/.#b", "/./x", "/" + "a" * 1000)
        ),
        *((fields.ProviderName, name) for name in ("", "a" * 33, "a\x1f", "a\x7f")),
        *((fields.OpaqueToken, token) for token in ("", "a" * 16_385)),
        *((fields.TriggerAnswer, answer) for answer in ("", "a" * 2049)),
    ],
)
def test_member_of_another_form_is_refused(field: Any, given: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(field).validate_python(given)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("+1 (415) 555-0132", "+14155550132"),
        ("+14155550132", "+14155550132"),
        ("0014155550132", "+14155550132"),
        ("tel:+1-415-555-0132", "+14155550132"),
        ("TEL: +1.415.555/0132", "+14155550132"),
        ("\u202a\uff0b\u0661 415 555 0132\u202c", "+14155550132"),
        ("+44 20 7946 0018", "+442079460018"),
        ("(+33) 1 23 45 67 89", "+33123456789"),
        ("+33 (0)1 23 45 67 89", "+33123456789"),
    ],
)
def test_phone_number_is_brought_to_e164(given: str, number: str) -> None:
    assert normalize_phone_number(given) == number


@pytest.mark.parametrize(
    "given",
    [
        "",
        "+",
        "4155550132",
        "0",
        "00",
        "+1",
        "+1 415 555 0132 x5",
        "++14155550132",
        "1+4155550132",
        "+999123456789",
        "+1415555013212345678",
    ],
)
def test_other_texts_are_no_phone_number(given: str) -> None:
    with pytest.raises(ValueError, match="is not a phone number"):
        normalize_phone_number(given)


@pytest.mark.parametrize(
    ("given", "stripped"),
    [("", ""), (INVISIBLE, ""), ("a", "a"), (f"{INVISIBLE}a\u200bb{INVISIBLE}", "a\u200bb"), (" a", "a"), ("a ", "a")],
)
def test_invisible_characters_are_removed_at_the_ends_only(given: str, stripped: str) -> None:
    assert strip_invisible(given) == stripped


class TestPasswords:
    @pytest.mark.parametrize("password", [" a", "a ", "\u00a0a", "a\n"])
    def test_chosen_password_has_no_space_at_an_end(self, password: str) -> None:
        with pytest.raises(PasswordTooWeak) as refused:
            chosen_password(SecretStr(password))

        assert (refused.value.field, refused.value.detail) == (
            "password",
            "A password cannot begin or end with a space.",
        )

    def test_password_is_composed_and_its_other_form_is_tried_too(self) -> None:
        assert chosen_password(SecretStr("e\u0301 e")) == "\u00e9 e"
        assert password_forms(SecretStr("e\u0301")) == ["\u00e9", "e\u0301"]
        assert password_forms(SecretStr("\u00e9")) == ["\u00e9"]

    @pytest.mark.parametrize(
        ("password", "kind", "context"),
        [("", "password_empty", None), ("a" * 257, "password_too_long", {"limit": 256})],
    )
    def test_refused_password_has_a_code_of_its_own(self, password: str, kind: str, context: Any) -> None:
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(fields.NewPasswordStr).validate_python(password)

        (fault,) = refused.value.errors()
        assert (fault["type"], fault.get("ctx")) == (kind, context)


def test_body_accepts_exactly_its_members_and_does_not_repeat_them() -> None:
    class Body(fields.RequestBody):
        number: int

    for given in ({"number": "5"}, {"number": 5, "more": 1}, {}):
        with pytest.raises(ValidationError) as refused:
            Body.model_validate(given)
        assert "input_value" not in str(refused.value)

    with pytest.raises(ValidationError):
        Body(number=5).number = 6


def schema(field: Any) -> tuple[dict[str, Any], Any]:
    """The schema without its example, and the example after validation."""
    found = TypeAdapter(field).json_schema()
    (example,) = found.pop("examples")
    return found, TypeAdapter(field).validate_python(example)


def test_schemas_tell_the_limits_and_have_a_valid_example() -> None:
    email = {"type": "string", "format": "email", "maxLength": 128}
    password = {"type": "string", "format": "password", "writeOnly": True, "minLength": 1, "maxLength": 256}
    username = {"type": "string", "minLength": 1, "maxLength": 128}

    assert schema(fields.Email) == schema(fields.NewEmail) == (email, "ada@example.com")
    assert schema(fields.Username) == (username, "ada@example.com")
    assert schema(fields.PasswordStr) == schema(fields.NewPasswordStr) == (password, SecretStr("Correct-horse-9"))

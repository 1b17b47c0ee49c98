"""Settings of local Cognito: their defaults, their bounds, and what an invalid one is refused with."""

from pathlib import Path
from typing import Any

import pytest

from local_cognito.settings import POOL_FILE, TRIGGERS, Settings, SettingsError, from_environment

HOOK = "http://localhost:9000/hook"


def parsed(**variables: str) -> Settings:
    return from_environment({f"LOCAL_COGNITO_{name}": value for name, value in variables.items()})


def test_defaults_are_those_of_a_stand_in_on_this_machine() -> None:
    assert from_environment({}) == Settings(
        host="127.0.0.1",
        port=9229,
        data=Path(".data/local_cognito.sqlite3"),
        access_token_seconds=3600,
        mfa_attempts=5,
        password_hash_kib=256,
        issuer_url="https://cognito-idp.us-east-1.amazonaws.com",
        triggers={},
        smtp_port=None,
        domain_url=None,
        track_devices=False,
        app_urls=("http://localhost:5173", "http://localhost:8080"),
        allowed_hosts=("cognito",),
        pool_file=POOL_FILE,
    )


def test_empty_and_other_variables_are_ignored() -> None:
    assert from_environment({"LOCAL_COGNITO_PORT": "", "PORT": "1", "XLOCAL_COGNITO_PORT": "2"}) == Settings()


@pytest.mark.parametrize(
    ("variable", "text", "member", "value"),
    [
        ("HOST", "::1", "host", "::1"),
        ("PORT", "0", "port", 0),
        ("PORT", "65535", "port", 65535),
        ("DATA", "/var/pool.sqlite3", "data", Path("/var/pool.sqlite3")),
        ("ACCESS_TOKEN_SECONDS", "1", "access_token_seconds", 1),
        ("ACCESS_TOKEN_SECONDS", "86400", "access_token_seconds", 86400),
        ("MFA_ATTEMPTS", "1", "mfa_attempts", 1),
        ("MFA_ATTEMPTS", "1000", "mfa_attempts", 1000),
        ("PASSWORD_HASH_KIB", "8", "password_hash_kib", 8),
        ("PASSWORD_HASH_KIB", "1048576", "password_hash_kib", 1048576),
        ("ISSUER", "https://issuer.example/", "issuer_url", "https://issuer.example"),
        ("SMTP_PORT", "0", "smtp_port", 0),
        ("SMTP_PORT", "65535", "smtp_port", 65535),
        ("DEVICES", "on", "track_devices", True),
        ("DEVICES", "OFF", "track_devices", False),
        ("DOMAIN", "http://login.example:8080/", "domain_url", "http://login.example:8080"),
        ("APP_URLS", "https://a.example/, http://b.example", "app_urls", ("https://a.example", "http://b.example")),
        ("ALLOWED_HOSTS", "a.example, b_2", "allowed_hosts", ("cognito", "a.example", "b_2")),
        ("ALLOWED_HOSTS", "x", "allowed_hosts", ("cognito", "x")),
        ("POOL_FILE", "/etc/pool.json", "pool_file", Path("/etc/pool.json")),
        ("TRIGGERS", HOOK, "triggers", dict.fromkeys(TRIGGERS, HOOK)),
        ("TRIGGERS", f"{HOOK}/", "triggers", dict.fromkeys(TRIGGERS, HOOK)),
        (
            "TRIGGERS",
            f"PreSignUp={HOOK}, CustomMessage={HOOK}/2",
            "triggers",
            {"PreSignUp": HOOK, "CustomMessage": f"{HOOK}/2"},
        ),
    ],
)
def test_a_variable_is_read(variable: str, text: str, member: str, value: Any) -> None:
    assert parsed(**{variable: text}) == Settings(**{member: value})


NUMBERS = {
    "PORT": (0, 65535),
    "ACCESS_TOKEN_SECONDS": (1, 86400),
    "MFA_ATTEMPTS": (1, 1000),
    "PASSWORD_HASH_KIB": (8, 1048576),
    "SMTP_PORT": (0, 65535),
}


@pytest.mark.parametrize("variable", NUMBERS)
def test_a_number_is_within_its_bounds(variable: str) -> None:
    low, high = NUMBERS[variable]
    for text in (str(low - 1), str(high + 1), "1.5", "x", "+9", "\u0661", "1e3", "9" * 5000):
        message = f"LOCAL_COGNITO_{variable} must be a whole number from {low} to {high}, not {text!r}."
        with pytest.raises(SettingsError) as caught:
            parsed(**{variable: text})
        assert str(caught.value) == message


@pytest.mark.parametrize("variable", ["ISSUER", "DOMAIN", "APP_URLS", "TRIGGERS"])
@pytest.mark.parametrize(
    "text", ["localhost", "ftp://a.example", "https://", "https://a.example?x=1", "http://a/#b", "http://[::1"]
)
def test_a_url_is_http_without_query_and_fragment(variable: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"LOCAL_COGNITO_{variable} must be an http or https URL"):
        parsed(**{variable: text})


@pytest.mark.parametrize(
    ("variable", "text", "message"),
    [
        ("DEVICES", "yes", "LOCAL_COGNITO_DEVICES must be on or off, not 'yes'."),
        ("ALLOWED_HOSTS", "a.example:80", "must be host names without ports, not 'a.example:80'."),
        ("ALLOWED_HOSTS", "a,,b", "must be host names without ports, not ''."),
        ("ALLOWED_HOSTS", "-a", "must be host names without ports, not '-a'."),
        ("ALLOWED_HOSTS", "a.", "must be host names without ports, not 'a.'."),
        ("APP_URLS", "https://a.example,", "must be an http or https URL"),
        ("TRIGGERS", f"PreSignUp={HOOK},Nothing={HOOK}", "must name triggers (PreSignUp, PostConfirmation, "),
        ("TRIGGERS", f"PreSignUp={HOOK},Nothing={HOOK}", "not 'Nothing'."),
        ("TRIGGERS", "PreSignUp=x", "LOCAL_COGNITO_TRIGGERS must be an http or https URL"),
    ],
)
def test_an_invalid_setting_is_named(variable: str, text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parsed(**{variable: text})
    assert message in str(caught.value)

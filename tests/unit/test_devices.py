"""Refresh tokens with their device."""

import pytest
from pydantic import SecretStr

from vestibule.cognito.devices import NO_TRUSTED_BROWSERS, bind_refresh_token, split_refresh_token

KEY = "us-east-1_11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize(
    ("token", "key", "bound"),
    [("a.b.c", None, "a.b.c"), ("a.b.c", "", "a.b.c"), ("a.b.c", KEY, f"a.b.c~{KEY}"), ("a~b", KEY, f"a~b~{KEY}")],
)
def test_token_and_device_are_one_string(token: str, key: str | None, bound: str) -> None:
    assert bind_refresh_token(token, key) == bound
    assert split_refresh_token(SecretStr(bound)) == (token, key or None)


@pytest.mark.parametrize("text", ["", "a", "a~", "a~b", "a~us-east-1_", "a~us-east-1_XYZ", f"a~{KEY} ", "~", "a~_1 "])
def test_text_without_a_device_is_a_token(text: str) -> None:
    assert split_refresh_token(SecretStr(text)) == (text, None)


def test_no_browser_is_trusted_without_cookies() -> None:
    assert NO_TRUSTED_BROWSERS.find("ann") is None
    NO_TRUSTED_BROWSERS.forget("ann")

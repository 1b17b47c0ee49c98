"""The client's half of SRP, with vectors that agree with pycognito, and with our server's half."""

import hashlib
import locale

import pytest

from local_cognito.crypto import srp as server
from vestibule.cognito import srp

GROUP, KEY = "-aBcDeFgH", "eu-west-1_11111111-2222-4333-8444-555555555555"
PASSWORD = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldC1zZWM="
SALT = 0xF1E2D3C4B5A697887960514233241506
BLOCK = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="
TIMESTAMP = "Thu Mar 5 07:08:09 UTC 2026"


def number(letter: str) -> int:
    digests = (hashlib.sha256(f"{letter}{index}".encode()).digest() for index in range(4))
    return int.from_bytes(b"".join(digests), "big")


def test_the_verifier_of_a_device_is_the_published_one() -> None:
    verifier = srp.create_verifier(GROUP, KEY, PASSWORD, SALT)

    assert verifier.salt == "APHi08S1ppeIeWBRQjMkFQY="
    digest = hashlib.sha256(verifier.verifier.encode()).hexdigest()
    assert (digest[:16], digest[-9:]) == ("d129d34e1c962487", "13c20f0b6")


def test_key_and_signature_are_the_published_ones() -> None:
    exchange = srp.Exchange(number("a"))
    verifier = server.create_verifier(GROUP, KEY, PASSWORD, SALT)
    public = server.Exchange(int(exchange.public, 16), number("b"), verifier).public()

    key = exchange.key(GROUP, KEY, PASSWORD, salt=f"{SALT:x}", server_public=f"{public:x}")

    assert hashlib.sha256(exchange.public.encode()).hexdigest().startswith("074989af811498076576e35b460ebc28")
    assert key.hex() == "d79ad260f5cd54cf121ca594b913605a"
    assert srp.sign(key, GROUP, KEY, BLOCK, TIMESTAMP) == "Y/rbmH1Hr525kQfe1X3q17WE4UYyx6eiWwd102Qy/N8="


@pytest.mark.parametrize("public", ["0", f"{srp.N:x}", "not hexadecimal"])
def test_a_servers_number_that_would_reveal_the_key_is_refused(public: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        srp.Exchange().key(GROUP, KEY, PASSWORD, salt="1", server_public=public)


def test_timestamps_have_no_leading_zero_and_are_english() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        assert srp.timestamp_of(1_772_694_489) == TIMESTAMP
    finally:
        locale.setlocale(locale.LC_TIME, before)

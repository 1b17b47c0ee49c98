"""SRP against recorded exchanges of Cognito's clients."""

import base64
import hashlib

import pytest

from local_cognito.crypto import srp

POOL_NAME, USER_ID = "Ab1Cd2Ef3", "3b0f2f8e-1c55-4f0a-9a51-0d5c8f7b2a10"
GROUP_KEY, DEVICE_KEY = "-aBcDeFgH", "eu-west-1_11111111-2222-4333-8444-555555555555"
DEVICE_SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldC1zZWM="
TIMESTAMP = "Thu Mar 5 07:08:09 UTC 2026"
SECRET_BLOCK = bytes(range(64))


def number(letter: str) -> int:
    """The 1024-bit private number of the vectors."""
    return int.from_bytes(b"".join(hashlib.sha256(f"{letter}{i}".encode()).digest() for i in range(4)), "big")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


A = pow(srp.G, number("a"), srp.N)
VECTORS = [
    pytest.param(
        (POOL_NAME, USER_ID, "Correct-Horse-9", "9f3a5c7e1b2d4f608192a3b4c5d6e7f8"),
        "2dad9db874ee94fc6eb586971fd62c46a1a0ee1c920257c5f67afde5d9e5936e",
        "f26570c94192dda51793f74c4598eda93f9361308a7acd5108b890a2d8f904f8",
        "739695978fe89f09dc9ded5d251d574a",
        "fzYamogUQGBeAR8EYIGDzg5btyjNfQyPSjiYOBVOVek=",
        id="salt that is padded",
    ),
    pytest.param(
        (POOL_NAME, USER_ID, "Pässwörd-9", "3a5c7e1b2d4f608192a3b4c5d6e7f8"),
        "768e8c5b64b0e9e6915cbd0baa0cacbf66c7c0eeac683c36e8df9cc006b5e301",
        "deee90aa35afb1d8e9227228d75b286821802c97c53bdb30be2beca188526489",
        "4e3abc61e9c72f4f3bfe13ba3565a259",
        "gRaHCTE6K8Un9RRxV+CJ4S10YIYWOmoBfQiYviISxH8=",
        id="salt that is not padded",
    ),
    pytest.param(
        (GROUP_KEY, DEVICE_KEY, DEVICE_SECRET, "f1e2d3c4b5a697887960514233241506"),
        "100be157a231d626ba5b89de81a53e3f5a1cd3e6cd94cc56c4d690ddaea9ba0c",
        "4e862095b380187243ce7e7135aaa0f440598c21f48fb59acd6eefd9b7b16893",
        "d79ad260f5cd54cf121ca594b913605a",
        "Y/rbmH1Hr525kQfe1X3q17WE4UYyx6eiWwd102Qy/N8=",
        id="device",
    ),
]  # fmt: skip


class TestParameters:
    def test_the_group_and_multiplier_are_cognitos(self) -> None:
        assert sha(srp.pad(srp.N)) == "b28bc90ba9cb908924dc77c554a5fe9225ce147d98fd5d10a40b6d568a1425b2"
        assert srp.MULTIPLIER == 0x538282C4354742D7CBBDE2359FCF67F9F5B3A6B08791E5011B43B8A5B66D9EE6

    def test_the_client_number_of_the_vectors_is_reproduced(self) -> None:
        assert sha(f"{A:x}".encode()) == "074989af811498076576e35b460ebc2860d0b1bca73028a694bf1b6a6f2af8f4"

    @pytest.mark.parametrize(("value", "padded"), [(0x80, "0080"), (0xFFF, "0fff"), (0x7F, "7f"), (0, "00")])
    def test_numbers_are_padded_as_positive_twos_complement(self, value: int, padded: str) -> None:
        assert srp.pad(value).hex() == padded


class TestExchange:
    @pytest.mark.parametrize(("secret", "verifier_hash", "public_hash", "key", "signature"), VECTORS)
    def test_recorded_exchanges_are_reproduced(
        self, secret: tuple[str, str, str, str], verifier_hash: str, public_hash: str, key: str, signature: str
    ) -> None:
        realm, identity, password, salt = secret

        verifier = srp.create_verifier(realm, identity, password, int(salt, 16))
        exchange = srp.Exchange(A, number("b"), verifier)

        assert sha(srp.pad(verifier.value)) == verifier_hash
        assert sha(f"{exchange.public():x}".encode()) == public_hash
        assert exchange.key().hex() == key
        assert srp.sign(exchange.key(), realm, identity, SECRET_BLOCK, TIMESTAMP) == signature
        assert exchange.proves(realm, identity, SECRET_BLOCK, TIMESTAMP, signature)
        assert not exchange.proves(realm, identity, SECRET_BLOCK, TIMESTAMP.replace("Mar 5", "Mar 05"), signature)

    def test_a_device_sends_its_salt_and_verifier_padded_in_base64(self) -> None:
        verifier = srp.create_verifier(GROUP_KEY, DEVICE_KEY, DEVICE_SECRET, 0xF1E2D3C4B5A697887960514233241506)

        assert base64.b64encode(srp.pad(verifier.salt)) == b"APHi08S1ppeIeWBRQjMkFQY="
        assert sha(base64.b64encode(srp.pad(verifier.value))).startswith("d129d34e1c962487")

    def test_a_verifier_survives_storage(self) -> None:
        verifier = srp.create_verifier(POOL_NAME, USER_ID, "Correct-Horse-9")

        assert srp.Verifier.decode(verifier.encode()) == verifier

    @pytest.mark.parametrize("text", ["0", "", "xyz", f"{srp.N:x}", f"{2 * srp.N:x}", "-1"])
    def test_client_numbers_that_would_reveal_the_key_are_refused(self, text: str) -> None:
        assert srp.parse_public(text) is None

    def test_a_decoy_is_stable_for_its_name_only(self) -> None:
        first, again, other = (srp.decoy_verifier(b"key", POOL_NAME, name) for name in ("ann", "ann", "bob"))

        assert first == again != other


def test_every_exchange_has_a_private_number_of_its_own() -> None:
    verifier = srp.create_verifier("pool", "user", "password")

    first, second = (srp.Exchange.start(7, verifier) for _ in range(2))

    assert (first.client_public, first.verifier) == (7, verifier)
    assert 7 != first.private != second.private
    assert first.public() != second.public()
    lengths = [srp.Exchange.start(7, verifier).private.bit_length() for _ in range(8)]
    assert 248 < max(lengths) <= 256


def test_every_verifier_has_a_salt_of_its_own_of_16_bytes() -> None:
    first, second = (srp.create_verifier("pool", "user", "password") for _ in range(2))

    assert first.salt != second.salt
    assert first.value != second.value
    assert 0 < first.salt < 2**128
    assert srp.Verifier.decode(first.encode()) == first


def test_a_decoy_is_the_same_for_the_same_name_only() -> None:
    found = [srp.decoy_verifier(*given) for given in ((b"a", "pool", "x"), (b"a", "pool", "x"), (b"b", "pool", "x"))]
    others = [srp.decoy_verifier(b"a", "other", "x"), srp.decoy_verifier(b"a", "pool", "y")]

    assert found[0] == found[1]
    assert len({decoy.salt for decoy in (*found, *others)}) == len({decoy.value for decoy in (*found, *others)}) == 4
    assert 2**120 < max(decoy.salt for decoy in (*found, *others)) < 2**128


@pytest.mark.parametrize("text", ["", "x", "-1", "0", f"{srp.N:x}", f"{2 * srp.N:x}"])
def test_a_public_number_that_would_fix_the_key_is_refused(text: str) -> None:
    assert srp.parse_public(text) is None
    assert srp.parse_public("1") == 1
    assert srp.parse_public(f"{srp.N + 1:x}") == srp.N + 1

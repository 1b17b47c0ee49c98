"""Which keys of a set are used: hostile ones are skipped, and the good ones beside them work."""

import json

import pytest

from tests.unit.tokens.forge import base64url, key_set, number, pool_key, signing_key, to_json
from vestibule.tokens.key_set import MalformedKeySet, read_key_set

GOOD = pool_key().jwk
MODULUS = pool_key().private.public_key().public_numbers().n

HALF = pool_key().private.private_numbers().p
LARGEST_PRIME_OF_2048_BITS = 2**2048 - 1942289

UNFIT: dict[str, object] = {
    "no object": "key",
    "null": None,
    "a list": [],
    "an empty object": {},
    "symmetric": {"kty": "oct", "kid": "x", "alg": "HS256", "k": "c2VjcmV0"},
    "symmetric, said to be for RS256": {"kty": "oct", "kid": "x", "alg": "RS256", "use": "sig", "k": "c2VjcmV0"},
    "elliptic": {"kty": "EC", "kid": "x", "crv": "P-256", "x": number(5), "y": number(6)},
    "Edwards": {"kty": "OKP", "kid": "x", "crv": "Ed25519", "x": number(5)},
    "rsa in small letters": {**GOOD, "kty": "rsa", "kid": "x"},
    "without kty": {name: value for name, value in GOOD.items() if name != "kty"} | {"kid": "x"},
    "for encryption": {**GOOD, "kid": "x", "use": "enc"},
    "of a use that is no string": {**GOOD, "kid": "x", "use": ["sig"]},
    "of null use": {**GOOD, "kid": "x", "use": None},
    "for RS512": {**GOOD, "kid": "x", "alg": "RS512"},
    "for PS256": {**GOOD, "kid": "x", "alg": "PS256"},
    "for RSA-OAEP": {**GOOD, "kid": "x", "alg": "RSA-OAEP"},
    "for null": {**GOOD, "kid": "x", "alg": None},
    "to sign only": {**GOOD, "kid": "x", "key_ops": ["sign"]},
    "to encrypt": {**GOOD, "kid": "x", "key_ops": ["encrypt", "wrapKey"]},
    "for nothing": {**GOOD, "kid": "x", "key_ops": []},
    "with operations that are no list": {**GOOD, "kid": "x", "key_ops": "verify"},
    "without kid": {name: value for name, value in GOOD.items() if name != "kid"},
    "with an empty kid": {**GOOD, "kid": ""},
    "with a number for kid": {**GOOD, "kid": 1},
    "with a list for kid": {**GOOD, "kid": ["x"]},
    "of 512 bits": signing_key("x", 1024).jwk | {"n": number(2**511 + 111)},
    "of 1024 bits": signing_key("x", 1024).jwk,
    "of 2047 bits": {**GOOD, "kid": "x", "n": number(MODULUS >> 1 | 1)},
    "of 16384 bits": {**GOOD, "kid": "x", "n": number(MODULUS**8)},
    "with an even modulus": {**GOOD, "kid": "x", "n": number(MODULUS - 1)},
    "with a modulus of small factors": {**GOOD, "kid": "x", "n": number(2**2048 - 1)},
    "with a modulus that 997 divides": {**GOOD, "kid": "x", "n": number(997 * (2**2040 + 9 | 1))},
    "with a modulus of zero": {**GOOD, "kid": "x", "n": "AA"},
    "with an empty modulus": {**GOOD, "kid": "x", "n": ""},
    "with a modulus that is no string": {**GOOD, "kid": "x", "n": 5},
    "without a modulus": {name: value for name, value in GOOD.items() if name != "n"} | {"kid": "x"},
    "with a padded modulus": {**GOOD, "kid": "x", "n": f"{GOOD['n']}=="},
    "with a modulus in standard base64": {**GOOD, "kid": "x", "n": "+/" + str(GOOD["n"])[2:]},
    "with a modulus that has white space": {**GOOD, "kid": "x", "n": f" {GOOD['n']}"},
    "with a modulus beyond ASCII": {**GOOD, "kid": "x", "n": f"\u0410{str(GOOD['n'])[1:]}"},
    "with a leading zero octet": {**GOOD, "kid": "x", "n": base64url(b"\x00" + MODULUS.to_bytes(256, "big"))},
    "with exponent 0": {**GOOD, "kid": "x", "e": "AA"},
    "with exponent 1": {**GOOD, "kid": "x", "e": number(1)},
    "with exponent 2": {**GOOD, "kid": "x", "e": number(2)},
    "with exponent 3": {**GOOD, "kid": "x", "e": number(3)},
    "with exponent 65536": {**GOOD, "kid": "x", "e": number(65536)},
    "with an exponent of 33 bits": {**GOOD, "kid": "x", "e": number(2**32 + 1)},
    "with an exponent of 2047 bits": {**GOOD, "kid": "x", "e": number(MODULUS >> 1 | 1)},
    "with an exponent of a megabit": {**GOOD, "kid": "x", "e": base64url(b"\x01" * 20_000)},
    "with an exponent that is no string": {**GOOD, "kid": "x", "e": 65537},
    "with an empty exponent": {**GOOD, "kid": "x", "e": ""},
    "whose modulus is a square": {**GOOD, "kid": "x", "n": number(HALF**2)},
    "whose modulus is a prime": {**GOOD, "kid": "x", "n": number(LARGEST_PRIME_OF_2048_BITS)},
    "without an exponent": {name: value for name, value in GOOD.items() if name != "e"} | {"kid": "x"},
    **{
        f"with the private part {name}": {**GOOD, "kid": "x", name: number(5)}
        for name in ("d", "p", "q", "dp", "dq", "qi")
    },
    "with other primes": {**GOOD, "kid": "x", "oth": []},
    "with an empty private part": {**GOOD, "kid": "x", "d": ""},
    "with a secret": {**GOOD, "kid": "x", "k": "c2VjcmV0"},
}

MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "an empty object": b"{}",
    "an empty list of keys": b'{"keys": []}',
    "null for keys": b'{"keys": null}',
    "an object for keys": to_json({"keys": {"x": GOOD}}),
    "a list": to_json([GOOD]),
    "a single key": to_json(GOOD),
    "a string": b'"keys"',
    "HTML": b"<html><body>Service unavailable</body></html>",
    "a cut document": key_set(pool_key())[:-10],
    "more after it": key_set(pool_key()) + b"{}",
    "keys twice": b'{"keys": [], ' + key_set(pool_key())[1:],
    "a member twice": to_json({"keys": [GOOD]}).replace(b'"use"', b'"kid": "x", "use"'),
    "UTF-16": key_set(pool_key()).decode().encode("utf-16"),
    "an octet that UTF-8 has not": key_set(pool_key())[:-1] + b', "x": "\xff"}',
    "a byte order mark": b"\xef\xbb\xbf" + key_set(pool_key()),
    "NaN": key_set(pool_key())[:-1] + b', "x": NaN}',
    "100,000 nested arrays": b"[" * 100_000 + b"]" * 100_000,
    "100,000 nested arrays for keys": b'{"keys": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "100,000 nested objects": b'{"keys":' * 100_000,
    "nested beside good keys": key_set(pool_key())[:-1] + b', "x": ' + b"[" * 500 + b"]" * 500 + b"}",
    "quotes and backslashes": b'"\\' * 400_000,
}


@pytest.mark.parametrize("name", UNFIT)
def test_an_unsuitable_key_is_skipped_and_the_others_work(name: str) -> None:
    around = [UNFIT[name], GOOD, UNFIT[name]]

    assert list(read_key_set(to_json({"keys": around}))) == [pool_key().kid]


@pytest.mark.parametrize("name", UNFIT)
def test_a_set_with_only_an_unsuitable_key_is_refused(name: str) -> None:
    with pytest.raises(MalformedKeySet):
        read_key_set(to_json({"keys": [UNFIT[name]]}))


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_set_is_refused(name: str) -> None:
    with pytest.raises(MalformedKeySet):
        read_key_set(MALFORMED[name])


@pytest.mark.parametrize("absent", ["use", "alg"])
def test_absent_members_of_a_key_permit_its_use(absent: str) -> None:
    member = {name: value for name, value in GOOD.items() if name != absent}

    assert read_key_set(to_json({"keys": [member]}))


@pytest.mark.parametrize(
    "more",
    [
        {"key_ops": ["verify"]},
        {"x5t": "abc", "x5c": ["abc"]},
        {"kid": "x/y.z="},
        {"issuer": "us-east-1"},
        {"x": {"y": []}},
    ],
)
def test_unknown_members_of_a_key_are_ignored(more: dict[str, object]) -> None:
    assert read_key_set(to_json({"keys": [GOOD | more], "next": "soon"}))


@pytest.mark.parametrize("bits", [2048, 3072, 4096])
def test_keys_of_2048_bits_and_more_are_used(bits: int) -> None:
    signer = signing_key(f"{bits}-bit-key", bits)

    key = read_key_set(key_set(signer))[signer.kid]

    assert key.verify(b"message", signer.sign(b"message"))
    assert not key.verify(b"another", signer.sign(b"message"))


@pytest.mark.parametrize(
    "filler", [{**GOOD, "kid": "filler"}, {"kty": "EC", "kid": "filler"}, signing_key("x", 1024).jwk]
)
def test_the_good_keys_of_a_set_of_more_than_a_hundred_are_used(filler: dict[str, object]) -> None:
    keys = [{**filler, "kid": f"filler-{number}"} for number in range(150)]

    assert pool_key().kid in read_key_set(to_json({"keys": [*keys, GOOD]}))
    assert pool_key().kid in read_key_set(to_json({"keys": [GOOD, *keys]}))


def test_different_keys_with_one_kid_are_both_skipped() -> None:
    impostor = {**signing_key("attacker").jwk, "kid": pool_key().kid}
    other = signing_key("id-key")

    for members in ([GOOD, impostor, other.jwk], [impostor, other.jwk, GOOD], [GOOD, impostor, GOOD, other.jwk]):
        assert list(read_key_set(json.dumps({"keys": members}).encode())) == [other.kid]


def test_a_key_that_is_listed_twice_is_used() -> None:
    assert list(read_key_set(to_json({"keys": [GOOD, GOOD]}))) == [pool_key().kid]

"""How many keys and brackets a set may have, and which numbers a key may have."""

import math

import pytest

from tests.unit.tokens.forge import number, pool_key, signing_key, to_json
from vestibule.tokens.key_set import MalformedKeySet, read_key_set

GOOD, OTHER = pool_key().jwk, signing_key("id-key").jwk
SMALL_ODD_NUMBERS = math.prod(range(3, 1000, 2))


def without_small_factor(bits: int) -> int:
    """The largest odd number of that many bits that no number below 1000 divides."""
    candidates = range(2**bits - 1, 2 ** (bits - 1), -2)
    return next(candidate for candidate in candidates if math.gcd(candidate, SMALL_ODD_NUMBERS) == 1)


@pytest.mark.parametrize(("fillers", "used"), [(999, True), (1000, False)])
def test_the_first_thousand_keys_are_used(fillers: int, used: bool) -> None:
    keys = [{**OTHER, "kid": f"filler-{n}"} for n in range(fillers)]

    assert (pool_key().kid in read_key_set(to_json({"keys": [*keys, GOOD]}))) is used


@pytest.mark.parametrize(("brackets", "accepted"), [(5000, True), (5001, False)])
def test_a_set_has_at_most_five_thousand_brackets(brackets: int, accepted: bool) -> None:
    document = to_json({"keys": [GOOD], "x": [[]] * (brackets - 4)})
    assert document.count(b"{") + document.count(b"[") == brackets

    if accepted:
        assert read_key_set(document)
    else:
        with pytest.raises(MalformedKeySet):
            read_key_set(document)


@pytest.mark.parametrize(
    ("members", "used"),
    [
        ({"n": number(without_small_factor(8192))}, True),
        ({"n": number(without_small_factor(8193))}, False),
        ({"n": number(without_small_factor(2049))}, True),
        ({"n": number(2**2203 - 1)}, True),  # a prime, which is looked for in keys of Cognito's size only
        ({"e": number(2**32 - 1)}, True),
        ({"e": number(65539)}, True),
        ({"e": number(65535)}, False),
        ({"kid": "another"}, True),
        ({"key_ops": ["sign", "verify"]}, True),
        ({"alg": "RS256", "use": "sig"}, True),
    ],
)
def test_numbers_and_purposes_of_a_key_have_their_bounds(members: dict[str, object], used: bool) -> None:
    keys = read_key_set(to_json({"keys": [OTHER, {**GOOD, "kid": "tested", **members}]}))

    assert len(keys) == 1 + used

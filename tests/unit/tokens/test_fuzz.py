"""Any change of a token is refused, or decodes to the same token."""

import asyncio
import base64
import json

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from tests.unit.tokens import forge
from tests.unit.tokens.verify import verify
from vestibule.errors import TokenInvalid
from vestibule.strict_json import NotStrictJson, parse_object
from vestibule.tokens import base64url
from vestibule.tokens.payload import read_payload
from vestibule.tokens.verifier import TokenVerifier

TOKEN = forge.token()
LENGTH = len(TOKEN)
POSITIONS = st.integers(0, LENGTH - 1)
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NEARBY = st.one_of(st.sampled_from(BASE64URL + "=+/. \n"), st.characters())

fuzzed = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


def decide(verifier: TokenVerifier, token: str) -> bool:
    try:
        asyncio.run(verify(verifier, token))
    except TokenInvalid:
        return False
    return True


@fuzzed
@given(position=POSITIONS, character=NEARBY)
def test_a_token_with_a_replaced_character_is_refused(verifier: TokenVerifier, position: int, character: str) -> None:
    mutant = TOKEN[:position] + character + TOKEN[position + 1 :]

    assert decide(verifier, mutant) == (mutant == TOKEN)


@fuzzed
@given(position=POSITIONS, text=st.text(NEARBY, min_size=1, max_size=5))
def test_a_token_with_inserted_text_is_refused(verifier: TokenVerifier, position: int, text: str) -> None:
    assert not decide(verifier, TOKEN[:position] + text + TOKEN[position:])


@fuzzed
@given(start=POSITIONS, length=st.integers(1, 50))
def test_a_token_with_a_removed_part_is_refused(verifier: TokenVerifier, start: int, length: int) -> None:
    assert not decide(verifier, TOKEN[:start] + TOKEN[start + length :])


@fuzzed
@given(text=st.text(max_size=200))
def test_any_text_is_refused_without_an_exception(verifier: TokenVerifier, text: str) -> None:
    assert not decide(verifier, text)


@fuzzed
@given(header=st.binary(max_size=60), payload=st.binary(max_size=60))
def test_any_signed_bytes_are_refused_without_an_exception(
    verifier: TokenVerifier, header: bytes, payload: bytes
) -> None:
    good_header = forge.to_json(forge.header())

    assert not decide(verifier, forge.sign(good_header, payload))
    assert not decide(verifier, forge.sign(header, forge.to_json(forge.user_claims())))


@fuzzed
@given(name=st.sampled_from([*forge.user_claims(), "nbf"]), value=VALUES)
def test_any_signed_value_of_a_claim_is_handled(verifier: TokenVerifier, name: str, value: object) -> None:
    """Accepted only if the claim's value is valid (the corpus says which are); no other exception is raised."""
    claims = forge.user_claims({name: value})

    if decide(verifier, forge.token(claims)) and name in ("iss", "client_id", "token_use"):
        assert claims == forge.user_claims()


@fuzzed
@given(name=st.sampled_from(["alg", "kid", "crit", "jwk", "b64", "typ", "x"]), value=VALUES)
def test_any_signed_value_of_a_header_parameter_is_handled(verifier: TokenVerifier, name: str, value: object) -> None:
    if decide(verifier, forge.token(header_changes={name: value})):
        assert name in ("x", "typ") or value == forge.header().get(name, True)


@given(value=st.binary(max_size=100))
def test_base64url_decodes_valid_text(value: bytes) -> None:
    assert base64url.decode(base64.urlsafe_b64encode(value).rstrip(b"=")) == value


@pytest.mark.parametrize("where", range(5))
def test_base64url_refuses_characters_of_other_alphabets(where: int) -> None:
    for octet in range(256):
        text = b"QUJD"[:where] + bytes([octet]) + b"QUJD"[where:] + b"QUI"

        if octet in BASE64URL.encode():
            assert len(base64url.decode(text)) == 6
        else:
            with pytest.raises(ValueError, match="canonical"):
                base64url.decode(text)


@pytest.mark.parametrize("escaped", [rb"\u0051UJD", rb"QUJD\u002d\u002dQQ", rb"QUJ\/"])
def test_base64url_refuses_escapes(escaped: bytes) -> None:
    with pytest.raises(ValueError, match="canonical"):
        base64url.decode(escaped)


@given(text=st.one_of(st.binary(max_size=12), st.text(BASE64URL, max_size=12).map(str.encode)))
def test_base64url_accepts_one_encoding_per_value(text: bytes) -> None:
    try:
        value = base64url.decode(text)
    except ValueError:
        return
    assert base64.urlsafe_b64encode(value).rstrip(b"=") == text


def _has_duplicates(document: bytes) -> bool:
    found = False

    def look(pairs: list[tuple[str, object]]) -> None:
        nonlocal found
        found = found or len(dict(pairs)) != len(pairs)

    json.loads(document, object_pairs_hook=look)
    return found


MEMBERS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "", '"', ":", "{", "\\u0061", "é", "cognito:groups"]),
        st.one_of(
            st.sampled_from(["x", '"', '":', "[{", ",", 1, -1, "\\"]),
            st.lists(st.sampled_from(["x", '"', 1]), max_size=3),
            VALUES,
        ),
    ),
    max_size=5,
)


@fuzzed
@given(members=MEMBERS, space=st.sampled_from(["", " ", "\n\t"]), plain=st.booleans())
@example(members=[("l", [1, 1]), ("b", "x"), ("b", "y")], space="", plain=True)
def test_json_is_parsed_like_the_standard_library(members: list[tuple[str, object]], space: str, plain: bool) -> None:
    document = _document(members, space, plain)

    try:
        read = parse_object(document)
    except NotStrictJson:
        return
    assert not _has_duplicates(document)
    assert read == json.loads(document)


@fuzzed
@given(members=MEMBERS, space=st.sampled_from(["", " ", "\n\t"]), plain=st.booleans())
@example(members=[("b", 1), ("b", 2)], space="", plain=True)
def test_the_last_duplicate_member_of_a_payload_applies(
    members: list[tuple[str, object]], space: str, plain: bool
) -> None:
    document = _document(members, space, plain)

    try:
        read: object = read_payload(document)
    except TokenInvalid:
        return
    assert read == json.loads(document)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "[NaN]", '"\\ud800"', "01", "1,"])
def test_a_payload_that_is_not_json_is_refused(value: str) -> None:
    with pytest.raises(TokenInvalid):
        read_payload(f'{{"x":{value}}}'.encode())


def _document(members: list[tuple[str, object]], space: str, plain: bool) -> bytes:
    pairs = [f'"{name}"{space}:{space}{json.dumps(value, ensure_ascii=not plain)}' for name, value in members]
    return ("{" + f"{space},".join(pairs) + "}").encode("utf-8", "surrogatepass")

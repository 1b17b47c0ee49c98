"""The JSON parser that refuses ambiguous documents."""

import pytest

from vestibule.strict_json import DEPTH, NotStrictJson, is_nested_deeply, parse_object


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return '{"x": ' + opening * (depth - 1) + "1" + closing * (depth - 1) + "}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{}", {}),
        (' {"a": 1, "b": [true, null, "x"], "c": 1.5}\n', {"a": 1, "b": [True, None, "x"], "c": 1.5}),
        ('{"a": {"a": 1}, "b": [{"a": 1}]}', {"a": {"a": 1}, "b": [{"a": 1}]}),
        (r'{"a": "\ud83d\ude00 \u00e9 \" [ \\"}', {"a": '\U0001f600 \u00e9 " [ \\'}),
        ('{"a": 1e308}', {"a": 1e308}),
        ('{"\u00e9": "\u00e9"}', {"\u00e9": "\u00e9"}),
    ],
)
def test_unambiguous_object_is_parsed(text: str, value: object) -> None:
    assert parse_object(text.encode()) == value


@pytest.mark.parametrize(
    "document",
    [
        *(b"", b"[]", b"1", b"null", b'"x"', b"{", b"{} {}", b"{'a': 1}", b'{"a": 01}'),
        *(b'{"a": 1, "a": 1}', b'{"b": {"a": 1, "a": 2}}', b'{"a": 1, "\\u0061": 2}'),
        *(b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}', b'{"a": 1e999}', b'{"a": -1e999}'),
        *(b'{"a": "\\ud800"}', b'{"\\udfff": 1}', b'{"a": "\xff"}', b"\xef\xbb\xbf{}", '{"a": 1}'.encode("utf-16")),
    ],
)
def test_ambiguous_document_is_refused(document: bytes) -> None:
    with pytest.raises(NotStrictJson) as caught:
        parse_object(document)

    assert "\\u" not in str(caught.value)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_has_its_bound(opening: str, closing: str) -> None:
    assert DEPTH == 32
    assert parse_object(nested(DEPTH, opening, closing).encode())
    with pytest.raises(NotStrictJson):
        parse_object(nested(DEPTH + 1, opening, closing).encode())


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("[" * 33, True),
        ("[" * 32, False),
        ("[{" * 16 + "[", True),
        ("[]" * 100, False),
        ("{}" * 100 + "[" * 33, True),
        ("[" * 30 + "]" * 10 + "[" * 12, False),
        ("[" * 30 + "]" * 10 + "[" * 13, True),
        ('"' + "[" * 100 + '"', False),
        (r'"\"' + "[" * 100 + '"', False),
        (r'"\\"' + "[" * 100, True),
        ('"a"' + "{" * 33, True),
    ],
)
def test_only_brackets_outside_of_strings_nest(text: str, deep: bool) -> None:
    assert is_nested_deeply(text.encode()) is deep

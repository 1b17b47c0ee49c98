"""Writes HCL, the language of Terraform, as `terraform fmt` formats it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
INDENT = "  "


class Expression(str):
    """HCL that is written as it is, such as a reference."""

    __slots__ = ()


@dataclass(frozen=True)
class Block:
    """A block: `kind "label" "label" { attributes, blocks }`."""

    kind: str
    labels: tuple[str, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    blocks: tuple["Block", ...] = ()


def quoted(text: str) -> str:
    """A string literal in which nothing is interpolated."""
    return f'"{text.translate(ESCAPES).replace("${", "$${").replace("%{", "%%{")}"'


def render(blocks: list[Block]) -> str:
    """The text of a file."""
    return "\n".join("\n".join(_lines(block)) + "\n" for block in blocks)


def _lines(block: Block, indent: str = "") -> Iterator[str]:
    head = " ".join([block.kind, *(quoted(label) for label in block.labels)])
    if not block.attributes and not block.blocks:
        yield f"{indent}{head} {{}}"
        return
    yield f"{indent}{head} {{"
    yield from _attributes(block.attributes, indent + INDENT)
    for number, inner in enumerate(block.blocks):
        if number or block.attributes:
            yield ""
        yield from _lines(inner, indent + INDENT)
    yield f"{indent}}}"


def _attributes(attributes: Mapping[str, object], indent: str) -> Iterator[str]:
    """Lines with aligned equals signs. A value of several lines stands alone in its alignment."""
    run: list[str] = []
    for name, value in attributes.items():
        if isinstance(value, dict) and value:
            yield from _aligned(attributes, run, indent)
            run = []
            yield f"{indent}{name} = {{"
            yield from _aligned(_quoted_keys(value), list(_quoted_keys(value)), indent + INDENT)
            yield f"{indent}}}"
        else:
            run.append(name)
    yield from _aligned(attributes, run, indent)


def _aligned(attributes: Mapping[str, object], names: list[str], indent: str) -> Iterator[str]:
    width = max((len(name) for name in names), default=0)
    for name in names:
        yield f"{indent}{name:<{width}} = {_value(attributes[name])}"


def _quoted_keys(value: Mapping[str, object]) -> dict[str, object]:
    return {quoted(name): item for name, item in value.items()}


def _value(value: object) -> str:
    if isinstance(value, Expression):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, dict):
        return "{}"
    return json.dumps(value)

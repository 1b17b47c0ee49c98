"""Reads `pool.toml`, or stops with one line for each fault, which names the key."""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vestibule.pool_file.checks import inconsistencies
from vestibule.pool_file.file import PoolFile
from vestibule.pool_file.secret import SecretReference

LOCAL = "local"
"""The table of what local Cognito has differently: it is merged over the others."""
SECRET_KEYS = SecretReference.model_fields.keys()
NAMES = {
    "literal_error": "must be {expected}",
    "extra_forbidden": "is not a key of this table",
    "missing": "is missing",
    "union_tag_not_found": "type is missing",
    "union_tag_invalid": "type must be one of {expected_tags}",
    "model_type": "must be a table",
    "dict_type": "must be a table",
}


class PoolFileError(Exception):
    """The file cannot be used. The message has one line for each fault."""


def load_pool_file(path: Path, *, local: bool) -> PoolFile:
    """Read the file; for local Cognito with the table `[local]` merged over it. Raises PoolFileError."""
    try:
        return parse_pool_file(path.read_text("utf-8"), local=local)
    except OSError as error:
        raise PoolFileError(f"{path}: {error.strerror}") from error
    except UnicodeError as error:
        raise PoolFileError(f"{path}: is not UTF-8") from error
    except PoolFileError as error:
        raise PoolFileError(
            "\n".join([f"{path} cannot be used:", *(f"  {line}" for line in str(error).split("\n"))])
        ) from None


def parse_pool_file(text: str, *, local: bool) -> PoolFile:
    """The file with this text. Both forms are validated, so that a fault in `[local]` is found wherever it is read."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PoolFileError(f"is not TOML: {error}") from error
    overlay = content.pop(LOCAL, {})
    if not isinstance(overlay, dict):
        raise PoolFileError(f"{LOCAL}: must be a table")
    plain, merged = _validated(content), _validated(_merge(content, overlay))
    if isinstance(plain, list):
        raise PoolFileError("\n".join(plain))
    if lines := [*_secrets_in(plain)]:
        raise PoolFileError("\n".join(lines))
    if isinstance(merged, list):
        raise PoolFileError("\n".join(f"with [{LOCAL}]: {line}" for line in merged))
    return merged if local else plain


def _secrets_in(file: PoolFile) -> Iterator[str]:
    """One line for each secret that is in the file itself, outside `[local]`."""
    for name, provider in file.providers.items():
        for member, value in provider:
            if isinstance(value, SecretReference) and value.value is not None:
                yield f"providers.{name}.{member}.value: is for [{LOCAL}] only; name a variable or a file"


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`above` over `below`, table by table. A table whose keys exclude each other is replaced as a whole."""
    merged = {**below, **above}
    for name in below.keys() & above.keys():
        under, over = below[name], above[name]
        if isinstance(under, dict) and isinstance(over, dict) and not (name == "domain" or over.keys() <= SECRET_KEYS):
            merged[name] = _merge(under, over)
    return merged


def _validated(content: Mapping[str, Any]) -> PoolFile | list[str]:
    """The file, or its faults."""
    try:
        file = PoolFile.model_validate(content)
    except ValidationError as error:
        return [*dict.fromkeys(_line(fault, content) for fault in error.errors(include_url=False))]
    return [*inconsistencies(file)] or file


def _line(fault: Any, content: Mapping[str, Any]) -> str:  # noqa: ANN401  pydantic's ErrorDetails
    is_missing = fault["type"] == "missing"
    location = [*_written([part for part in fault["loc"] if part != "[key]"], content, is_missing=is_missing)]
    key = ".".join(str(part) for part in location)
    reason = str(fault["msg"]).removeprefix("Value error, ").replace("Input should be", "must be")
    context = fault.get("ctx", {})
    if fault["type"] in NAMES:
        reason = NAMES[fault["type"]].format(**context)
    if fault["type"] == "string_pattern_mismatch":
        reason = f"has a form that is not allowed: it must match {context['pattern']}"
    if fault["type"] == "extra_forbidden" and (similar := _similar(location)):
        reason += f"; did you mean {similar}?"
    return f"{key}: {reason}" if key else reason


def _written(location: list[Any], content: Mapping[str, Any], *, is_missing: bool) -> Iterator[Any]:
    """The location without what pydantic adds: the tag of a union, the name of an alternative.

    `is_missing`: its last part is a key that the file lacks.
    """
    value: Any = content
    for position, part in enumerate(location):
        if isinstance(value, Mapping):
            is_last = position == len(location) - 1
            if part not in value and not (is_missing and is_last):
                continue
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
        else:
            continue
        yield part


def _similar(location: list[Any]) -> str:
    """The key of the same table that was probably meant."""
    schema: Mapping[str, Any] = PoolFile.model_json_schema()
    definitions, here = schema["$defs"], schema
    for part in location[:-1]:
        here = here.get("properties", {}).get(part) or _of_any_name(here)
        references = [here, *here.get("anyOf", []), *here.get("oneOf", [])]
        name = next((one["$ref"].rpartition("/")[2] for one in references if "$ref" in one), None)
        here = definitions[name] if name else here
    return next(iter(difflib.get_close_matches(str(location[-1]), here.get("properties", {}), 1, 0.6)), "")


def _of_any_name(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a table's members that may have any name."""
    by_pattern: list[Mapping[str, Any]] = [*schema.get("patternProperties", {}).values()]
    return by_pattern[0] if by_pattern else schema.get("additionalProperties") or {}

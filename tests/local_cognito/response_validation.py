"""Validation of every response against botocore's service model."""

import json
from collections.abc import Iterator
from typing import TypeVar

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

Client = TypeVar("Client", bound=BaseClient)

# Errors that every operation of AWS can return besides its own.
COMMON_ERRORS = {
    "InternalErrorException",
    "MissingAuthenticationTokenException",
    "NotImplementedException",
    "SerializationException",
    "UnknownOperationException",
    "ValidationException",
}
# Errors that an operation's documentation names, but not its list of errors.
DOCUMENTED_ERRORS = {"AdminCreateUser": {"AliasExistsException"}}
# The model's limit is 20, but phone_number_verified has 21 characters.
SHAPES_WITH_WRONG_LIMITS = {"CustomAttributeNameType"}
TYPES = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "blob": str,
    "timestamp": int | float,
}


def validate_responses(client: Client) -> Client:
    """Make every call of this client fail if its response does not match the service model."""
    client.meta.events.register("after-call", _check)
    return client


def _check(http_response: AWSResponse, model: OperationModel, **_: object) -> None:
    answer = json.loads(http_response.content)
    assert isinstance(answer, dict)
    assert http_response.headers["content-type"] == "application/x-amz-json-1.1"
    assert http_response.headers["x-amzn-requestid"]
    if http_response.status_code == 200:
        errors = list(_errors(model.output_shape, answer, model.name))
        assert not errors, errors
        return
    modelled = {shape.name for shape in model.error_shapes}
    assert answer.keys() == {"__type", "message"}
    assert http_response.headers["x-amzn-errortype"].removesuffix(":") == answer["__type"]
    allowed = modelled | COMMON_ERRORS | DOCUMENTED_ERRORS.get(model.name, set())
    assert answer["__type"] in allowed, f"{model.name} has no {answer['__type']}"


def _errors(shape: Shape | None, value: object, path: str) -> Iterator[str]:
    if shape is None:
        yield from [f"{path} should be empty"] if value else []
    elif not isinstance(value, TYPES[shape.type_name]) or (isinstance(value, bool) and shape.type_name != "boolean"):
        yield f"{path} should be {shape.type_name}, is {value!r}"
    elif isinstance(value, str):
        yield from _string_errors(shape, value, path)
    else:
        for member, item, name in _members(shape, value):
            yield from _errors(member, item, f"{path}.{name}")
        yield from _member_errors(shape, value, path)


def _members(shape: Shape, value: object) -> Iterator[tuple[Shape, object, str]]:
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        yield from ((shape.members[name], value[name], name) for name in value.keys() & shape.members.keys())
    if isinstance(shape, ListShape) and isinstance(value, list):
        yield from ((shape.member, item, str(index)) for index, item in enumerate(value))
    if isinstance(shape, MapShape) and isinstance(value, dict):
        yield from ((shape.value, item, key) for key, item in value.items())


def _member_errors(shape: Shape, value: object, path: str) -> Iterator[str]:
    if isinstance(shape, StructureShape) and isinstance(value, dict) and not shape.is_document_type:
        yield from (f"{path} has an unknown {name}" for name in value.keys() - shape.members.keys())
        yield from (f"{path} lacks {name}" for name in set(shape.required_members) - value.keys())


def _string_errors(shape: Shape, value: str, path: str) -> Iterator[str]:
    rules = shape.metadata
    if "enum" in rules and value not in rules["enum"]:
        yield f"{path} is none of {rules['enum']}: {value!r}"
    if shape.name in SHAPES_WITH_WRONG_LIMITS:
        return
    if not rules.get("min", 0) <= len(value) <= rules.get("max", len(value)):
        yield f"{path} is too short or too long: {value!r}"

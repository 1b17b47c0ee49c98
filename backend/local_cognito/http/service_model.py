"""The service models of botocore: operations, and the validation of requests."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import cast

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel as BotocoreModel, Shape, StructureShape

from local_cognito.errors import CognitoError, SerializationException, UnknownOperationException

Request = Mapping[str, object]

# The Java character classes that the model's patterns use, as Python ones: printable characters and separators.
PRINTABLE = (
    r"!-~\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\U0010ffff"
)
SEPARATORS = r" \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Cognito accepts more than its model says: spaces inside a password, and dots in a custom domain.
PATTERNS = {
    "PasswordType": r"^[\S]+.*[\S]+$",
    "DomainType": r"^[a-z0-9](?:[a-z0-9\-.]{0,61}[a-z0-9])?$",
}
JAVA_CLASSES = {r"\p{L}\p{M}\p{S}\p{N}\p{P}": PRINTABLE, r"\p{Z}": SEPARATORS, "A-Za-z0-9-_=.": r"A-Za-z0-9\-_=."}

# Settings of managed login are any JSON, which no shape bounds.
MAX_DEPTH = 100

TYPES: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "timestamp": (int, float),
    "blob": (str,),
}


@cache
def _description(service: str) -> Mapping[str, object]:
    """Botocore's description of a service, read once in a process.

    A botocore session would read the machine's AWS configuration, which may be broken and is not needed.
    """
    description: Mapping[str, object] = Loader().load_service_model(service, "service-2")
    return description


class ServiceModel:
    """The operations of a service, and the shapes of their requests.

    `invalid` is the error that the service raises for a value that violates the model.
    """

    def __init__(self, service: str, invalid: type[CognitoError]) -> None:
        self._model = BotocoreModel(_description(service), service_name=service)
        self._invalid = invalid

    @property
    def operations(self) -> list[str]:
        """The names of all of the service's operations, implemented here or not."""
        return list(self._model.operation_names)

    def operation(self, name: str) -> OperationModel:
        """The operation of this name; raises UnknownOperationException."""
        if name not in self._model.operation_names:
            raise UnknownOperationException(f"Cognito has no operation {name!r}.")
        return self._model.operation_model(name)

    def parse(self, operation: OperationModel, body: bytes) -> Request:
        """The request in a body. Null counts as absent, in maps too; unknown members are ignored.

        Raises SerializationException for a wrong type.
        """
        request = _read(body)
        if operation.input_shape is None:
            return {}
        shape = operation.input_shape
        known = {name: value for name, value in _without_nulls(request).items() if name in shape.members}
        if violations := list(_violations(shape, known, "")):
            plural = "error" if len(violations) == 1 else "errors"
            raise self._invalid(f"{len(violations)} validation {plural} detected: {'; '.join(violations)}")
        return known


def is_signed(operation: OperationModel) -> bool:
    """Whether the operation needs AWS credentials (SigV4) rather than an app client or an access token."""
    return operation.auth_type != "none"


def _read(body: bytes) -> dict[str, object]:
    try:
        request = json.loads(body or b"{}", parse_constant=_reject_constant)
        json.dumps(request, ensure_ascii=False).encode()  # raises for a lone surrogate
    except (ValueError, RecursionError) as error:
        raise SerializationException("The body is not JSON.") from error
    if not isinstance(request, dict):
        raise SerializationException("Start of structure or map found where not expected.")
    # Only a body with that many brackets can be so deep.
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _is_deeper(request, MAX_DEPTH):
        raise SerializationException("The body is nested too deeply.")
    return request


def _is_deeper(value: object, limit: int) -> bool:
    """Whether lists and objects are nested more deeply, without recursion."""
    layer = [value]
    for _ in range(limit):
        layer = [item for outer in layer for item in _items(outer)]
        if not layer:
            return False
    return True


def _items(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _without_nulls(request: Request) -> Request:
    return {name: _prune(value) for name, value in request.items() if value is not None}


def _prune(value: object) -> object:
    if isinstance(value, dict):
        return _without_nulls(value)
    return [_prune(item) for item in value] if isinstance(value, list) else value


def _reject_constant(name: str) -> float:
    raise ValueError(name)


def _violations(shape: Shape, value: object, path: str) -> Iterator[str]:
    if isinstance(shape, StructureShape) and shape.is_document_type:  # any JSON
        return
    if not isinstance(value, TYPES[shape.type_name]) or (isinstance(value, bool) and shape.type_name != "boolean"):
        raise SerializationException(f"The value at '{path}' cannot be converted to {shape.type_name}.")
    yield from _constraint_violations(shape, value, path)
    if isinstance(shape, StructureShape):
        yield from _member_violations(shape, cast("Request", value), path)
    elif isinstance(shape, ListShape):
        for index, item in enumerate(cast("list[object]", value), start=1):
            yield from _violations(shape.member, item, f"{path}.{index}.member")
    elif isinstance(shape, MapShape):
        for key, item in cast("Request", value).items():
            yield from _violations(shape.key, key, path)
            yield from _violations(shape.value, item, f"{path}.{key}.member")


def _member_violations(shape: StructureShape, value: Request, path: str) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"Value null at '{_join(path, name)}' failed to satisfy constraint: Member must not be null"
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from _violations(member, value[name], _join(path, name))


def _constraint_violations(shape: Shape, value: object, path: str) -> Iterator[str]:
    for rule in _broken_rules(shape, value):
        shown = "Value" if shape.metadata.get("sensitive") or not isinstance(value, str) else f"Value '{value[:100]}'"
        yield f"{shown} at '{path}' failed to satisfy constraint: Member must {rule}"


def _broken_rules(shape: Shape, value: object) -> Iterator[str]:
    rules = shape.metadata
    if shape.type_name == "blob":
        value = _decode(cast("str", value))
    size = (
        value
        if isinstance(value, int)
        else len(cast("str", value))
        if isinstance(value, str | bytes | list | dict)
        else None
    )
    noun = "have value" if isinstance(value, int) else "have length"
    if size is not None and size < rules.get("min", size):
        yield f"{noun} greater than or equal to {rules['min']}"
    if size is not None and size > rules.get("max", size):
        yield f"{noun} less than or equal to {rules['max']}"
    if isinstance(value, str) and "enum" in rules and value not in rules["enum"]:
        yield f"satisfy enum value set: [{', '.join(rules['enum'])}]"
    pattern = PATTERNS.get(shape.name, rules.get("pattern"))
    if isinstance(value, str) and pattern is not None and not _pattern(pattern).fullmatch(value):
        yield f"satisfy regular expression pattern: {pattern}"


def _decode(blob: str) -> bytes:
    try:
        return base64.b64decode(blob, validate=True)
    except ValueError as error:
        raise SerializationException("A blob is not base64.") from error


@cache
def _pattern(java: str) -> re.Pattern[str]:
    for java_class, python_class in JAVA_CLASSES.items():
        java = java.replace(java_class, python_class)
    return re.compile(java)


def _join(path: str, name: str) -> str:
    member = name[0].lower() + name[1:]
    return f"{path}.{member}" if path else member

"""AWS over HTTP, answered from documents: for what neither local Cognito nor moto can have, such as the SES sandbox.

A document is a response by AWS's own names; it is validated and serialized by botocore's service model.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import botocore.session
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape
from botocore.validate import validate_parameters
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.servers import serve

NOT_FOUND = "not found"
"""In place of a document: the operation answers that there is no such thing."""
SERVICES = {
    "AWSCognitoIdentityProviderService": "cognito-idp",
    "AWSCognitoIdentityService": "cognito-identity",
    "AWSWAF_20190729": "wafv2",
}
SIGNING_NAMES = {"ses": "sesv2"}
NOT_FOUND_ERRORS = {"iam": "NoSuchEntity", "sesv2": "NotFoundException", "wafv2": "WAFNonexistentItemException"}
MODELS = botocore.session.Session()


@contextmanager
def aws_documents(documents: Mapping[str, Any]) -> Iterator[str]:
    """Serve documents by operation, such as {"GetAccount": {…}}. Other operations are denied."""

    async def answer(request: Request) -> Response:
        body = await request.body()
        model = _model(request)
        operation = _operation(request, body, model)
        document = documents.get(operation.name)
        if document is None:
            return _error(model, "AccessDeniedException")
        if document == NOT_FOUND:
            return _error(model, NOT_FOUND_ERRORS.get(model.service_name, "ResourceNotFoundException"))
        if operation.output_shape:
            validate_parameters(document, operation.output_shape)
        return _success(operation, document)

    methods = ["GET", "POST", "PUT"]
    with serve(Starlette(routes=[Route("/{path:path}", answer, methods=methods)])) as url:
        yield url


def _model(request: Request) -> ServiceModel:
    target = request.headers.get("x-amz-target", "").partition(".")[0]
    scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", request.headers.get("authorization", ""))
    service = SERVICES.get(target) or (scope[1] if scope else "")
    return MODELS.get_service_model(SIGNING_NAMES.get(service, service))


def _operation(request: Request, body: bytes, model: ServiceModel) -> OperationModel:
    if target := request.headers.get("x-amz-target"):
        return model.operation_model(target.rpartition(".")[2])
    if model.metadata["protocol"] == "query":
        return model.operation_model(parse_qs(body.decode())["Action"][0])
    found = [model.operation_model(name) for name in model.operation_names]
    return next(operation for operation in found if _is_at(operation, request))


def _is_at(operation: OperationModel, request: Request) -> bool:
    pattern = re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(operation.http["requestUri"].partition("?")[0]))
    path = request.scope["raw_path"].decode().rstrip("/")
    return operation.http["method"] == request.method and bool(re.fullmatch(pattern.rstrip("/"), path))


def _success(operation: OperationModel, document: Any) -> Response:
    if operation.service_model.metadata["protocol"] != "query":
        return Response(json.dumps(document), media_type="application/x-amz-json-1.1")
    output = operation.output_shape
    result = _members(output, document) if isinstance(output, StructureShape) else ""
    name = operation.name
    text = f"<{name}Response><{name}Result>{result}</{name}Result></{name}Response>"
    return Response(text, media_type="text/xml")


def _members(shape: StructureShape, value: Mapping[str, Any]) -> str:
    return "".join(f"<{name}>{_xml(shape.members[name], each)}</{name}>" for name, each in value.items())


def _xml(shape: Shape, value: Any) -> str:
    if isinstance(shape, StructureShape):
        return _members(shape, value)
    if isinstance(shape, ListShape):
        return "".join(f"<member>{_xml(shape.member, each)}</member>" for each in value)
    if shape.type_name == "map":
        return "".join(f"<entry><key>{key}</key><value>{escape(each)}</value></entry>" for key, each in value.items())
    return escape(str(value).lower() if isinstance(value, bool) else str(value))


def _error(model: ServiceModel, code: str) -> Response:
    if model.metadata["protocol"] == "query":
        text = f"<ErrorResponse><Error><Code>{code}</Code><Message>{code}</Message></Error></ErrorResponse>"
        return Response(text, status_code=400, media_type="text/xml")
    return Response(json.dumps({"__type": code, "message": code}), status_code=400, headers={"x-amzn-errortype": code})

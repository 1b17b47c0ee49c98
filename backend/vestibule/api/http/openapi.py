"""The OpenAPI document: FastAPI's, plus the errors that follow from each endpoint's body and dependencies."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from vestibule import errors
from vestibule.api.http.problems import FieldFault, Problem, describe
from vestibule.api.http.routing import dependencies
from vestibule.api.http.strict_route import JSON
from vestibule.errors import AppError

ERRORS_OF_ANY = (errors.BodyTooLarge, errors.HeadersTooLarge, errors.UnreadableRequest, AppError)
ERRORS_OF_A_BODY = (errors.UnsupportedMediaType,)
ERRORS_OF_JSON = (errors.MalformedRequest,)

TAGS = {
    "config": "What screens need to know before a sign-in.",
    "sign-up": "Create an account and confirm its address.",
    "session": "Sign in, answer challenges, refresh, sign out; prove again who you are.",
    "password": "Reset a forgotten password, or change it.",
    "me": "The signed-in user's profile, addresses, identities, sessions and data.",
    "mfa": "The signed-in user's second factors, passkeys, recovery codes and trusted browsers.",
    "users": "Administration, for the group `admins`.",
    "protected": "A sample resource that requires a token.",
    "health": "Probes for orchestrators and load balancers.",
    "well-known": "Metadata for OAuth clients.",
}
ACRONYMS = {"Aws": "AWS", "Mfa": "MFA", "Oauth": "OAuth", "Totp": "TOTP"}


def openapi(app: FastAPI, *, security_schemes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document, in which `security_schemes` replace those of the same name; it is built once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            tags=[{"name": name, "description": description} for name, description in TAGS.items()],
            servers=app.servers,
            license_info=app.license_info,
        )
        _, problem = models_json_schema(
            [(Problem, "serialization"), (FieldFault, "serialization")], ref_template="#/components/schemas/{model}"
        )
        document["components"]["schemas"] |= problem["$defs"]
        document["components"]["securitySchemes"] |= security_schemes
        for route in app.routes:
            if isinstance(route, APIRoute) and route.include_in_schema:
                _complete(document, route)
        app.openapi_schema = document
    return app.openapi_schema


def _complete(document: dict[str, Any], route: APIRoute) -> None:
    """Add what FastAPI leaves out: that an operation is open to everybody, its errors, and the case of acronyms."""
    for method in route.methods or ():
        operation = document["paths"][route.path_format][method.lower()]
        operation.setdefault("security", [])
        operation["summary"] = " ".join(ACRONYMS.get(word, word) for word in operation["summary"].split())
        for kind in _errors(route, operation):
            describe(operation["responses"].setdefault(str(kind.status), {}), kind)


def _errors(route: APIRoute, operation: dict[str, Any]) -> Iterator[type[AppError]]:
    """The errors that the endpoint need not declare, since its body and its dependencies imply them."""
    yield from ERRORS_OF_ANY
    if body := operation.get("requestBody"):
        yield from ERRORS_OF_A_BODY
        yield from ERRORS_OF_JSON if JSON in body["content"] else ()
    for dependency in dependencies(route.dependant):
        yield from getattr(dependency, "errors", ())

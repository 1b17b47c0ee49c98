"""The OpenAPI document: FastAPI's, plus the errors that follow from each endpoint's body and dependencies."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy, deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase
from starlette.routing import BaseRoute

from vestibule import errors
from vestibule.api.http.problems import MEDIA_TYPE, Problem, describe
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


class AccountProblem(Problem):
    """What went wrong (RFC 9457). Tell errors apart by `code`; the texts may change."""


def openapi(app: FastAPI, *, security_schemes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document, in which `security_schemes` replace those of the same name; it is built once."""
    if app.openapi_schema is None:
        routes = [copy(route) for route in app.routes]
        complete(routes)
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=routes,
            tags=[{"name": name, "description": description} for name, description in TAGS.items()],
            servers=app.servers,
            license_info=app.license_info,
        )
        document["components"]["securitySchemes"] |= security_schemes
        app.openapi_schema = document
    return app.openapi_schema


def complete(routes: Iterable[BaseRoute], problem: type[Problem] = Problem) -> None:
    """Add to our routes what FastAPI's document would lack, whoever makes it.

    That is all errors, that an endpoint is open to everybody, and the case of acronyms. `problem` is the model of the
    errors: another application may have a Problem of its own, and FastAPI would rename both, but not our references.
    """
    problem_field = APIRoute("/", lambda: None, responses={500: {"model": problem}}).response_fields[500]
    for route in routes:
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            continue
        responses = deepcopy(route.responses)  # those of another application too
        for kind in _errors(route):
            describe(responses.setdefault(kind.status, {}), kind)
        for response in responses.values():
            if content := response.get("content", {}).get(MEDIA_TYPE):
                content["schema"] = {"$ref": f"#/components/schemas/{problem.__name__}"}
        route.responses = responses
        # FastAPI writes these models into the document. No response has this key, so none shows the model twice.
        route.response_fields = {**route.response_fields, "problem": problem_field}
        if not any(isinstance(dependency, SecurityBase) for dependency in dependencies(route.dependant)):
            route.openapi_extra = {"security": [], **(route.openapi_extra or {})}
        words = route.name.replace("_", " ").title().split()
        route.summary = route.summary or " ".join(ACRONYMS.get(word, word) for word in words)


def _errors(route: APIRoute) -> Iterator[type[AppError]]:
    """The errors that the endpoint need not declare, since its body and its dependencies imply them."""
    yield from ERRORS_OF_ANY
    if body := route.body_field:
        yield from ERRORS_OF_A_BODY
        yield from ERRORS_OF_JSON if getattr(body.field_info, "media_type", None) == JSON else ()
    for dependency in dependencies(route.dependant):
        yield from getattr(dependency, "errors", ())

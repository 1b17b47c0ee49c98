"""The OpenAPI document is complete, and the API's responses match it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx2
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from starlette.routing import Mount

from tests.apps import Outbox, Person, running, settings_for
from tests.cognito import create_cognito
from tests.servers import Clock, serve
from vestibule import errors
from vestibule.api.http.openapi import complete
from vestibule.api.http.routing import dependencies
from vestibule.main import create_app

if TYPE_CHECKING:
    import schemathesis
    from schemathesis.schemas import BaseSchema

EXAMPLES = 6
APP = create_app(settings_for("http://127.0.0.1:9"))
DOCUMENT = APP.openapi()
COMMITTED = Path(__file__).parents[2] / "frontend" / "src" / "api" / "openapi.json"
ROUTES = [route for route in APP.routes if isinstance(route, APIRoute) and route.include_in_schema]
OPERATIONS = [
    (method, path, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
]
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]


@pytest.fixture(scope="module")
def url(cognito_url: str, clock: Clock) -> Iterator[str]:
    """The API on a port, for clients in another thread."""
    with serve(create_app(settings_for(cognito_url, log_level="ERROR"), clock=clock)) as found:
        yield found


@pytest.fixture(scope="module")
def described() -> "BaseSchema":
    """The document, read by schemathesis."""
    import schemathesis

    return schemathesis.openapi.from_dict(DOCUMENT)


@pytest.fixture(scope="module")
def visitor(url: str, outbox: Outbox) -> Iterator[Person]:
    """A user who has signed in."""
    with httpx2.Client(base_url=url) as client:
        yield Person(cast("TestClient", client), outbox).sign_up().confirm().sign_in()


def test_committed_document_is_that_of_the_application() -> None:
    assert json.loads(COMMITTED.read_text("utf-8")) == json.loads(json.dumps(DOCUMENT))


def test_routes_that_are_not_in_the_document_are_passed_over() -> None:
    def set_up_mfa() -> None: ...

    hidden, shown = (APIRoute("/api/mfa", set_up_mfa, include_in_schema=listed) for listed in (False, True))

    complete([Mount("/files", routes=[]), hidden, shown])

    assert (hidden.summary, shown.summary) == (None, "Set Up MFA")


def subclasses(kind: type[errors.AppError]) -> Iterator[type[errors.AppError]]:
    if "code" in vars(kind):
        yield kind
    for below in kind.__subclasses__():
        if below.__module__.startswith(errors.__name__):
            yield from subclasses(below)


class TestDocument:
    def test_document_is_openapi_3_1_and_the_same_for_everyone(self, client: TestClient) -> None:
        answer = client.get("/api/openapi.json")

        assert answer.json()["openapi"].startswith("3.1")
        assert answer.json() == DOCUMENT

    def test_docs_load_nothing_from_other_hosts(self, client: TestClient) -> None:
        page = client.get("/api/docs").text

        assert "https://" not in page
        assert "//cdn" not in page

    def test_operation_ids_are_unique(self) -> None:
        names = [operation["operationId"] for _, _, operation in OPERATIONS]

        assert len(set(names)) == len(names)

    def test_every_tag_has_a_description(self) -> None:
        described = {tag["name"] for tag in DOCUMENT["tags"] if tag["description"]}

        assert described == {tag for _, _, operation in OPERATIONS for tag in operation["tags"]}

    @pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
    def test_every_operation_lists_its_errors(self, method: str, path: str, operation: dict[str, Any]) -> None:
        responses = operation["responses"]

        assert {"413", "422", "431", "500"} <= responses.keys()
        assert ("401" in responses) or not operation.get("security")
        assert ("415" in responses) is ("requestBody" in operation)
        assert operation["summary"]
        assert operation["description"], f"{method} {path}"

    @pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.methods} {route.path}")
    def test_no_endpoint_lists_an_error_that_follows_from_its_dependencies(self, route: APIRoute) -> None:
        listed = set(re.findall(r"`([\w-]+)`:", json.dumps([*route.responses.values()], default=str)))
        implied = {kind.code for found in dependencies(route.dependant) for kind in getattr(found, "errors", ())}

        assert listed & implied <= {errors.InvalidRequest.code}

    @pytest.mark.parametrize("kind", sorted(set(subclasses(errors.AppError)), key=lambda kind: kind.code))
    def test_every_error_has_its_own_code(self, kind: type[errors.AppError]) -> None:
        same = [other for other in subclasses(errors.AppError) if other.code == kind.code]

        assert same == [kind]
        assert 400 <= kind.status < 600

    def test_no_pattern_repeats_a_class_of_all_of_unicode(self) -> None:
        """Such a pattern takes megabytes wherever it is compiled. In JavaScript its letters are only those of ASCII."""
        patterns = set(re.findall(r'"pattern": "([^"]*)"', json.dumps(DOCUMENT)))

        assert not [pattern for pattern in patterns if re.search(r"\\[wds][^{}]*\{\d", pattern)]

    def test_every_schema_reference_resolves(self) -> None:
        known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}

        assert set(references(DOCUMENT)) <= known

    def test_example_of_an_error_is_what_the_api_answers(self, client: TestClient) -> None:
        answer = client.get("/api/me")

        documented = DOCUMENT["paths"]["/api/me"]["get"]["responses"]["401"]["content"]["application/problem+json"]
        assert documented["examples"]["token-missing"]["value"] == answer.json()

    def test_examples_of_the_first_requests_can_be_sent_as_they_are(self, tmp_path: Path, clock: Clock) -> None:
        sign_up, confirm, sign_in = (
            {
                name: member["examples"][0]
                for name, member in DOCUMENT["components"]["schemas"][model]["properties"].items()
                if "examples" in member
            }
            for model in ("SignUpRequest", "ConfirmSignUpRequest", "SignInRequest")
        )

        with (
            serve(create_cognito(tmp_path / "pool.sqlite3", clock=clock)) as cognito_url,
            running(settings_for(cognito_url), clock) as client,
        ):
            created = client.post("/api/auth/sign-up", json=sign_up)
            code = Outbox(cognito_url).code(sign_up["email"])
            refused = client.post("/api/auth/sign-up/confirm", json=confirm)
            confirmed = client.post("/api/auth/sign-up/confirm", json=confirm | {"code": code})
            credentials = {"email": sign_in["email"], "password": sign_up["password"]}
            signed_in = client.post("/api/auth/sign-in", json=credentials)

        assert sign_up.keys() == {"email", "password", "attributes"}
        assert (created.status_code, refused.json()["code"], confirmed.status_code) == (201, "code-mismatch", 204)
        assert signed_in.json()["status"] == "signed_in"


def requests_to_make() -> Iterator[object]:
    """Each operation with valid and, if it has input, invalid requests; operations that sign out come last."""
    for method, path, operation in sorted(OPERATIONS, key=lambda entry: (entry[0] == "delete", "sign-out" in entry[1])):
        yield pytest.param(method, path, "positive", id=f"{method} {path}")
        if "requestBody" in operation or "parameters" in operation:
            yield pytest.param(method, path, "negative", id=f"{method} {path} otherwise")


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for member in node.values():
            yield from references(member)
    elif isinstance(node, list):
        for member in node:
            yield from references(member)


@pytest.mark.parametrize(("method", "path", "mode"), list(requests_to_make()))
def test_responses_match_the_document(
    described: "BaseSchema", visitor: Person, url: str, method: str, path: str, mode: str
) -> None:
    from schemathesis import GenerationMode, checks
    from schemathesis.specs.openapi import checks as openapi_checks

    conformance = [
        checks.not_a_server_error,
        openapi_checks.status_code_conformance,
        openapi_checks.content_type_conformance,
        openapi_checks.response_schema_conformance,
        openapi_checks.response_headers_conformance,
    ]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(case=described[path][method.upper()].as_strategy(generation_mode=GenerationMode(mode)))
    def answers(case: "schemathesis.Case") -> None:
        case.call_and_validate(base_url=url, headers=visitor.headers, checks=conformance)

    answers()

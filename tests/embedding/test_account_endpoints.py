"""Our account endpoints inside another application."""

import json
import re
from collections.abc import Iterator
from functools import partial

import pytest
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.testclient import TestClient
from pydantic import create_model

import vestibule
from tests.apps import PASSWORD, Outbox, assert_problem, settings_for
from tests.servers import Clock
from vestibule import CurrentUser

EMAIL = "ada@example.com"


@pytest.fixture(scope="module")
def app(cognito_url: str, clock: Clock) -> FastAPI:
    app = FastAPI(lifespan=partial(vestibule.lifespan, settings=settings_for(cognito_url), clock=clock))
    vestibule.add_account_endpoints(app, prefix="/people")

    @app.get("/number")
    async def number(number: int, user: CurrentUser) -> str:
        return f"{number} of {user.username}"

    return app


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def access_token(client: TestClient, outbox: Outbox) -> str:
    body = {"email": EMAIL, "password": PASSWORD}
    assert client.post("/people/auth/sign-up", json=body).status_code == 201
    assert client.post("/people/auth/sign-up/confirm", json={"email": EMAIL, "code": outbox.code(EMAIL)}).is_success
    step = client.post("/people/auth/sign-in", json=body).json()
    return str(step["access_token"])


def test_user_signs_up_and_in_and_reads_the_profile(client: TestClient, access_token: str) -> None:
    profile = client.get("/people/me", headers={"Authorization": f"Bearer {access_token}"}).json()

    assert profile["email"] == EMAIL


def test_token_is_accepted_by_the_applications_own_endpoints(client: TestClient, access_token: str) -> None:
    answer = client.get("/number", params={"number": 1}, headers={"Authorization": f"Bearer {access_token}"})

    assert answer.json().startswith("1 of ")


def test_cookie_is_sent_to_the_endpoints_below_the_prefix(client: TestClient, access_token: str) -> None:
    assert access_token

    assert [cookie.path for cookie in client.cookies.jar] == ["/people/auth"]
    assert client.post("/people/auth/refresh").json()["access_token"] != access_token


@pytest.mark.parametrize(
    ("mounted_at", "root_path", "prefix"),
    [("", "", "/me"), ("/auth", "", "/me/v1"), ("/me", "", "/auth"), ("", "/behind-a-proxy", "/people")],
)
def test_cookie_has_the_path_of_the_endpoints_whatever_the_prefix_is(
    cognito_url: str, clock: Clock, access_token: str, mounted_at: str, root_path: str, prefix: str
) -> None:
    assert access_token
    inner = FastAPI()
    vestibule.add_account_endpoints(inner, prefix=prefix)
    outer = FastAPI(lifespan=partial(vestibule.lifespan, settings=settings_for(cognito_url), clock=clock))
    outer.mount(mounted_at, inner)
    at = root_path + mounted_at + prefix

    with TestClient(outer, root_path=root_path) as client:
        client.post(f"{at}/auth/sign-in", json={"email": EMAIL, "password": PASSWORD})

        assert {cookie.path for cookie in client.cookies.jar} == {f"{at}/auth"}


def test_responses_are_protected_as_in_our_own_application(client: TestClient, access_token: str) -> None:
    ada = {"Authorization": f"Bearer {access_token}"}
    answers = [
        client.post("/people/auth/sign-in", json={"email": EMAIL, "password": PASSWORD}),
        client.post("/people/auth/token", data={"grant_type": "password", "username": EMAIL, "password": PASSWORD}),
        client.get("/people/me", headers=ada),
        client.post("/people/me/mfa/totp", headers=ada),
        client.delete("/people/users/somebody", headers=ada),
        client.get("/people/me"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 403, 401]
    for answer in answers:
        assert answer.headers.get_list("cache-control") == ["no-store"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    others = client.get("/number", params={"number": 1}, headers=ada)
    assert not {"cache-control", "content-security-policy"} & others.headers.keys()


def test_our_errors_are_problems_and_others_stay_the_applications(client: TestClient, access_token: str) -> None:
    wrong = client.post("/people/auth/sign-in", json={"email": EMAIL, "password": "wrong"})
    incomplete = client.post("/people/auth/sign-in", json={"password": "a"})
    form = client.post("/people/auth/sign-in", data={"email": EMAIL})
    theirs = client.get("/number", params={"number": "x"}, headers={"Authorization": f"Bearer {access_token}"})
    unknown = client.get("/nowhere")

    assert_problem(wrong, 401, "invalid-credentials")
    assert_problem(incomplete, 422, "invalid-request", field="email")
    assert_problem(form, 415, "unsupported-media-type")
    assert theirs.json()["detail"][0]["type"] == "int_parsing"
    assert unknown.json() == {"detail": "Not Found"}


def test_openapi_of_the_application_lists_the_endpoints(app: FastAPI) -> None:
    paths = app.openapi()["paths"]

    assert {"/people/auth/sign-in", "/people/me", "/number"} <= set(paths)
    assert not any(path.startswith("/api") for path in paths)


def test_openapi_of_the_application_is_valid_and_lists_our_errors_whoever_builds_it(app: FastAPI) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator, validate

    app.openapi_schema = None
    for document in (app.openapi(), get_openapi(title="Own", version="1", routes=app.routes)):
        validate(document, cls=OpenAPIV31SpecValidator)
        responses = document["paths"]["/people/me/password"]["put"]["responses"]
        assert {"401", "403", "415", "422", "429", "503"} <= responses.keys()
        assert responses["422"]["content"].keys() == {"application/problem+json"}
        assert "`token-revoked`" in responses["401"]["description"]
        assert document["paths"]["/people/me"]["get"]["security"] == [{"account": []}]
        assert document["paths"]["/people/auth/sign-in"]["post"]["security"] == []
    assert "application/json" in document["paths"]["/number"]["get"]["responses"]["422"]["content"]


@pytest.mark.parametrize("prefix", ["people", "/people/", "/"])
def test_prefix_at_which_no_endpoint_would_answer_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="such as /account"):
        vestibule.add_account_endpoints(FastAPI(), prefix=prefix)


def test_models_of_the_application_keep_their_names_in_openapi() -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator, validate

    app, names = FastAPI(), {"User", "Profile", "Problem", "Account", "Error", "Token", "Message"}
    plain = FastAPI()
    for name in names:
        model = create_model(name, text=(str, ...))
        for each in (app, plain):
            each.get(f"/{name}", response_model=model)(lambda: None)
    vestibule.add_account_endpoints(app)

    document = app.openapi()

    validate(document, cls=OpenAPIV31SpecValidator)
    schemas = document["components"]["schemas"]
    assert plain.openapi()["components"]["schemas"].items() <= schemas.items()
    assert {
        text.partition("schemas/")[2] for text in re.findall(r"#/components/schemas/\w+", json.dumps(document))
    } <= {*schemas}

"""The domain's token endpoint fails: what the browser is told, and whether it may try again."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.oauth.conftest import PROVIDERS, Redirect, begin
from tests.api.upstream.bad_responses import ARN, GARBAGE
from tests.api.upstream.conftest import TIMEOUT, assert_says_nothing
from tests.apps import assert_problem, running, settings_for
from tests.faults import Fault, FaultyProxy, answering, drip_body, drip_headers, endless_body, reset_after, silent
from tests.servers import Clock

CODE = "0f2c7b1e-3c1d-4f2a-9c56-0e1d2c3b4a59"


@pytest.fixture(scope="module")
def domain_api(proxy: FaultyProxy, cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    jwks = f"{cognito_url}/us-east-1_Vestibule/.well-known/jwks.json"
    settings = settings_for(
        proxy.url,
        cognito_domain="http://localhost:9",
        identity_providers=PROVIDERS,
        cognito_admin="off",
        cognito_jwks_url=jwks,
        cognito_timeout_seconds=TIMEOUT,
        log_level="ERROR",
    )
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def redirect(domain_api: TestClient, proxy: FaultyProxy) -> Iterator[Redirect]:
    proxy.heal()
    answer = begin(domain_api)
    domain_api.cookies.clear()
    yield Redirect(answer)
    proxy.heal()


def refused_with(error: object, status: int = 400) -> Fault:
    return answering(status, json.dumps({"error": error, "error_description": f"{ARN} says no"}).encode())


def finish(redirect: Redirect, client: TestClient) -> Response:
    answer = redirect.callback(client, code=CODE)
    assert_says_nothing(answer)
    return answer


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_is_503(domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy, garbage: str) -> None:
    proxy.set(GARBAGE[garbage])

    assert_problem(finish(redirect, domain_api), 503, "cognito-unavailable")


@pytest.mark.parametrize(
    "fault",
    [answering(500, b"{}"), answering(502, b"<html>"), reset_after, endless_body, refused_with("never_heard_of")],
)
def test_outage_is_503(domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy, fault: Fault) -> None:
    proxy.set(fault)

    answer = finish(redirect, domain_api)

    assert_problem(answer, 503, "cognito-unavailable")
    assert "retry-after" in answer.headers


@pytest.mark.parametrize("fault", [silent, drip_body, drip_headers])
def test_silence_is_504(domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy, fault: Fault) -> None:
    proxy.set(fault)

    assert_problem(finish(redirect, domain_api), 504, "cognito-timeout")


def test_throttling_is_429(domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy) -> None:
    proxy.set(answering(429, b"<html>slow down</html>"))

    answer = finish(redirect, domain_api)

    assert_problem(answer, 429, "too-many-requests")
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("error", ["invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type"])
def test_misconfiguration_is_shown_to_the_operator_only(
    domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy, error: str
) -> None:
    proxy.set(refused_with(error, 401 if error == "invalid_client" else 400))

    assert_problem(finish(redirect, domain_api), 500, "misconfigured")


def test_redirects_are_not_followed(domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy) -> None:
    proxy.set(answering(307, b"", Location=f"{proxy.url}/elsewhere"))

    assert_problem(finish(redirect, domain_api), 503, "cognito-unavailable")


def test_code_that_the_domain_refuses_is_over(domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy) -> None:
    proxy.set(refused_with("invalid_grant"))

    answer = finish(redirect, domain_api)

    assert_problem(answer, 400, "oauth-state-invalid")
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_callback_may_be_repeated_after_an_outage(
    domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy
) -> None:
    proxy.set(answering(503, b"{}"))
    first = finish(redirect, domain_api)
    proxy.set(refused_with("invalid_grant"))

    second = finish(redirect, domain_api)

    assert "set-cookie" not in first.headers
    assert_problem(first, 503, "cognito-unavailable")
    assert_problem(second, 400, "oauth-state-invalid")  # the domain was asked again


def test_calls_of_the_domain_are_measured(domain_api: TestClient, redirect: Redirect, proxy: FaultyProxy) -> None:
    proxy.set(refused_with("invalid_grant"))
    finish(redirect, domain_api)

    metrics = domain_api.get("/metrics").text

    assert 'vestibule_cognito_call_duration_seconds_count{operation="OAuth2Token",outcome="400"}' in metrics

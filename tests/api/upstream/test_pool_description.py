"""The description of the pool while Cognito is slow or down."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from tests import faults
from tests.api.upstream.bad_responses import (
    ARN,
)
from tests.api.upstream.conftest import TIMEOUT, assert_says_nothing
from tests.apps import assert_problem, running, settings_for
from tests.faults import Fault, FaultyProxy, cognito_error
from tests.servers import Clock


class TestPoolDescription:
    def test_outage_does_not_queue_sign_ups(self, proxy: FaultyProxy, clock: Clock) -> None:
        with running(settings_for(proxy.url, cognito_timeout_seconds=TIMEOUT, log_level="ERROR"), clock) as client:
            proxy.set(faults.silent)
            started = time.monotonic()
            answers = [client.get("/api/auth/config") for _ in range(5)]
            proxy.heal()
            clock.advance(5)
            healed = client.get("/api/auth/config")

        assert {answer.status_code for answer in answers} == {504}
        assert time.monotonic() - started < 2 * TIMEOUT + 1
        assert healed.status_code == 200

    @pytest.mark.parametrize("fault", [faults.silent, faults.drip_headers, faults.drip_body])
    def test_description_that_hangs_delays_no_request(self, proxy: FaultyProxy, clock: Clock, fault: Fault) -> None:
        with running(settings_for(proxy.url, cognito_timeout_seconds=TIMEOUT, log_level="ERROR"), clock) as client:
            proxy.set(fault)
            started = time.monotonic()
            with ThreadPoolExecutor(20) as crowd:
                answers = list(crowd.map(lambda _: client.get("/api/auth/config"), range(20)))
            took = time.monotonic() - started
            proxy.heal()

        assert {answer.status_code for answer in answers} == {504}
        assert took < 2 * TIMEOUT + 1

    @pytest.mark.parametrize(
        "refusal",
        ["NotAuthorizedException", "ForbiddenException", "InvalidParameterException", "UserNotFoundException"],
    )
    def test_description_falls_back_to_the_settings_without_permission(
        self, proxy: FaultyProxy, clock: Clock, refusal: str
    ) -> None:
        with running(settings_for(proxy.url, cognito_timeout_seconds=TIMEOUT, log_level="ERROR"), clock) as client:
            proxy.set(cognito_error(refusal, f"User: {ARN} is not authorized"))
            answer = client.get("/api/auth/config")
            proxy.heal()

        assert answer.status_code == 200
        assert answer.json()["password_policy"]["minimum_length"]
        assert_says_nothing(answer)

    def test_throttled_description_is_requested_again_later(self, proxy: FaultyProxy, clock: Clock) -> None:
        with running(settings_for(proxy.url, cognito_timeout_seconds=TIMEOUT, log_level="ERROR"), clock) as client:
            proxy.set(cognito_error("TooManyRequestsException"))
            answer = client.get("/api/auth/config")
            proxy.heal()

        assert_problem(answer, 429, "too-many-requests")
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] > 0

    def test_description_is_kept_during_an_outage(
        self, shaky_api: TestClient, proxy: FaultyProxy, clock: Clock
    ) -> None:
        proxy.heal()
        known = shaky_api.get("/api/auth/config").json()
        clock.advance(301)
        proxy.set(faults.reset_before)

        assert shaky_api.get("/api/auth/config").json() == known
        proxy.heal()

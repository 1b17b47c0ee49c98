"""A call that Cognito may have received is not repeated."""

import threading
import time

import httpx

from tests import faults
from tests.api.upstream.conftest import sign_up
from tests.apps import Person, assert_problem, running, settings_for
from tests.faults import FaultyProxy
from tests.servers import Clock, serve
from vestibule.main import create_app

READ_TIMEOUT = 5  # seconds, of the 7 that a call of Cognito may take


class TestLostConnections:
    def test_call_whose_response_was_lost_is_not_repeated(self, person: Person, proxy: FaultyProxy) -> None:
        for fault in (faults.reset_after, faults.reset_before):
            proxy.set(fault)

            assert_problem(sign_up(person), 503, "cognito-unavailable")
            assert proxy.received["SignUp"] == 1

    def test_read_is_repeated(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(faults.reset_before)

        assert_problem(person.client.get("/api/me", headers=person.headers), 503, "cognito-unavailable")
        assert proxy.received["GetUser"] == 3

    def test_unreachable_cognito_is_503(self, person: Person, clock: Clock) -> None:
        with running(settings_for("http://127.0.0.1:9", log_level="ERROR"), clock) as client:
            body = {"email": person.email, "password": person.password}
            started = time.monotonic()
            answer = client.post("/api/auth/sign-in", json=body)

        assert_problem(answer, 503, "cognito-unavailable")
        assert time.monotonic() - started < 2


class TestMails:
    def test_owner_of_an_existing_address_is_notified_after_the_response(
        self, person: Person, proxy: FaultyProxy, clock: Clock
    ) -> None:
        answered = threading.Event()
        proxy.set(faults.held(answered), only="ForgotPassword")
        settings = settings_for(proxy.url, log_level="ERROR")

        with serve(create_app(settings, clock=clock)) as url:
            body = {"email": person.email, "password": person.password}
            answer = httpx.post(f"{url}/api/auth/sign-up", json=body, timeout=20)
            answered.set()

        assert answer.status_code == 201
        assert answer.elapsed.total_seconds() < READ_TIMEOUT
        assert proxy.received["ForgotPassword"] == 1

"""Cognito slow, failing, throttling or down: which error clients get, how soon, and how often Cognito is called."""

import gzip
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests import faults
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.faults import Fault, FaultyProxy, answering, by_operation, faulty, refusing
from tests.servers import Clock, serve
from vestibule.main import create_app

TIMEOUT = 1.0  # seconds; the default is 7
ARN = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Vestibule"

THROTTLING = ("TooManyRequestsException", "ThrottlingException", "RequestLimitExceeded", "Throttling")
FAULTS = {
    "InternalErrorException": 500,
    "InternalFailure": 500,
    "ServiceUnavailable": 503,
    "SomethingNobodyHeardOf": 400,
    "ConcurrentModificationException": 400,
}
MISCONFIGURED = (
    "ResourceNotFoundException",
    "AccessDeniedException",
    "InvalidSignatureException",
    "UnrecognizedClientException",
    "InvalidLambdaResponseException",
    "UnexpectedLambdaException",
    "InvalidUserPoolConfigurationException",
    "InvalidSmsRoleAccessPolicyException",
)
GARBAGE: dict[str, Fault] = {
    "html": answering(200, b"<html>It works!</html>"),
    "html-error": answering(502, b"<html>Bad Gateway</html>"),
    "empty": answering(200, b""),
    "empty-error": answering(400, b""),
    "broken": answering(200, b'{"AuthenticationResult": {'),
    "array": answering(200, b"[]"),
    "null": answering(200, b"null"),
    "string": answering(200, b'"x"'),
    "empty-object": answering(200, b"{}"),
    "numeric-type": answering(400, b'{"__type": 7, "message": 7}'),
    "null-type": answering(400, b'{"__type": null}'),
    "no-type": answering(400, b"{}"),
    "list-message": answering(400, b'{"__type": "NotAuthorizedException", "message": ["x"]}'),
    "bad-gzip": answering(200, b"\x1f\x8b not gzip", Content_Encoding="gzip"),
    "gzip": answering(200, gzip.compress(b"{}" * 100_000), Content_Encoding="gzip"),
    "huge": answering(200, b'"' + b"x" * 8_000_000 + b'"'),
    "nested": answering(200, b"[" * 200_000),
    "not-utf8": answering(200, b'{"AuthenticationResult": "\xff\xfe"}'),
    "wrong-shape": answering(200, b'{"AuthenticationResult": []}'),
    "wrong-values": answering(200, b'{"AuthenticationResult": {"AccessToken": 1, "IdToken": "x", "ExpiresIn": "y"}}'),
    "id-token-of-nobody": answering(
        200, b'{"AuthenticationResult": {"AccessToken": "a", "IdToken": "a.e30.c", "ExpiresIn": 1}}'
    ),
    "id-token-of-noise": answering(
        200, b'{"AuthenticationResult": {"AccessToken": "a", "IdToken": "a.\\u00e9.c", "ExpiresIn": 1}}'
    ),
    "challenge-without-session": answering(200, b'{"ChallengeName": "NEW_PASSWORD_REQUIRED"}'),
    "choices": answering(300, b"{}"),
    "surrogate": answering(
        200, b'{"AuthenticationResult": {"AccessToken": "\\ud800", "IdToken": "a.e30.c", "ExpiresIn": 1}}'
    ),
    "id-token-too-deep": answering(
        200,
        b'{"AuthenticationResult": {"AccessToken": "a", "ExpiresIn": 1, "IdToken": "a.' + b"W1tb" * 20_000 + b'.c"}}',
    ),
    "challenge-of-nobody": answering(
        200,
        b'{"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s", "ChallengeParameters": {"USER_ID_FOR_SRP": 5}}',
    ),
    "redirect": answering(302, b"{}", Location="http://127.0.0.1:9/"),
    "not-http": answering(999, b"{}"),
}


@pytest.fixture(scope="module")
def proxy(cognito_url: str) -> Iterator[FaultyProxy]:
    with faulty(cognito_url) as found:
        yield found


@pytest.fixture(scope="module")
def shaky_api(proxy: FaultyProxy, cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API behind the proxy; it fetches keys directly from local Cognito, because other tests cover that."""
    jwks = f"{cognito_url}/us-east-1_Vestibule/.well-known/jwks.json"
    settings = settings_for(proxy.url, cognito_timeout_seconds=TIMEOUT, cognito_jwks_url=jwks, log_level="ERROR")
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def person(shaky_api: TestClient, proxy: FaultyProxy, outbox: Outbox) -> Iterator[Person]:
    """A user who signed in before the fault."""
    shaky_api.cookies.clear()
    proxy.heal()
    yield Person(shaky_api, outbox).sign_up().confirm().sign_in()
    proxy.heal()


def sign_up(person: Person) -> Response:
    body = {"email": f"new-{person.email}", "password": person.password}
    return person.client.post("/api/auth/sign-up", json=body)


def assert_says_nothing(answer: Response) -> None:
    """The response contains no detail that is for operators only."""
    for secret in ("arn:", "123456789012", "us-east-1", "127.0.0.1", "Traceback", "lambda", "Exception"):
        assert secret not in answer.text


UNUSABLE_PROFILES = {
    "without sub": b'{"Username": "u", "UserAttributes": []}',
    "without a name": b'{"UserAttributes": [{"Name": "sub", "Value": "s"}]}',
    "of numbers": b'{"Username": 5, "UserAttributes": [{"Name": "sub", "Value": 5}]}',
    "of lists": b'{"Username": "u", "UserAttributes": [{"Name": "sub", "Value": ["s"]}]}',
}
SPELLINGS_OF_THROTTLING: dict[str, Fault] = {
    "without a message": answering(400, b'{"__type": "ThrottlingException", "message": null}'),
    "in a header": answering(400, b"{}", x_amzn_errortype="TooManyRequestsException:http://internal.amazon.com/"),
    "as a code": answering(400, b'{"code": "com.amazon.coral.service#ThrottlingException"}'),
    "by the status alone": answering(429, b""),
    "by a proxy": answering(429, b"<html>Slow down</html>"),
}


class TestMapping:
    @pytest.mark.parametrize("profile", UNUSABLE_PROFILES.values(), ids=UNUSABLE_PROFILES.keys())
    def test_invalid_profile_is_cognito_unavailable(self, person: Person, proxy: FaultyProxy, profile: bytes) -> None:
        proxy.set(answering(200, profile), only="GetUser")

        read = person.client.get("/api/me", headers=person.headers)
        changed = person.client.patch("/api/me", json={"attributes": {"name": "A"}}, headers=person.headers)

        for answer in (read, changed):
            assert_problem(answer, 503, "cognito-unavailable")

    @pytest.mark.parametrize("fault", SPELLINGS_OF_THROTTLING.values(), ids=SPELLINGS_OF_THROTTLING.keys())
    def test_throttling_is_recognized_in_every_spelling(self, person: Person, proxy: FaultyProxy, fault: Fault) -> None:
        proxy.set(fault)

        answer = person.try_to_sign_in()

        assert_problem(answer, 429, "too-many-requests")
        assert int(answer.headers["retry-after"]) > 0
        assert proxy.received["InitiateAuth"] == 3

    @pytest.mark.parametrize("name", THROTTLING)
    def test_throttling_is_429_with_retry_after(self, person: Person, proxy: FaultyProxy, name: str) -> None:
        proxy.set(refusing(name, "Rate exceeded"))

        answer = person.try_to_sign_in()

        assert_problem(answer, 429, "too-many-requests")
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] >= 1
        assert proxy.received["InitiateAuth"] == 3

    def test_limit_exceeded_is_not_retried(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(refusing("LimitExceededException", "Attempt limit exceeded, please try after some time."))

        answer = person.client.post("/api/auth/password/forgot", json={"email": person.email})

        assert_problem(answer, 429, "too-many-attempts")
        assert int(answer.headers["retry-after"]) > 0
        assert proxy.received["ForgotPassword"] == 1

    @pytest.mark.parametrize(("name", "status"), FAULTS.items())
    def test_faults_of_cognito_are_503(self, person: Person, proxy: FaultyProxy, name: str, status: int) -> None:
        proxy.set(refusing(name, f"{ARN} failed", status))

        answer = person.try_to_sign_in()

        assert_problem(answer, 503, "cognito-unavailable")
        assert "retry-after" in answer.headers
        assert_says_nothing(answer)
        assert proxy.received["InitiateAuth"] == 1

    @pytest.mark.parametrize("name", MISCONFIGURED)
    def test_misconfiguration_is_shown_to_the_operator_only(
        self, person: Person, proxy: FaultyProxy, name: str
    ) -> None:
        proxy.set(refusing(name, f"User pool {ARN} is not well"))

        answer = person.try_to_sign_in()

        assert_problem(answer, 500, "misconfigured")
        assert_says_nothing(answer)

    def test_failed_code_delivery_is_502(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(refusing("CodeDeliveryFailureException", f"SES says no to {ARN}"))

        answer = sign_up(person)

        assert_problem(answer, 502, "code-delivery-failed")
        assert_says_nothing(answer)

    @pytest.mark.parametrize(
        "name", ["CodeDeliveryFailureException", "NotAuthorizedException", "InternalErrorException"]
    )
    def test_failed_delivery_does_not_reveal_an_account(self, person: Person, proxy: FaultyProxy, name: str) -> None:
        proxy.set(refusing(name, "User is disabled."), only="ForgotPassword")
        body = {"email": person.email, "password": person.password}

        answer = person.client.post("/api/auth/sign-up", json=body)

        assert (answer.status_code, answer.json()["confirmed"]) == (201, False)
        assert proxy.received["ForgotPassword"] == 1

    @pytest.mark.parametrize("garbage", GARBAGE)
    def test_garbage_is_503(self, person: Person, proxy: FaultyProxy, garbage: str) -> None:
        proxy.set(GARBAGE[garbage])

        answer = person.try_to_sign_in()

        assert_problem(answer, 503, "cognito-unavailable")
        assert "retry-after" in answer.headers
        assert proxy.received["InitiateAuth"] == 1

    @pytest.mark.parametrize("garbage", ["html", "empty", "array", "empty-object", "broken", "redirect"])
    def test_garbage_instead_of_a_profile_is_503(self, person: Person, proxy: FaultyProxy, garbage: str) -> None:
        proxy.set(GARBAGE[garbage])

        assert_problem(person.client.get("/api/me", headers=person.headers), 503, "cognito-unavailable")

    @pytest.mark.parametrize("garbage", ["html", "empty-object", "array", "html-error"])
    def test_garbage_does_not_end_a_session(self, person: Person, proxy: FaultyProxy, garbage: str) -> None:
        proxy.set(GARBAGE[garbage])

        answer = person.client.post("/api/auth/refresh")

        assert_problem(answer, 503, "cognito-unavailable")
        assert "set-cookie" not in answer.headers
        proxy.heal()
        assert person.client.post("/api/auth/refresh").status_code == 200

    def test_message_of_a_trigger_is_shown_without_its_envelope(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(refusing("UserLambdaValidationException", "PreSignUp failed with error Only example.org may join."))

        answer = sign_up(person)

        assert_problem(answer, 400, "rejected-by-pool")
        assert answer.json()["detail"] == "Only example.org may join"

    @pytest.mark.parametrize(
        "message",
        [
            f"PreSignUp failed with error {ARN}:function:check timed out.",
            "PreSignUp failed with error Traceback (most recent call last):\n  File x.py.",
            "PreSignUp failed with error TypeError: Cannot read properties at /var/task/index.js:3:5.",
            "PreSignUp failed with error connect ECONNREFUSED 10.0.0.7:5432.",
            f"PreSignUp failed with error {'x' * 5000}.",
            "PreSignUp failed with error \x1b[31mred\x07.",
        ],
    )
    def test_unsafe_message_of_a_trigger_is_not_shown(self, person: Person, proxy: FaultyProxy, message: str) -> None:
        proxy.set(refusing("UserLambdaValidationException", message))

        answer = sign_up(person)

        assert_problem(answer, 400, "rejected-by-pool")
        assert len(answer.json().get("detail", "")) <= 200
        for leak in ("arn:", "Traceback", "/var/task", "10.0.0.7", "\\u001b", "\\u0007"):
            assert leak not in answer.text


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
        proxy.set(faults.silent, only="ForgotPassword")
        settings = settings_for(proxy.url, cognito_timeout_seconds=2 * TIMEOUT, log_level="ERROR")

        with serve(create_app(settings, clock=clock)) as url:
            answer = httpx.post(f"{url}/api/auth/sign-up", json={"email": person.email, "password": person.password})

        assert answer.status_code == 201
        assert answer.elapsed.total_seconds() < TIMEOUT
        assert proxy.received["ForgotPassword"] == 1


class TestTime:
    @pytest.mark.parametrize("fault", [faults.silent, faults.drip_headers, faults.drip_body])
    def test_response_arrives_within_the_timeout(self, person: Person, proxy: FaultyProxy, fault: Fault) -> None:
        proxy.set(fault)
        started = time.monotonic()

        answer = person.try_to_sign_in()

        assert_problem(answer, 504, "cognito-timeout")
        assert time.monotonic() - started < TIMEOUT + 1
        assert proxy.received["InitiateAuth"] == 1

    @pytest.mark.parametrize(("fault", "status"), [(faults.drip_body, 504), (faults.endless_body, 503)])
    def test_endless_response_is_not_read_to_its_end(
        self, person: Person, proxy: FaultyProxy, fault: Fault, status: int
    ) -> None:
        proxy.set(fault)

        answer = person.try_to_sign_in()

        assert answer.status_code == status
        assert proxy.broken_off.acquire(timeout=TIMEOUT)

    def test_call_that_hangs_is_logged_once(
        self, proxy: FaultyProxy, clock: Clock, capsys: pytest.CaptureFixture[str]
    ) -> None:
        proxy.set(faults.silent)
        with running(settings_for(proxy.url, cognito_timeout_seconds=TIMEOUT), clock) as client:
            client.post("/api/auth/sign-in", json={"email": "someone@example.com", "password": "Wrong-horse-9"})
        proxy.heal()

        told = [line for line in capsys.readouterr().out.splitlines() if "cognito.timeout" in line]
        assert len(told) == 1
        assert "InitiateAuth" in told[0]

    def test_two_slow_calls_in_one_request_share_its_timeout(self, person: Person, proxy: FaultyProxy) -> None:
        newcomer = Person(person.client, person.outbox).sign_up()
        proxy.set(faults.delayed(0.4 * TIMEOUT))
        started = time.monotonic()

        newcomer.try_to_sign_in()

        assert time.monotonic() - started < TIMEOUT + 1

    def test_slow_response_within_the_timeout_succeeds(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(faults.delayed(0.2))

        assert person.try_to_sign_in().status_code == 200

    def test_default_timeout_is_within_what_clients_wait(self, cognito_url: str) -> None:
        assert settings_for(cognito_url).cognito_timeout_seconds <= 7.5


class TestBearersOnly:
    def test_token_only_endpoints_stay_fast_while_cognito_hangs(
        self, person: Person, proxy: FaultyProxy, cognito_url: str, clock: Clock
    ) -> None:
        jwks = f"{cognito_url}/us-east-1_Vestibule/.well-known/jwks.json"
        settings = settings_for(proxy.url, cognito_timeout_seconds=2, cognito_jwks_url=jwks, log_level="ERROR")
        with (
            serve(create_app(settings, clock=clock)) as url,
            ThreadPoolExecutor(150) as crowd,
            httpx.Client(base_url=url, headers=person.headers) as client,
        ):
            client.get("/api/auth_test")
            proxy.set(faults.silent)
            body = {"email": person.email, "password": person.password}
            waiting = [crowd.submit(httpx.post, f"{url}/api/auth/sign-in", json=body, timeout=10) for _ in range(150)]
            while proxy.received["InitiateAuth"] < 50:
                client.get("/api/auth_test")
            took = sorted(_seconds(client) for _ in range(200))
            still_waiting = sum(not future.done() for future in waiting)
            answers = [future.result() for future in waiting]

        assert took[int(len(took) * 0.5)] < 0.1
        assert took[int(len(took) * 0.99)] < 0.5  # the clients share this process and its two cores
        assert still_waiting  # otherwise the measurement was made without load
        assert {answer.status_code for answer in answers} == {504}

    def test_token_only_endpoints_work_while_cognito_is_down(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(faults.reset_before)

        assert person.client.get("/api/auth_test", headers=person.headers).status_code == 200
        assert person.client.get("/api/health/ready").status_code == 200


def _seconds(client: httpx.Client) -> float:
    started = time.perf_counter()
    assert client.get("/api/auth_test").status_code == 200
    return time.perf_counter() - started


class TestSigningOut:
    @pytest.mark.parametrize("everywhere", [False, True])
    def test_sign_out_takes_effect_here_while_cognito_is_unavailable(
        self, person: Person, proxy: FaultyProxy, everywhere: bool
    ) -> None:
        proxy.set(faults.reset_before)

        answer = person.client.post("/api/auth/sign-out", json={"everywhere": everywhere}, headers=person.headers)

        assert_problem(answer, 503, "cognito-unavailable")
        assert 'vestibule_refresh=""' in answer.headers["set-cookie"]
        assert_problem(person.client.get("/api/auth_test", headers=person.headers), 401, "token-revoked")

    def test_app_client_without_revocation_can_sign_out(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(refusing("UnsupportedOperationException", "Token revocation is not enabled."), only="RevokeToken")

        answer = person.client.post("/api/auth/sign-out", headers=person.headers)

        assert answer.status_code == 204
        assert proxy.received["RevokeToken"] == 1

    @pytest.mark.parametrize(
        "fault", [faults.reset_before, refusing("UnsupportedOperationException"), refusing("InternalErrorException")]
    )
    def test_reused_refresh_token_ends_the_session_even_if_revocation_fails(
        self, person: Person, proxy: FaultyProxy, fault: Fault
    ) -> None:
        proxy.set(by_operation(GetTokensFromRefreshToken=refusing("RefreshTokenReuseException"), RevokeToken=fault))

        answer = person.client.post("/api/auth/refresh")

        assert_problem(answer, 401, "session-ended")
        assert 'vestibule_refresh=""' in answer.headers["set-cookie"]
        assert proxy.received["RevokeToken"] == 1

    def test_timeout_clears_the_cookie_too(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(faults.silent)

        answer = person.client.post("/api/auth/sign-out", headers=person.headers)

        assert_problem(answer, 504, "cognito-timeout")
        assert 'vestibule_refresh=""' in answer.headers["set-cookie"]


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
            proxy.set(refusing(refusal, f"User: {ARN} is not authorized"))
            answer = client.get("/api/auth/config")
            proxy.heal()

        assert answer.status_code == 200
        assert answer.json()["password_policy"]["minimum_length"]
        assert_says_nothing(answer)

    def test_throttled_description_is_requested_again_later(self, proxy: FaultyProxy, clock: Clock) -> None:
        with running(settings_for(proxy.url, cognito_timeout_seconds=TIMEOUT, log_level="ERROR"), clock) as client:
            proxy.set(refusing("TooManyRequestsException"))
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

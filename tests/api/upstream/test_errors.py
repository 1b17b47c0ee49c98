"""Which error a client sees for each failure of Cognito, and that it says no more."""

import pytest

from tests.api.upstream.bad_responses import (
    ARN,
    FAULTS,
    GARBAGE,
    MISCONFIGURED,
    NO_SUCCESS,
    SPELLINGS_OF_THROTTLING,
    THROTTLING,
    UNUSABLE_PROFILES,
)
from tests.api.upstream.conftest import assert_says_nothing, sign_up
from tests.apps import Person, assert_problem
from tests.faults import Fault, FaultyProxy, answering, cognito_error


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
        proxy.set(cognito_error(name, "Rate exceeded"))

        answer = person.try_to_sign_in()

        assert_problem(answer, 429, "too-many-requests")
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] >= 1
        assert proxy.received["InitiateAuth"] == 3

    def test_limit_exceeded_is_not_retried(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(cognito_error("LimitExceededException", "Attempt limit exceeded, please try after some time."))

        answer = person.client.post("/api/auth/password/forgot", json={"email": person.email})

        assert_problem(answer, 429, "too-many-attempts")
        assert int(answer.headers["retry-after"]) > 0
        assert proxy.received["ForgotPassword"] == 1

    @pytest.mark.parametrize(("name", "status"), FAULTS.items())
    def test_faults_of_cognito_are_503(self, person: Person, proxy: FaultyProxy, name: str, status: int) -> None:
        proxy.set(cognito_error(name, f"{ARN} failed", status))

        answer = person.try_to_sign_in()

        assert_problem(answer, 503, "cognito-unavailable")
        assert "retry-after" in answer.headers
        assert_says_nothing(answer)
        assert proxy.received["InitiateAuth"] == 1

    @pytest.mark.parametrize("name", MISCONFIGURED)
    def test_misconfiguration_is_shown_to_the_operator_only(
        self, person: Person, proxy: FaultyProxy, name: str
    ) -> None:
        proxy.set(cognito_error(name, f"User pool {ARN} is not well"))

        answer = person.try_to_sign_in()

        assert_problem(answer, 500, "misconfigured")
        assert_says_nothing(answer)

    def test_failed_code_delivery_is_502(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(cognito_error("CodeDeliveryFailureException", f"SES says no to {ARN}"))

        answer = sign_up(person)

        assert_problem(answer, 502, "code-delivery-failed")
        assert_says_nothing(answer)

    @pytest.mark.parametrize(
        "name", ["CodeDeliveryFailureException", "NotAuthorizedException", "InternalErrorException"]
    )
    def test_failed_delivery_does_not_reveal_an_account(self, person: Person, proxy: FaultyProxy, name: str) -> None:
        proxy.set(cognito_error(name, "User is disabled."), only="ForgotPassword")
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

    @pytest.mark.parametrize("fault", NO_SUCCESS.values(), ids=NO_SUCCESS.keys())
    def test_garbage_is_no_success(self, person: Person, proxy: FaultyProxy, fault: Fault) -> None:
        body = {"email": person.email, "code": "123456", "password": person.password}
        proxy.set(fault, only="ConfirmForgotPassword")

        answer = person.client.post("/api/auth/password/reset", json=body)

        assert_problem(answer, 503, "cognito-unavailable")
        assert proxy.received["ConfirmForgotPassword"] == 1

    @pytest.mark.parametrize("time", ["1e30", "-1e30", '"noon"'])
    def test_absurd_time_is_503(self, person: Person, proxy: FaultyProxy, time: str) -> None:
        listed = b'{"Credentials": [{"CreatedAt": %s}]}' % time.encode()
        proxy.set(answering(200, listed), only="ListWebAuthnCredentials")

        answer = person.client.get("/api/me/passkeys", headers=person.headers)

        assert_problem(answer, 503, "cognito-unavailable")

    @pytest.mark.parametrize("garbage", ["html", "empty-object", "array", "html-error"])
    def test_garbage_does_not_end_a_session(self, person: Person, proxy: FaultyProxy, garbage: str) -> None:
        proxy.set(GARBAGE[garbage])

        answer = person.client.post("/api/auth/refresh")

        assert_problem(answer, 503, "cognito-unavailable")
        assert "set-cookie" not in answer.headers
        proxy.heal()
        assert person.client.post("/api/auth/refresh").status_code == 200

    def test_message_of_a_trigger_is_shown_without_its_envelope(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(
            cognito_error("UserLambdaValidationException", "PreSignUp failed with error Only example.org may join.")
        )

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
        proxy.set(cognito_error("UserLambdaValidationException", message))

        answer = sign_up(person)

        assert_problem(answer, 400, "rejected-by-pool")
        assert len(answer.json().get("detail", "")) <= 200
        for leak in ("arn:", "Traceback", "/var/task", "10.0.0.7", "\\u001b", "\\u0007"):
            assert leak not in answer.text

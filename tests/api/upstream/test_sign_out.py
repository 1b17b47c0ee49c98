"""Sessions end although Cognito is slow, down, or refuses us."""

import pytest

from tests import faults
from tests.apps import Person, assert_problem
from tests.faults import Fault, FaultyProxy, by_operation, cognito_error


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
        proxy.set(
            cognito_error("UnsupportedOperationException", "Token revocation is not enabled."), only="RevokeToken"
        )

        answer = person.client.post("/api/auth/sign-out", headers=person.headers)

        assert answer.status_code == 204
        assert proxy.received["RevokeToken"] == 1

    @pytest.mark.parametrize(
        "fault",
        [faults.reset_before, cognito_error("UnsupportedOperationException"), cognito_error("InternalErrorException")],
    )
    def test_reused_refresh_token_ends_the_session_even_if_revocation_fails(
        self, person: Person, proxy: FaultyProxy, fault: Fault
    ) -> None:
        proxy.set(
            by_operation(GetTokensFromRefreshToken=cognito_error("RefreshTokenReuseException"), RevokeToken=fault)
        )

        answer = person.client.post("/api/auth/refresh")

        assert_problem(answer, 401, "session-ended")
        assert 'vestibule_refresh=""' in answer.headers["set-cookie"]
        assert proxy.received["RevokeToken"] == 1

    def test_timeout_clears_the_cookie_too(self, person: Person, proxy: FaultyProxy) -> None:
        proxy.set(faults.silent)

        answer = person.client.post("/api/auth/sign-out", headers=person.headers)

        assert_problem(answer, 504, "cognito-timeout")
        assert 'vestibule_refresh=""' in answer.headers["set-cookie"]

    @pytest.mark.parametrize(
        "fault",
        [
            cognito_error("NotAuthorizedException", "Password attempts exceeded"),
            cognito_error("TooManyRequestsException"),
            faults.reset_before,
        ],
        ids=["locked out", "throttled", "lost"],
    )
    def test_password_reset_ends_earlier_sessions_even_if_the_sign_in_after_it_fails(
        self, person: Person, proxy: FaultyProxy, fault: Fault
    ) -> None:
        person.client.post("/api/auth/password/forgot", json={"email": person.email})
        body = {"email": person.email, "code": person.code, "password": "A-new-password-1"}
        proxy.set(fault, only="InitiateAuth")

        answer = person.client.post("/api/auth/password/reset", json=body)

        assert answer.status_code == 204
        assert_problem(person.client.get("/api/auth_test", headers=person.headers), 401, "token-revoked")
        assert_problem(person.client.post("/api/auth/refresh"), 401, "session-ended")

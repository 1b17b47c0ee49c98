"""Setting up an authenticator app, and turning it off."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.mfa_user import NAME, NOW, OWNER, SESSION, SUB, MfaUser, state
from vestibule.api.routes.me.mfa import (
    begin_totp,
    delete_totp,
)
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import (
    FactorRequired,
    FactorUnavailable,
    Misconfigured,
    StepUpRequired,
)


class TestApp:
    def test_replacing_an_app_needs_a_proof(self) -> None:
        replaced, first = MfaUser(state(enabled={"totp"})), MfaUser(state(), answers={"user.mfa.begin_totp": "secret"})

        with pytest.raises(StepUpRequired):
            begin_totp(replaced.mfa, replaced.step_up)
        assert begin_totp(first.mfa, first.step_up) == "secret"
        assert first.cognito.calls[-1] == ("user.mfa.begin_totp", ("alice@example.com",))

    def test_app_that_the_pool_does_not_offer_is_refused(self) -> None:
        user = MfaUser(state(), offers=("sms",))

        with pytest.raises(FactorUnavailable):
            begin_totp(user.mfa, user.step_up)

    @pytest.mark.parametrize(
        ("before", "change"),
        [
            (state(), ({"totp": True}, "totp")),
            (state(enabled={"sms"}, preferred="sms"), ({"sms": True, "totp": True}, "sms")),
        ],
    )
    def test_verified_app_is_turned_on_beside_the_others(self, before: MfaState, change: tuple[Any, Any]) -> None:
        user = MfaUser(before)

        user.verify()

        assert ("user.mfa.verify_totp", ("123456", "Phone")) in user.cognito.calls
        assert user.changes == [change]
        assert user.trust_ended
        assert user.mails == [("factor_turned_on", "alice@example.com", "totp")]

    @pytest.mark.parametrize(
        ("auth_time", "given", "counts"),
        [(NOW - 301, False, False), (NOW - 300, False, True), (NOW - 301, True, True), (None, False, False)],
    )
    def test_codes_of_an_app_prove_something_if_somebody_proved_who_they_are_before(
        self, auth_time: int | None, given: bool, counts: bool
    ) -> None:
        user = MfaUser(state(), owner=SimpleNamespace(**vars(OWNER) | {"auth_time": auth_time}))
        user.proof.given = given

        user.verify()

        assert ("totp" not in user.services.records.step_up_proofs.refused(SUB, SESSION)) is counts


class TestTurnOffApp:
    @pytest.mark.parametrize("admin", [None, Misconfigured()])
    def test_secret_is_forgotten_where_the_role_may(self, admin: object) -> None:
        user = MfaUser(state(enabled={"totp", "sms"}, preferred="totp"), answers={"admin.mfa.delete_totp": admin})

        delete_totp(user.owner, user.mfa, user.services)

        assert user.changes == [({"totp": False, "sms": True}, None)]
        assert user.cognito.calls[-1] == ("admin.mfa.delete_totp", (NAME,))
        assert user.mails == [("factor_turned_off", "alice@example.com", "totp")]

    def test_user_without_an_app_gets_no_mail(self) -> None:
        user = MfaUser(state())

        delete_totp(user.owner, user.mfa, user.services)

        assert (user.changes, user.mails) == ([], [])

    def test_role_turns_it_off_where_a_factor_is_required(self) -> None:
        user = MfaUser(state(enabled={"totp", "sms"}), pool="required")
        delete_totp(user.owner, user.mfa, user.services)
        assert (user.changes, user.cognito.names[-1]) == ([], "admin.mfa.delete_totp")

        refused = MfaUser(
            state(enabled={"totp", "sms"}), pool="required", answers={"admin.mfa.delete_totp": Misconfigured()}
        )
        with pytest.raises(Misconfigured):
            delete_totp(refused.owner, refused.mfa, refused.services)
        last = MfaUser(state(enabled={"totp"}), pool="required")
        with pytest.raises(FactorRequired):
            delete_totp(last.owner, last.mfa, last.services)
        assert "admin.mfa.delete_totp" not in last.cognito.names

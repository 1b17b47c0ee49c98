"""Which changes of a user's second factors are possible, and what they cause."""

from typing import Any

import pytest

from tests.unit.mfa_user import NAME, MfaUser, state
from vestibule.api.routes.me.mfa import UpdateMfaRequest, update_mfa
from vestibule.cognito.admin.mfa import RECOVERY_CODES
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import (
    AppError,
    FactorRequired,
    FactorUnavailable,
    FeatureUnavailable,
    InvalidRequest,
    StepUpRequired,
)


class TestStatus:
    @pytest.mark.parametrize(
        ("factors", "pool", "available"),
        [
            (state(), {}, ["totp", "sms", "email_otp"]),
            (state(reachable=set()), {}, ["totp"]),
            (state(), {"offers": ("sms",)}, ["sms"]),
            (state(has_password=False), {}, []),
        ],
    )
    def test_methods_are_available_where_pool_and_user_allow(
        self, factors: MfaState, pool: dict[str, Any], available: list[str]
    ) -> None:
        shown = MfaUser(factors, **pool).mfa.status()

        assert [name for name, method in shown.methods if method.available] == available
        assert [name for name, method in shown.methods if method.enabled] == []
        assert (shown.required, shown.preferred) == (False, None)

    def test_enabled_methods_are_shown(self) -> None:
        shown = MfaUser(state(enabled={"sms"}, preferred="sms"), pool="required").mfa.status()

        assert [name for name, method in shown.methods if method.enabled] == ["sms"]
        assert (shown.required, shown.preferred) == (True, "sms")

    @pytest.mark.parametrize(
        ("attributes", "answer", "shown"),
        [
            (("email", RECOVERY_CODES), 7, (True, 7)),
            (("email",), 7, (False, 0)),
            ((RECOVERY_CODES,), FeatureUnavailable(), (False, 0)),
        ],
    )
    def test_recovery_codes_are_counted_where_the_pool_has_them(
        self, attributes: tuple[str, ...], answer: object, shown: tuple[bool, int]
    ) -> None:
        user = MfaUser(state(), attributes=attributes, answers={"remaining": answer})
        found = user.mfa.status().recovery_codes

        assert (found.available, found.remaining) == shown
        assert [arguments for name, arguments in user.cognito.calls if name == "remaining"] in ([], [(NAME,)])


class TestUpdate:
    @pytest.mark.parametrize(
        ("before", "enabled", "preferred", "change", "trust_ended"),
        [
            (state(), {"sms": True}, None, ({"sms": True}, None), True),
            (state(), {"sms": True, "totp": True}, "totp", ({"sms": True, "totp": True}, "totp"), True),
            (
                state(enabled={"totp"}, preferred="totp"),
                {"sms": True},
                None,
                ({"totp": True, "sms": True}, "totp"),
                True,
            ),
            (state(enabled={"totp"}, preferred="totp"), {"totp": False}, None, ({"totp": False}, None), False),
            (
                state(enabled={"totp", "sms"}, preferred="totp"),
                {"totp": False},
                None,
                ({"totp": False, "sms": True}, None),
                False,
            ),
            (
                state(enabled={"totp", "sms"}, preferred="totp"),
                {},
                "sms",
                ({"totp": True, "sms": True}, "sms"),
                False,
            ),
            (state(enabled={"sms"}), {"sms": True}, None, None, False),
            (state(), {"sms": False}, None, None, False),
            (state(enabled={"sms"}, preferred="sms"), {}, "sms", None, False),
        ],
    )
    def test_only_a_change_reaches_cognito_and_a_new_method_ends_the_trust(
        self,
        before: MfaState,
        enabled: dict[Any, bool],
        preferred: Any,
        change: tuple[dict[str, bool], str | None] | None,
        trust_ended: bool,
    ) -> None:
        user = MfaUser(before)
        user.proof.given = True

        update_mfa(UpdateMfaRequest(enabled=enabled, preferred=preferred), user.mfa, user.step_up)

        assert user.changes == ([] if change is None else [change])
        assert user.trust_ended is trust_ended

    @pytest.mark.parametrize(
        ("user", "enabled", "preferred", "error", "field"),
        [
            (MfaUser(state(reachable=set())), {"sms": True}, None, FactorUnavailable, "enabled.sms"),
            (MfaUser(state(reachable=set())), {"totp": True}, None, FactorUnavailable, "enabled.totp"),
            (MfaUser(state(), offers=("totp",)), {"sms": True}, None, FactorUnavailable, "enabled.sms"),
            (MfaUser(state(has_password=False)), {"sms": True}, None, FactorUnavailable, "enabled.sms"),
            (MfaUser(state()), {}, "sms", InvalidRequest, "preferred"),
            (MfaUser(state()), {"sms": False}, "sms", InvalidRequest, "preferred"),
            (MfaUser(state(enabled={"sms"}), pool="required"), {"sms": False}, None, FactorRequired, None),
        ],
    )
    def test_change_that_cannot_be_is_refused(
        self, user: MfaUser, enabled: dict[Any, bool], preferred: Any, error: type[AppError], field: str | None
    ) -> None:
        user.proof.given = True

        with pytest.raises(error) as refused:
            update_mfa(UpdateMfaRequest(enabled=enabled, preferred=preferred), user.mfa, user.step_up)

        assert refused.value.field == field
        assert user.changes == []

    def test_only_turning_off_what_is_on_needs_a_proof(self) -> None:
        factors = state(enabled={"sms"}, preferred="sms")
        for enabled in ({"sms": True}, {"totp": False}, {"email_otp": True}):
            user = MfaUser(factors)
            update_mfa(UpdateMfaRequest(enabled=enabled), user.mfa, user.step_up)
        user = MfaUser(factors)

        with pytest.raises(StepUpRequired):
            update_mfa(UpdateMfaRequest(enabled={"sms": False}), user.mfa, user.step_up)
        assert user.changes == []

    def test_user_is_told_what_was_turned_on_and_off(self) -> None:
        user = MfaUser(state(enabled={"sms", "totp"}), state(enabled={"email_otp", "totp"}))
        user.proof.given = True

        update_mfa(UpdateMfaRequest(enabled={"sms": False, "email_otp": True}), user.mfa, user.step_up)

        assert user.mails == [
            ("factor_turned_on", "alice@example.com", "email_otp"),
            ("factor_turned_off", "alice@example.com", "sms"),
        ]

"""Which second factors a user has, and which challenge follows the first factor."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local_cognito.errors import InvalidParameterException
from local_cognito.model import auth_factors, mfa_config, mfa_preferences, recipients, software_tokens
from local_cognito.model.mfa_config import EMAIL, SMS, TOTP
from local_cognito.model.mfa_preferences import MFA_SETUP, SELECT_MFA_TYPE, MfaPreferences
from local_cognito.model.pools import Pool
from local_cognito.model.users import User
from local_cognito.storage import Storage

ARN = "arn:aws:iam::000000000000:role/sms"
BLOCKS = {SMS: {}, TOTP: {"Enabled": True}, EMAIL: {}}
CONTACTS = {"email": "a@b", "phone_number": "+1"}
VERIFIED = CONTACTS | {"email_verified": "true", "phone_number_verified": "true"}
EMAIL_FIRST = ("verified_email", "verified_phone_number")
PHONE_FIRST = ("verified_phone_number", "verified_email")


def pool(mode: str = "OFF", offered: tuple[str, ...] = (), recovery: tuple[str, ...] = (), **settings: Any) -> Pool:
    mfa: dict[str, object] = {mfa_config.BLOCKS[factor]: BLOCKS[factor] for factor in offered}
    if recovery:
        mechanisms = [{"Name": name, "Priority": priority} for priority, name in enumerate(recovery, start=1)]
        settings["AccountRecoverySetting"] = {"RecoveryMechanisms": mechanisms[::-1]}
    return Pool("us-east-1_Test", {"PoolName": "test", **settings}, {**mfa, "MfaConfiguration": mode}, 0, 0)


def user(status: str = "CONFIRMED", password: str | None = "hash", **attributes: str) -> User:
    return User("sub", "us-east-1_Test", "ada", status, password, attributes, 0, 0)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    storage = Storage(tmp_path / "pool.sqlite3")
    with storage.read() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection
    storage.close()


def register_app(db: sqlite3.Connection) -> None:
    software_tokens.start_setup(db, "sub")
    db.execute("UPDATE software_tokens SET secret = pending_secret")


class TestPreference:
    def test_one_factor_at_most_is_preferred(self) -> None:
        settings = MfaPreferences().with_factor(EMAIL, enabled=True, preferred=True)
        both = settings.with_factor(SMS, enabled=True, preferred=False)

        assert both == MfaPreferences((SMS, EMAIL), EMAIL)
        assert both.with_factor(SMS, enabled=True, preferred=True) == MfaPreferences((SMS, EMAIL), SMS)
        assert both.with_factor(EMAIL, enabled=True, preferred=False) == MfaPreferences((SMS, EMAIL), None)
        assert both.with_factor(EMAIL, enabled=False, preferred=False) == MfaPreferences((SMS,), None)
        assert both.with_factor(SMS, enabled=False, preferred=False) == MfaPreferences((EMAIL,), EMAIL)

    def test_what_is_empty_is_not_described(self) -> None:
        assert MfaPreferences().describe() == {}
        assert MfaPreferences((SMS,)).describe() == {"UserMFASettingList": [SMS]}
        described = {"UserMFASettingList": [SMS], "PreferredMfaSetting": SMS}
        assert MfaPreferences((SMS,), SMS, webauthn=True).describe() == described

    def test_settings_are_stored(self, db: sqlite3.Connection) -> None:
        assert mfa_preferences.find(db, "sub") == MfaPreferences()
        mfa_preferences.save(db, "sub", MfaPreferences((TOTP,), TOTP, webauthn=True))
        assert mfa_preferences.find(db, "sub") == MfaPreferences((TOTP,), TOTP, webauthn=True)
        mfa_preferences.enable(db, "sub", EMAIL)
        assert mfa_preferences.find(db, "sub") == MfaPreferences((TOTP, EMAIL), EMAIL, webauthn=True)
        mfa_preferences.disable(db, "sub", EMAIL)
        assert mfa_preferences.find(db, "sub") == MfaPreferences((TOTP,), None, webauthn=True)


class TestOffers:
    @pytest.mark.parametrize(
        ("mfa", "settings", "offered"),
        [
            ({}, {}, ()),
            ({}, {"MfaConfiguration": "ON"}, ()),
            ({}, {"MfaConfiguration": "ON", "SmsConfiguration": {}}, (SMS,)),
            ({}, {"MfaConfiguration": "OFF", "SmsConfiguration": {}}, ()),
            ({"MfaConfiguration": "ON"}, {"SmsConfiguration": {}}, ()),
            ({"SoftwareTokenMfaConfiguration": {"Enabled": True}}, {}, (TOTP,)),
            ({"SoftwareTokenMfaConfiguration": {"Enabled": False}}, {}, ()),
            ({"SoftwareTokenMfaConfiguration": {}}, {}, ()),
            ({"EmailMfaConfiguration": {}, "SmsMfaConfiguration": {}}, {}, (SMS, EMAIL)),
        ],
    )
    def test_a_pool_offers_what_its_configuration_turns_on(
        self, mfa: Any, settings: Any, offered: tuple[str, ...]
    ) -> None:
        assert mfa_config.allowed_factors(Pool("id", {"PoolName": "test", **settings}, mfa, 0, 0)) == offered

    def test_a_new_pool_can_turn_on_sms_only(self) -> None:
        for mode, word in (("ON", "required"), ("OPTIONAL", "optional")):
            settings: Any = {"PoolName": "test", "MfaConfiguration": mode}
            with pytest.raises(InvalidParameterException, match=f"required when MFA is {word}"):
                mfa_config.check_new_pool(Pool("id", settings, {}, 0, 0))
            mfa_config.check_new_pool(Pool("id", {**settings, "SmsConfiguration": {}}, {}, 0, 0))
        by_phone: Any = {**pool(recovery=PHONE_FIRST).settings, "MfaConfiguration": "ON", "SmsConfiguration": {}}
        with pytest.raises(InvalidParameterException, match="cannot use verified_phone_number"):
            mfa_config.check_new_pool(Pool("id", by_phone, {}, 0, 0))
        mfa_config.check_new_pool(pool(recovery=PHONE_FIRST))

    @pytest.mark.parametrize(
        ("factors", "message"),
        [
            (["SOFTWARE_TOKEN", "PASSWORD"], "SOFTWARE_TOKEN cannot be an allowed first auth factor"),
            (["WEB_AUTHN"], "WEB_AUTHN cannot be the only allowed first auth factor"),
            (["WEB_AUTHN", "EMAIL_OTP"], ""),
            (["PASSWORD"], ""),
        ],
    )
    def test_a_pool_cannot_have_every_first_factor(self, factors: list[str], message: str) -> None:
        policies: Any = {"SignInPolicy": {"AllowedFirstAuthFactors": factors}}
        given = pool(Policies=policies)

        if message:
            with pytest.raises(InvalidParameterException, match=message):
                mfa_config.check_update(given)
        else:
            mfa_config.check_update(given)


class TestNextChallenge:
    @pytest.mark.parametrize(
        ("mode", "offered", "enabled", "preferred", "expected"),
        [
            ("OFF", (SMS, EMAIL), (SMS, EMAIL), SMS, None),
            ("OPTIONAL", (SMS, EMAIL), (), None, None),
            ("OPTIONAL", (SMS, EMAIL), (SMS,), None, SMS),
            ("OPTIONAL", (SMS, EMAIL), (SMS, EMAIL), None, SELECT_MFA_TYPE),
            ("OPTIONAL", (SMS, EMAIL), (SMS, EMAIL), EMAIL, EMAIL),
            ("OPTIONAL", (SMS,), (SMS, EMAIL), EMAIL, SMS),
            ("OPTIONAL", (TOTP,), (TOTP,), TOTP, None),
            ("ON", (SMS, EMAIL), (), None, SELECT_MFA_TYPE),
            ("ON", (EMAIL,), (), None, EMAIL),
            ("ON", (TOTP,), (), None, MFA_SETUP),
        ],
    )
    def test_a_challenge_follows_if_mfa_is_required_or_enabled(
        self,
        db: sqlite3.Connection,
        mode: str,
        offered: tuple[str, ...],
        enabled: tuple[str, ...],
        preferred: str | None,
        expected: str | None,
    ) -> None:
        mfa_preferences.save(db, "sub", MfaPreferences(enabled, preferred))

        assert mfa_preferences.next_challenge(db, pool(mode, offered), user(**CONTACTS)) == expected

    def test_an_app_counts_once_it_is_registered(self, db: sqlite3.Connection) -> None:
        required = pool("ON", (TOTP,))
        software_tokens.start_setup(db, "sub")
        before = mfa_preferences.next_challenge(db, required, user())
        register_app(db)

        assert (before, mfa_preferences.next_challenge(db, required, user())) == (MFA_SETUP, TOTP)

    @pytest.mark.parametrize(
        ("recovery", "expected"),
        [((), [SMS, EMAIL]), (EMAIL_FIRST, [SMS]), (PHONE_FIRST, [EMAIL]), (("admin_only",), [SMS, EMAIL])],
    )
    def test_the_first_recovery_channel_is_no_factor(
        self, db: sqlite3.Connection, recovery: tuple[str, ...], expected: list[str]
    ) -> None:
        assert mfa_preferences.eligible(db, pool("ON", (SMS, EMAIL), recovery), user(**CONTACTS)) == expected

    @pytest.mark.parametrize(
        ("offered", "recovery", "attributes", "expected"),
        [
            ((TOTP, EMAIL), (), {}, [TOTP, EMAIL]),
            ((TOTP, EMAIL), PHONE_FIRST, {}, [TOTP, EMAIL]),
            ((TOTP, EMAIL), EMAIL_FIRST, {}, [TOTP]),
            ((TOTP, EMAIL), (), {"email": "a@b"}, [TOTP]),
            ((TOTP, EMAIL), (), {"phone_number": "+1"}, [TOTP]),
            ((EMAIL,), (), {}, [EMAIL]),
            ((SMS,), (), {}, []),
        ],
    )
    def test_a_user_without_a_factor_can_set_one_up(
        self, offered: tuple[str, ...], recovery: tuple[str, ...], attributes: dict[str, str], expected: list[str]
    ) -> None:
        assert mfa_preferences.can_set_up(pool("ON", offered, recovery), user(**attributes)) == expected


class TestRecovery:
    @pytest.mark.parametrize(
        ("recovery", "attributes", "attribute"),
        [
            ((), VERIFIED, "phone_number"),
            ((), {"email": "a@b", "email_verified": "true"}, "email"),
            ((), CONTACTS, None),
            (EMAIL_FIRST, VERIFIED, "email"),
            (PHONE_FIRST, VERIFIED, "phone_number"),
            (EMAIL_FIRST, VERIFIED | {"email_verified": "false"}, "phone_number"),
            (("verified_email",), VERIFIED | {"email_verified": "false"}, None),
            (("admin_only",), VERIFIED, None),
        ],
    )
    def test_a_code_goes_to_the_first_verified_mechanism(
        self, db: sqlite3.Connection, recovery: tuple[str, ...], attributes: dict[str, str], attribute: str | None
    ) -> None:
        delivery = recipients.for_recovery(db, pool(recovery=recovery), user(**attributes))

        assert (delivery.attribute if delivery else None) == attribute
        assert delivery is None or delivery.address == attributes[delivery.attribute]

    def test_the_channel_of_the_second_factor_is_left_out(self, db: sqlite3.Connection) -> None:
        mfa_preferences.save(db, "sub", MfaPreferences((SMS,), SMS))

        delivery = recipients.for_recovery(db, pool("OPTIONAL", (SMS,)), user(**VERIFIED))

        assert delivery is not None
        assert delivery.attribute == "email"

    @pytest.mark.parametrize(
        ("verified", "attributes", "attribute"),
        [
            (["email", "phone_number"], CONTACTS, "phone_number"),
            (["email"], CONTACTS, "email"),
            (["phone_number"], {"email": "a@b"}, None),
            ([], CONTACTS, None),
        ],
    )
    def test_the_code_of_a_sign_up_goes_to_an_address_that_the_pool_verifies(
        self, verified: Any, attributes: dict[str, str], attribute: str | None
    ) -> None:
        delivery = recipients.for_sign_up(pool(AutoVerifiedAttributes=verified), user(**attributes))

        assert (delivery.attribute if delivery else None) == attribute


class TestFirstFactors:
    ALL: Any = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]}}

    @pytest.mark.parametrize(
        ("who", "expected"),
        [
            (user(**VERIFIED), ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"]),
            (user(**CONTACTS), ["PASSWORD", "PASSWORD_SRP"]),
            (user("UNCONFIRMED", **CONTACTS), ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"]),
            (user(password=None, **CONTACTS), ["EMAIL_OTP", "SMS_OTP"]),
            (user("FORCE_CHANGE_PASSWORD", **VERIFIED), ["PASSWORD", "PASSWORD_SRP"]),
            (user("EXTERNAL_PROVIDER", **VERIFIED), []),
            (user(), ["PASSWORD", "PASSWORD_SRP"]),
        ],
    )
    def test_a_user_can_choose_what_they_have(self, db: sqlite3.Connection, who: User, expected: list[str]) -> None:
        assert auth_factors.available(db, pool(Policies=self.ALL), who) == expected

    def test_configured_factors_are_those_of_the_user_whatever_the_pool_allows(self, db: sqlite3.Connection) -> None:
        register_app(db)

        assert auth_factors.configured(db, user(**VERIFIED)) == ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "SOFTWARE_TOKEN"]
        assert auth_factors.configured(db, user(password=None, **CONTACTS)) == ["SOFTWARE_TOKEN"]

    @pytest.mark.parametrize(
        ("mode", "name", "expected"),
        [
            ("OFF", "a@b", ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]),
            ("OFF", "+1", ["PASSWORD", "PASSWORD_SRP", "SMS_OTP"]),
            ("ON", "a@b", ["PASSWORD", "PASSWORD_SRP"]),
            ("ON", "+1", ["PASSWORD", "PASSWORD_SRP"]),
        ],
    )
    def test_an_unknown_user_has_what_such_a_name_suggests(self, mode: str, name: str, expected: list[str]) -> None:
        assert auth_factors.simulated(pool(mode, Policies=self.ALL), name) == expected

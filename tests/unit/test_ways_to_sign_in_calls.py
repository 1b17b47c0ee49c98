"""Identities, passkeys and recovery codes: what a change asks of Cognito and the mailer, and what must stay."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.own_account import (
    CREATOR,
    EMAIL,
    GOOGLE,
    NO_PASSWORD,
    OTHER,
    OWNER,
    STATE,
    OwnAccountCall,
    pool,
)
from tests.unit.tokens.forge import NOW
from vestibule.api.routes.me import identities, passkeys, recovery_codes
from vestibule.cognito.admin.mfa import RECOVERY_CODES
from vestibule.cognito.user.mfa import MfaState
from vestibule.cognito.user.passkeys import Passkey
from vestibule.errors import (
    AppError,
    FeatureUnavailable,
    InvalidRequest,
    LastFactor,
    Misconfigured,
    NotFound,
    PasskeyRejected,
    PrimaryIdentity,
)


class TestIdentities:
    def test_only_a_linked_identity_is_unlinked(self) -> None:
        twice = [GOOGLE, GOOGLE.model_copy(update={"subject": "2"})]
        call = OwnAccountCall({"user.profile.read_identities": (*twice, OTHER)})

        call.unlink()

        assert [arguments for name, arguments in call.calls if name == "admin.identities.unlink"] == [
            (i,) for i in twice
        ]
        assert call.mails == [("identity_unlinked", EMAIL, "Google")]
        assert identities.list_identities(call.user) == [*twice, OTHER]

    @pytest.mark.parametrize(
        ("answers", "factors", "error"),
        [
            ({"user.profile.read_identities": (OTHER,)}, (), NotFound),
            ({"user.profile.read_identities": (CREATOR, GOOGLE)}, (), PrimaryIdentity),
            ({"user.mfa.read": NO_PASSWORD}, (), LastFactor),
            ({"user.mfa.read": NO_PASSWORD, "user.passkeys.list": FeatureUnavailable()}, (), LastFactor),
            ({"user.mfa.read": STATE, "admin.identities.unlink": Misconfigured()}, (), FeatureUnavailable),
        ],
    )
    def test_identity_that_must_stay_is_not_unlinked(
        self, answers: dict[str, Any], factors: tuple[str, ...], error: type[AppError]
    ) -> None:
        call = OwnAccountCall({"user.profile.read_identities": (GOOGLE,), "user.passkeys.list": [], **answers})

        with pytest.raises(error):
            call.unlink("Google", *factors)
        assert call.mails == []
        with call.services.records.user_locks.hold("alice"):
            pass  # the lock was released

    @pytest.mark.parametrize(
        ("answers", "factors"),
        [
            ({"user.mfa.read": STATE}, ()),
            ({"user.mfa.read": NO_PASSWORD}, ("email_otp",)),
            ({"user.mfa.read": NO_PASSWORD, "user.passkeys.list": ["a passkey"]}, ()),
        ],
    )
    def test_last_identity_is_unlinked_if_the_user_can_sign_in_otherwise(
        self, answers: dict[str, Any], factors: tuple[str, ...]
    ) -> None:
        call = OwnAccountCall({"user.profile.read_identities": (GOOGLE,), "user.passkeys.list": [], **answers})

        call.unlink("Google", *factors)

        assert call.mails == [("identity_unlinked", EMAIL, "Google")]

    def test_link_is_begun_only_where_it_can_be_finished(self) -> None:
        begun: list[object] = []
        redirects: Any = SimpleNamespace(begin=lambda _response, **about: begun.append(about) or "https://domain")
        call, without_role = OwnAccountCall(), OwnAccountCall({"admin.users.sub_of": Misconfigured()})

        link = identities.begin_link("Google", OWNER, redirects, call.services, call.response)

        assert link.authorize_url == "https://domain"
        expected = {"provider": "Google", "next_path": "/profile/security", "purpose": "link", "owner": OWNER}
        assert (begun, call.calls) == ([expected], [("admin.users.sub_of", ("name",))])
        with pytest.raises(FeatureUnavailable):
            identities.begin_link("Google", OWNER, redirects, without_role.services, call.response)
        with pytest.raises(InvalidRequest) as refused:
            identities.begin_link("COGNITO", OWNER, redirects, call.services, call.response)
        assert refused.value.field == "provider"


def passkey(passkey_id: str) -> Passkey:
    return Passkey(id=passkey_id, name="its own", created_at=NOW, transports=[])


class TestPasskeys:
    def add(self, call: OwnAccountCall, passkey_id: str = "new", name: str | None = "Laptop") -> Passkey:
        body = passkeys.AddPasskeyRequest(credential={"id": passkey_id}, name=name)
        return passkeys.add_passkey(body, OWNER, call.user, call.services, call.notifications)

    def test_added_passkey_has_the_name_that_the_user_gave(self) -> None:
        call = OwnAccountCall({"user.passkeys.list": [passkey("old"), passkey("new")]})

        assert (self.add(call).name, self.add(call, "old", None).name) == ("Laptop", "its own")
        assert [each.name for each in passkeys.list_passkeys(OWNER, call.user, call.services)] == ["its own", "Laptop"]
        assert call.names[:3] == ["user.passkeys.complete", "user.mfa.count_passkeys", "user.passkeys.list"]
        assert call.mails == [("passkey_added", EMAIL)] * 2
        with pytest.raises(PasskeyRejected) as refused:
            self.add(call, "another")
        assert refused.value.field == "credential"

    def test_deleted_passkey_loses_its_name(self) -> None:
        call = OwnAccountCall({"user.passkeys.list": [passkey("new"), passkey("other")]})
        self.add(call)

        call.delete_passkey("new")

        assert call.calls[-1] == ("user.passkeys.delete", ("new",))
        assert call.services.records.passkey_names.get("alice", "new") is None
        assert call.mails[-1] == ("passkey_deleted", EMAIL)

    @pytest.mark.parametrize(
        ("present", "state", "error"),
        [
            (["other"], STATE, NotFound),
            (["new"], NO_PASSWORD, LastFactor),
            (["new"], STATE, None),
            (["new", "other"], NO_PASSWORD, None),
        ],
    )
    def test_only_way_to_sign_in_is_not_deleted(
        self, present: list[str], state: MfaState, error: type[AppError] | None
    ) -> None:
        call = OwnAccountCall({"user.passkeys.list": [passkey(each) for each in present], "user.mfa.read": state})

        if error:
            with pytest.raises(error):
                call.delete_passkey("new")
        else:
            call.delete_passkey("new")
        assert ("user.passkeys.delete" in call.names) is (error is None)
        with call.services.records.user_locks.hold("alice"):
            pass  # the lock was released


def test_recovery_codes_are_made_where_the_pool_keeps_them() -> None:
    call = OwnAccountCall()

    made = recovery_codes.create_recovery_codes(
        OWNER, pool(names=("email", RECOVERY_CODES)), call.services, call.user, call.notifications
    )

    assert (made.codes, call.mails) == (["code of name"], [("recovery_codes_created", EMAIL)])
    assert "code of" not in repr(made)
    with pytest.raises(FeatureUnavailable):
        recovery_codes.create_recovery_codes(
            OWNER, pool(names=("email",)), call.services, call.user, call.notifications
        )

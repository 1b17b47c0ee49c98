"""What a callback of the domain does: whose account it reaches, which sessions it ends, when it may be repeated."""

from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from tests.servers import Clock
from tests.unit.oauth_callback import ADMIN, CODE, FACEBOOK, NOW, OWNER, STATE, Callback, exchanged, in_thread
from vestibule.cognito.app.outcome import PASSWORD_RESET_REQUIRED, PendingChallenge
from vestibule.cognito.federated_profiles import FederatedProfiles
from vestibule.cognito.identities import Identity
from vestibule.errors import (
    AccountExists,
    AppError,
    AuthorizeAgain,
    CognitoTimeout,
    CognitoUnavailable,
    FeatureUnavailable,
    IdentityInUse,
    Misconfigured,
    OAuthStateInvalid,
    OtherIdentity,
    ProviderFailed,
    StoreUnavailable,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    TooManyRequests,
)


class TestOwner:
    def test_only_the_session_that_began_it_may_finish_it(self) -> None:
        callback = Callback()

        assert in_thread(lambda: callback.callback.owner(STATE)) is OWNER
        for other in ({"sub": "another"}, {"session": "another"}):
            state: Any = SimpleNamespace(**vars(STATE) | other)
            with pytest.raises(OAuthStateInvalid) as refused:
                in_thread(lambda state=state: callback.callback.owner(state))
            assert refused.value.field == "state"
        assert not callback.may_be_repeated

    def test_callback_without_a_valid_token_may_be_repeated(self) -> None:
        callback = Callback({"own": TokenMissing()})

        with pytest.raises(TokenMissing):
            in_thread(lambda: callback.callback.owner(STATE))
        assert callback.may_be_repeated

    def test_without_a_domain_there_is_no_callback(self) -> None:
        with pytest.raises(FeatureUnavailable):
            Callback(has_domain=False).callback.take(SecretStr("s"))
        with pytest.raises(OAuthStateInvalid):  # this browser has no cookie of the state
            Callback().callback.take(SecretStr("s" * 43))


class TestExchange:
    def exchange(self, callback: Callback) -> Any:
        callback.cognito.answers.setdefault("hosted_ui.exchange", exchanged())
        return in_thread(lambda: callback.callback.exchange(CODE, STATE))

    def test_verified_tokens_of_this_sign_in_are_accepted(self) -> None:
        callback = Callback()

        assert self.exchange(callback).session.user.sub == "visitor"
        assert ("hosted_ui.exchange", (CODE, "v", "https://app/cb")) in callback.calls
        assert callback.calls[-1][1][2] == "n"
        assert callback.event.subject == "visitor"
        assert (callback.revoked, callback.may_be_repeated) == (0, False)

    @pytest.mark.parametrize("error", [CognitoUnavailable(), CognitoTimeout(), TooManyRequests()])
    def test_callback_that_did_not_reach_the_domain_may_be_repeated(self, error: AppError) -> None:
        callback = Callback({"hosted_ui.exchange": error})

        with pytest.raises(type(error)):
            self.exchange(callback)
        assert callback.may_be_repeated

    def test_callback_that_the_domain_refused_may_not(self) -> None:
        callback = Callback({"hosted_ui.exchange": ProviderFailed()})

        with pytest.raises(ProviderFailed):
            self.exchange(callback)
        assert not callback.may_be_repeated

    @pytest.mark.parametrize(
        ("answers", "access"),
        [
            ({"access": TokenExpired()}, {}),
            ({"id": TokenInvalid("Its nonce is another.")}, {}),
            ({}, {"sub": "another"}),
            ({}, {"client_id": "another"}),
        ],
    )
    def test_session_of_another_sign_in_is_ended(self, answers: dict[str, Any], access: dict[str, str]) -> None:
        callback = Callback(answers, **access)

        with pytest.raises(OAuthStateInvalid) as refusal:
            self.exchange(callback)
        assert (refusal.value.field, callback.revoked) == ("state", 1)

    @pytest.mark.parametrize(("auth_time", "refused"), [(NOW - 1, True), (None, True), (NOW, False)])
    def test_session_that_the_domain_reused_must_not_be_revoked(self, auth_time: int | None, refused: bool) -> None:
        callback = Callback(auth_time=auth_time)
        assert self.exchange(callback)
        callback.services.revocations.revoke_user("visitor")

        if refused:
            with pytest.raises(AuthorizeAgain):
                self.exchange(callback)
        else:
            self.exchange(callback)
        assert callback.revoked == int(refused)


class TestSignIn:
    @pytest.mark.parametrize(("email", "account"), [("v@example.com", "v@example.com"), (None, "visitor-name")])
    def test_user_of_the_domain_is_checked_like_any_other(self, email: str | None, account: str) -> None:
        callback, sign_in = Callback(), exchanged("visitor", email=email)
        assert callback.purposes.sign_in(sign_in) is sign_in.session
        callback.services.records.ownership.require_new_password(account, "192.0.2.1")

        assert callback.purposes.sign_in(sign_in) == PendingChallenge(PASSWORD_RESET_REQUIRED, account)

    def test_new_profile_of_an_address_with_an_account_is_deleted(self) -> None:
        callback = Callback({f"{ADMIN}.has_native_user": True})

        with pytest.raises(AccountExists):
            callback.purposes.sign_in(exchanged("visitor", FACEBOOK))
        assert callback.calls[-1] == (f"{ADMIN}.delete_profile", ("visitor-name",))
        assert callback.revoked == 1

    @pytest.mark.parametrize(
        ("answers", "email"),
        [
            ({f"{ADMIN}.has_native_user": False}, "v@example.com"),
            ({f"{ADMIN}.has_native_user": True}, None),
            ({f"{ADMIN}.has_native_user": Misconfigured()}, "v@example.com"),
            ({f"{ADMIN}.has_native_user": True, f"{ADMIN}.is_new_profile": False}, "v@example.com"),
            ({f"{ADMIN}.has_native_user": True, f"{ADMIN}.is_new_profile": Misconfigured()}, "v@example.com"),
        ],
    )
    def test_profile_without_another_account_is_used_from_now_on(
        self, answers: dict[str, Any], email: str | None
    ) -> None:
        callback = Callback(answers)
        sign_in = exchanged("visitor", FACEBOOK, email=email)

        assert callback.purposes.sign_in(sign_in) is sign_in.session
        assert (callback.revoked, callback.deleted) == (0, 0)
        profiles = FederatedProfiles(callback.cognito.at(ADMIN), callback.services.records.base, Clock(NOW))
        callback.cognito.answers[f"{ADMIN}.is_new_profile"] = True
        assert not profiles.is_unused("visitor", "visitor-name")


class TestLink:
    def test_identity_of_an_unused_profile_signs_in_as_the_owner(self) -> None:
        own = Identity(provider="Google", primary=True, subject="7")
        callback = Callback({"user.profile.read_identities": (own,)})

        callback.purposes.link(exchanged("visitor", FACEBOOK), OWNER, "facebook")

        assert callback.calls[-2:] == [
            (f"{ADMIN}.delete_profile", ("visitor-name",)),
            (f"{ADMIN}.link", (FACEBOOK, "owner-name", own)),
        ]
        assert (callback.event.action, callback.revoked) == ("link_identity", 1)
        assert callback.mails == [("identity_linked", "alice@example.com", "Facebook")]

    def test_identity_that_is_linked_already_stays_so(self) -> None:
        callback = Callback()

        callback.purposes.link(exchanged("owner", FACEBOOK), OWNER, "Facebook")

        assert (callback.names, callback.mails) == (["app.refresh.revoke"], [])

    @pytest.mark.parametrize(
        ("identities", "provider", "is_new"),
        [
            ((FACEBOOK,), "Google", True),
            ((), "Facebook", True),
            ((Identity(provider="Facebook", primary=False, subject="42"),), "Facebook", True),
            ((FACEBOOK,), "Facebook", False),
        ],
    )
    def test_identity_of_another_account_is_refused(
        self, identities: tuple[Identity, ...], provider: str, is_new: bool
    ) -> None:
        callback = Callback({f"{ADMIN}.is_new_profile": is_new})

        with pytest.raises(IdentityInUse):
            callback.purposes.link(exchanged("visitor", *identities), OWNER, provider)
        assert (callback.revoked, callback.deleted) == (1, 0)


class TestProve:
    @pytest.mark.parametrize("auth_time", [NOW, NOW - 60])
    def test_owner_who_signed_in_again_has_a_proof(self, auth_time: int) -> None:
        callback = Callback()

        assert callback.purposes.prove(exchanged("owner", auth_time=auth_time), OWNER, STATE) == 300
        assert callback.services.records.step_up_proofs.holds("owner", "session")
        assert (callback.event.action, callback.revoked) == ("step_up", 1)

    def test_owner_whom_the_domain_did_not_ask_again_has_none(self) -> None:
        callback = Callback()

        with pytest.raises(AuthorizeAgain):
            callback.purposes.prove(exchanged("owner", auth_time=NOW - 61), OWNER, STATE)
        assert not callback.services.records.step_up_proofs.holds("owner", "session")

    @pytest.mark.parametrize(("is_new", "deleted"), [(True, 1), (False, 0), (Misconfigured(), 0)])
    def test_somebody_else_proves_nothing_and_an_unused_profile_is_deleted(self, is_new: object, deleted: int) -> None:
        callback = Callback({f"{ADMIN}.is_new_profile": is_new})

        with pytest.raises(OtherIdentity):
            callback.purposes.prove(exchanged("visitor"), OWNER, STATE)
        assert (callback.deleted, callback.revoked) == (deleted, 1)
        assert not callback.services.records.step_up_proofs.holds("owner", "session")

    def test_session_that_cannot_be_ended_does_not_stop_the_proof(self) -> None:
        callback = Callback({"app.refresh.revoke": StoreUnavailable()})

        assert callback.purposes.prove(exchanged("owner"), OWNER, STATE) == 300

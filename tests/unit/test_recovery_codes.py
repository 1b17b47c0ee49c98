"""Recovery codes: what is stored, which codes work, and that each works once."""

import re
from typing import Any

import pytest
from pydantic import SecretStr

from tests.cognito_calls import CognitoCalls
from tests.servers import Clock
from tests.unit.test_records import open_records
from vestibule.cognito.admin.mfa import Mfa, StoredCodes
from vestibule.cognito.recovery_codes import RecoveryCodes
from vestibule.errors import AppError, CodeMismatch, FeatureUnavailable, InvalidRequest, Misconfigured, NotFound
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys

KEY, NEXT_KEY = SecretStr("k" * 32), SecretStr("n" * 32)
FIRST, SECOND = "aaaabbbbccccdddd", "eeeeffffgggghhhh"


class User:
    """A user with two recovery codes."""

    def __init__(self, **answers: Any) -> None:
        keys = SecretKeys(KEY)
        self.digest = KeyedDigest(keys, "recovery codes")
        self.digests = tuple(self.digest("the-sub", code) for code in (FIRST, SECOND))
        keys.replace(NEXT_KEY, KEY)
        self.cognito = CognitoCalls({"recovery_codes": StoredCodes("the-sub", self.digests), **answers}, of=Mfa)
        mfa: Any = self.cognito.at()
        self.codes = RecoveryCodes(mfa, open_records("memory://", Clock()), self.digest)

    @property
    def changes(self) -> list[tuple[str, tuple[Any, ...]]]:
        return [call for call in self.cognito.calls if call[0] != "recovery_codes"]


class TestNewCodes:
    def test_ten_codes_are_shown_in_groups_and_stored_as_digests(self) -> None:
        user = User()

        shown = user.codes.replace("ann")

        assert len(set(shown)) == 10
        assert all(re.fullmatch(r"([a-hj-km-np-tv-z0-9]{4}-){3}[a-hj-km-np-tv-z0-9]{4}", code) for code in shown)
        stored = [user.digest("the-sub", code.replace("-", "")) for code in shown]
        assert user.changes == [("set_recovery_codes", ("ann", stored))]

    @pytest.mark.parametrize("error", [Misconfigured(), InvalidRequest()])
    def test_pool_that_cannot_keep_codes_has_none(self, error: AppError) -> None:
        with pytest.raises(FeatureUnavailable):
            User(set_recovery_codes=error).codes.replace("ann")

    def test_other_errors_pass(self) -> None:
        with pytest.raises(NotFound):
            User(set_recovery_codes=NotFound()).codes.replace("ann")
        with pytest.raises(NotFound):
            User(recovery_codes=NotFound()).codes.remaining("ann")

    def test_remaining_codes_are_counted(self) -> None:
        assert User().codes.remaining("ann") == 2
        with pytest.raises(FeatureUnavailable):
            User(recovery_codes=Misconfigured()).codes.remaining("ann")


class TestUse:
    def test_code_turns_off_the_method_and_is_deleted(self) -> None:
        user = User()

        user.codes.use("ann", FIRST, "totp")

        assert user.changes == [("turn_off", ("ann", "totp")), ("set_recovery_codes", ("ann", [user.digests[1]]))]

    def test_code_works_once_even_if_it_could_not_be_deleted(self) -> None:
        user = User()
        user.codes.use("ann", FIRST, "totp")

        with pytest.raises(CodeMismatch) as caught:
            user.codes.use("ann", FIRST, "totp")
        assert caught.value.field == "recovery_code"
        user.codes.use("ann", SECOND, "totp")
        assert len(user.changes) == 4

    @pytest.mark.parametrize("code", ["", FIRST.upper(), FIRST[:-1], "zzzzzzzzzzzzzzzz"])
    def test_other_codes_do_nothing(self, code: str) -> None:
        user = User()

        with pytest.raises(CodeMismatch) as caught:
            user.codes.use("ann", code, "totp")
        assert (caught.value.field, user.changes) == ("recovery_code", [])

    @pytest.mark.parametrize(("error", "told"), [(InvalidRequest(), FeatureUnavailable), (NotFound(), NotFound)])
    def test_code_stays_valid_if_the_method_could_not_be_turned_off(
        self, error: AppError, told: type[AppError]
    ) -> None:
        user = User(turn_off=error)
        for _ in range(2):
            with pytest.raises(told):
                user.codes.use("ann", FIRST, "sms")

        assert [name for name, _ in user.changes] == ["turn_off"] * 2
        user.cognito.answers["turn_off"] = None
        user.codes.use("ann", FIRST, "sms")

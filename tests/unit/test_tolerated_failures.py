"""What fails beside the purpose of a request does not fail the request."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from fastapi import BackgroundTasks
from pydantic import SecretStr

from tests.unit.endpoint_call import OWNER, EndpointCall, session_of
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.routes.admin.users import delete_user
from vestibule.api.routes.auth.sign_out import SignOut, SignOutRequest, sign_out
from vestibule.api.routes.me.profile import delete_account
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.refresh_cookie import RefreshCookie
from vestibule.api.security.session_log import SessionLog
from vestibule.api.sign_ins.account_sessions import AccountSessions
from vestibule.errors import CognitoTimeout, CognitoUnavailable, StoreUnavailable

SESSION = session_of("alice", token(user_claims({"sub": "alice", "origin_jti": "here"})))


class NoNames:
    """The names of passkeys, whose store fails."""

    def delete_all(self, _sub: str) -> None:
        raise StoreUnavailable


def without_store(folder: Path, answers: dict[str, Any] | None = None) -> EndpointCall:
    """A request whose store fails: the file was deleted."""
    call = EndpointCall(answers, now=NOW, settings={"store_url": f"sqlite:///{folder}/vestibule.sqlite3"})
    (folder / "vestibule.sqlite3").unlink()
    return call


def test_lost_answer_of_a_refresh_is_reported_though_its_token_cannot_be_revoked() -> None:
    call = EndpointCall({"app.refresh.exchange": CognitoTimeout(), "app.refresh.revoke": CognitoUnavailable()}, now=NOW)
    body, cookie = SignOut(SignOutRequest(), None, (SecretStr("old"),)), RefreshCookie(call.request, call.response)

    with pytest.raises(CognitoTimeout):
        sign_out(call.request, body, cookie, call.cognito.at("app"), call.services)
    assert call.calls[-1] == ("app.refresh.revoke", (SecretStr("old"),))


def test_password_is_reset_though_the_store_cannot_note_that_sessions_have_ended(tmp_path: Path) -> None:
    call = without_store(tmp_path, {"app.sign_in.with_password": SESSION})

    AccountSessions(call.request, call.response).end_after_reset("alice@example.com", SecretStr("Correct-horse-9"))

    assert "user.sessions.sign_out_everywhere" in call.names
    assert call.services.revocations.is_revoked(OWNER)


def test_session_is_used_though_the_store_cannot_note_it(tmp_path: Path) -> None:
    call = without_store(tmp_path)

    SessionLog(call.request, call.response, BackgroundTasks()).note(OWNER)

    with pytest.raises(StoreUnavailable):
        call.services.records.sessions.of_user("alice")


@pytest.mark.parametrize("by", ["administrator", "owner"])
def test_user_is_deleted_though_the_names_of_their_passkeys_cannot_be(by: str) -> None:
    call = EndpointCall({"admin.users.sub_of": "alice"}, now=NOW)
    records: Any = dataclasses.replace(call.services.records, passkey_names=NoNames())  # type: ignore[arg-type]
    services = dataclasses.replace(call.services, records=records)

    if by == "administrator":
        delete_user("name", OWNER, call.cognito.at("admin"), services)
    else:
        cookie, notifications = RefreshCookie(call.request, call.response), Notifications(call.request, call.background)
        delete_account(OWNER, call.cognito.at("user"), services, cookie, notifications)

    assert call.services.revocations.is_revoked(OWNER)
    assert call.names[-1] in ("admin.users.delete", "user.profile.delete")

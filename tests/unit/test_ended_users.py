"""What ends when a user is disabled, and what is forgotten when they are deleted, by whomever."""

from typing import Any

import pytest

from tests.unit.endpoint_call import OWNER, EndpointCall
from tests.unit.tokens.forge import NOW
from vestibule.api.routes.admin.users import delete_user, disable_user
from vestibule.api.routes.me.profile import delete_account
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.refresh_cookie import RefreshCookie
from vestibule.errors import CognitoUnavailable
from vestibule.records import Origin

HERE = Origin("Firefox (Linux)", "192.0.2.1")
ELSEWHERE = Origin("Safari (iOS)", "192.0.2.2")


def call_with_records(answers: dict[str, Any]) -> EndpointCall:
    call = EndpointCall(answers, now=NOW)
    records = call.services.records
    for sub in ("alice", "bob"):
        records.sessions.begin(sub, "here", NOW, HERE)
        records.known_origins.add(sub, HERE)
        records.passkey_names.put(sub, "passkey", f"Key of {sub}")
    return call


def known(call: EndpointCall, sub: str) -> tuple[int, bool, str | None]:
    """How many sessions are listed, whether a sign-in from elsewhere would be noticed, and the name of the passkey."""
    records = call.services.records
    noticed = records.known_origins.add(sub, ELSEWHERE)
    return len(records.sessions.of_user(sub)), noticed, records.passkey_names.get(sub, "passkey")


def delete(call: EndpointCall, by: str) -> None:
    if by == "administrator":
        delete_user("name", OWNER, call.cognito.at("admin"), call.services)
    else:
        cookie, notifications = RefreshCookie(call.request, call.response), Notifications(call.request, call.background)
        delete_account(OWNER, call.cognito.at("user"), call.services, cookie, notifications)


@pytest.mark.parametrize("by", ["administrator", "owner"])
def test_deleted_user_is_forgotten_and_others_are_not(by: str) -> None:
    call = call_with_records({"admin.users.sub_of": "alice"})

    delete(call, by)

    assert known(call, "alice") == (0, False, None)
    assert known(call, "bob") == (1, True, "Key of bob")


@pytest.mark.parametrize("by", ["administrator", "owner"])
def test_user_whom_cognito_keeps_is_not_forgotten(by: str) -> None:
    failure = CognitoUnavailable()
    call = call_with_records(
        {"admin.users.sub_of": "alice", "admin.users.delete": failure, "user.profile.delete": failure}
    )

    with pytest.raises(CognitoUnavailable):
        delete(call, by)
    assert known(call, "alice") == (1, True, "Key of alice")


def test_no_browser_of_a_disabled_user_is_trusted_when_they_are_enabled_again() -> None:
    call = call_with_records({"admin.users.sub_of": "alice"})

    disable_user("Name", OWNER, call.cognito.at("admin"), call.services)

    trust_endings = call.services.records.trust_endings
    assert [trust_endings.last(name) for name in ("name", "alice", "bob")] == [NOW, NOW, 0]
    assert call.services.records.sessions.of_user("alice") == []

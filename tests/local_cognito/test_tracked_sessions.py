"""The description of a tracked session, member by member."""

import pytest

from local_cognito.model.sessions import Session
from local_cognito.model.tracked_sessions import TrackedSession

SESSION = Session("00000000-0000-0000-0000-000000000024", "jti", "sub", "app", 100, 200)
OTHER = Session("ffffffff-ffff-ffff-ffff-ffffffffffff", "jti", "sub", "app", 100, 200)
DESCRIPTION = {
    "SessionId": "tkn0000000000000000000000010",
    "SessionType": "TOKEN",
    "ClientId": "app",
    "CreateDate": 100,
    "LastActiveDate": 150,
    "DeviceType": "Firefox",
    "LastIPAddress": "192.0.2.1",
    "IsCurrentSession": False,
}


@pytest.mark.parametrize(
    ("user_agent", "current", "changes"),
    [
        ("Firefox", None, {}),
        ("Firefox", OTHER, {}),
        ("Firefox", SESSION, {"IsCurrentSession": True}),
        ("", None, {"DeviceType": "unknown"}),
    ],
)
def test_a_session_is_described(user_agent: str, current: Session | None, changes: dict[str, object]) -> None:
    tracked = TrackedSession(SESSION, 150, "192.0.2.1", user_agent)

    assert tracked.describe(current) == DESCRIPTION | changes


def test_an_id_has_28_characters_however_long_its_number() -> None:
    assert TrackedSession(OTHER, 150, "", "").id == "tknf5lxx1zz5pnorynqglhzmsp33"
    assert len(DESCRIPTION["SessionId"]) == len(TrackedSession(OTHER, 150, "", "").id) == 28  # type: ignore[arg-type]

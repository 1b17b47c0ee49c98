"""Sessions: end the user's sessions."""

from collections.abc import Iterator
from typing import Any, cast

from vestibule.cognito.user.topic import UserTopic, user_errors

SAME_SECONDS = 2.0
"""How far Cognito's creation of a session may be from the `auth_time` of its tokens, which has whole seconds."""


class UserSessions(UserTopic):
    """End the user's sessions."""

    def sign_out_everywhere(self) -> None:
        """End all of the user's sessions (GlobalSignOut)."""
        with user_errors():
            self.client.global_sign_out(**self.token())

    def end(self, client_id: str, auth_time: float) -> None:
        """End another session at Cognito, if its list has exactly one that began then.

        (ListUserSessions, RevokeUserSession.) Tokens do not contain the names that these operations use, and the pool
        may not track sessions.
        """
        with user_errors():
            client = cast("Any", self.client)
            began = [*self._began(client.list_user_sessions(**self.token()), client_id, auth_time)]
            if len(began) == 1:
                client.revoke_user_session(**self.token(), SessionId=began[0])

    def _began(self, response: dict[str, Any], client_id: str, auth_time: float) -> Iterator[str]:
        for session in response.get("Sessions", []):
            is_other = session.get("ClientId") == client_id and not session.get("IsCurrentSession", False)
            if is_other and abs(session["CreateDate"].timestamp() - auth_time) <= SAME_SECONDS:
                yield session["SessionId"]

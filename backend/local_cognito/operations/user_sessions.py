"""The list of a user's sessions, and ending one of them. Needs session tracking."""

from __future__ import annotations

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException
from local_cognito.model import session_requests as r, sessions, tokens, tracked_sessions, users


def list_user_sessions(context: Context, request: r.ListUserSessionsRequest) -> Output:
    """ListUserSessions. All are in one page."""
    with context.storage.read() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        tracked_sessions.check_enabled(db, bearer.client.pool)
        found = tracked_sessions.of_user(db, bearer.user.sub, context.now)
    return {"Sessions": [tracked.describe(bearer.session) for tracked in found]}


def admin_list_user_sessions(context: Context, request: r.AdminListUserSessionsRequest) -> Output:
    """AdminListUserSessions."""
    with context.storage.read() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        tracked_sessions.check_enabled(db, pool)
        found = tracked_sessions.of_user(db, user.sub, context.now)
    return {"Sessions": [tracked.describe(None) for tracked in found]}


def revoke_user_session(context: Context, request: r.RevokeUserSessionRequest) -> Output:
    """RevokeUserSession. No session is linked to another here, so RevokeAssociatedSessions adds none."""
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        tracked_sessions.check_enabled(db, bearer.client.pool)
        tracked = tracked_sessions.get(db, bearer.user.sub, request["SessionId"], context.now)
        if tracked.session.event_id == bearer.session.event_id:
            raise InvalidParameterException("The current session cannot be revoked.")
        sessions.revoke(db, tracked.session.event_id, context.now)
    return {}


def admin_revoke_user_session(context: Context, request: r.AdminRevokeUserSessionRequest) -> Output:
    """AdminRevokeUserSession."""
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        tracked_sessions.check_enabled(db, pool)
        tracked = tracked_sessions.get(db, user.sub, request["SessionId"], context.now)
        sessions.revoke(db, tracked.session.event_id, context.now)
    return {}

"""The flow REFRESH_TOKEN_AUTH."""

from local_cognito.model import refresh_tokens, token_overrides, tokens, tracked_sessions
from local_cognito.operations.challenges.attempt import Attempt, Outcome


def start(attempt: Attempt) -> Outcome:
    """Issue new tokens. SECRET_HASH is computed with the real username (the sub), not with an alias."""
    context, client, given = attempt.context, attempt.client, attempt.parameter("REFRESH_TOKEN")
    with context.storage.read() as db:
        token, user = refresh_tokens.check(db, client, given, attempt.parameters.get("DEVICE_KEY"), attempt.now)
    client.check_secret_hash(user.username, attempt.parameters.get("SECRET_HASH"))
    source, scope = "TokenGeneration_RefreshTokens", token.session.scope
    overrides = token_overrides.request(context, client, user, source, attempt.client_metadata, scope)
    with context.storage.read() as db:
        result = tokens.issue(context, db, user, client, token.session, overrides)
    tracked_sessions.record_activity(context, client.pool, token.session)
    return {"ChallengeParameters": {}, "AuthenticationResult": result}

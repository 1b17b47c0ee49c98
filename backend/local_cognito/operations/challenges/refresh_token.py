"""The flow REFRESH_TOKEN_AUTH."""

from local_cognito.context import Answer
from local_cognito.model import refresh_tokens, tokens
from local_cognito.operations.challenges.attempt import Attempt


def start(attempt: Attempt) -> Answer:
    """Issue new tokens. SECRET_HASH is computed with the real username (the sub), not with an alias."""
    with attempt.context.storage.write() as db:
        given = attempt.parameter("REFRESH_TOKEN")
        device_key = attempt.parameters.get("DEVICE_KEY")
        token, user = refresh_tokens.check(db, attempt.client, given, device_key, attempt.now)
        attempt.client.check_secret_hash(user.username, attempt.parameters.get("SECRET_HASH"))
        result = tokens.issue(attempt.context, db, user, attempt.client, token.session)
        return {"ChallengeParameters": {}, "AuthenticationResult": result}

"""The triggers around a sign-in: UserMigration and PreAuthentication before it, PostAuthentication after it."""

from local_cognito.model import migration, triggers
from local_cognito.model.users import User
from local_cognito.operations.challenges.attempt import Attempt


def before_sign_in(attempt: Attempt, flow: str) -> None:
    """Import an unknown user who sends a password, then ask whether the user may sign in at all."""
    pool, client = attempt.client.pool, attempt.client
    if not attempt.context.hooks.urls or "USERNAME" not in attempt.parameters:
        return  # without USERNAME the flow raises the error
    with attempt.context.storage.read() as db:
        caller = attempt.caller(db)
    password = attempt.parameters.get("PASSWORD")
    if caller.user is None and password and flow != "USER_SRP_AUTH":
        migration.migrate(attempt.context, client, caller.username, password, attempt.client_metadata)
    if not triggers.is_configured(attempt.context, pool, "PreAuthentication"):
        return
    caller.check_user_exists()
    request = {
        "userAttributes": triggers.attributes_of(caller.user),
        "validationData": dict(attempt.client_metadata),
        "userNotFound": caller.user is None,
    }
    username = caller.user.username if caller.user else caller.username
    source = "PreAuthentication_Authentication"
    triggers.call(attempt.context, pool, source, username, request, client_id=client.id)


def after_sign_in(attempt: Attempt, user: User, *, is_new_device: bool) -> None:
    """Tell PostAuthentication. If it raises, the sign-in fails."""
    request = {
        "userAttributes": triggers.attributes_of(user),
        "newDeviceUsed": is_new_device,
        "clientMetadata": dict(attempt.client_metadata),
    }
    source, client = "PostAuthentication_Authentication", attempt.client
    triggers.call(attempt.context, client.pool, source, user.username, request, client_id=client.id)

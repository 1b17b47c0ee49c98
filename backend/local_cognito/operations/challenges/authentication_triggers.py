"""The triggers around a sign-in: UserMigration and PreAuthentication before it, PostAuthentication after it."""

from collections.abc import Mapping

from local_cognito.context import Context
from local_cognito.model import triggers, user_migration
from local_cognito.model.clients import Client
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
        user_migration.migrate(attempt.context, client, caller.username, password, attempt.client_metadata)
        with attempt.context.storage.read() as db:
            caller = attempt.caller(db)
    if triggers.is_configured(attempt.context, pool, "PreAuthentication"):
        caller.check_user_exists()
    pre_authentication(attempt.context, client, caller.username, caller.user, attempt.client_metadata)


def after_sign_in(attempt: Attempt, user: User, *, is_new_device: bool) -> None:
    """Tell PostAuthentication. If it raises, the sign-in fails."""
    metadata = attempt.client_metadata
    post_authentication(attempt.context, attempt.client, user, metadata, is_new_device=is_new_device)


def pre_authentication(
    context: Context, client: Client, username: str, user: User | None, metadata: Mapping[str, str]
) -> None:
    """Ask PreAuthentication. `username` is what was given; the trigger gets the user's own name if there is a user."""
    request = {
        "userAttributes": triggers.attributes_of(user),
        "validationData": dict(metadata),
        "userNotFound": user is None,
    }
    source, username = "PreAuthentication_Authentication", user.username if user else username
    triggers.call(context, client.pool, source, username, request, client_id=client.id)


def post_authentication(
    context: Context, client: Client, user: User, metadata: Mapping[str, str], *, is_new_device: bool = False
) -> None:
    """Tell PostAuthentication."""
    request = {
        "userAttributes": triggers.attributes_of(user),
        "newDeviceUsed": is_new_device,
        "clientMetadata": dict(metadata),
    }
    source = "PostAuthentication_Authentication"
    triggers.call(context, client.pool, source, user.username, request, client_id=client.id)

"""The trigger UserMigration: users of another system, imported when they first sign in or reset their password."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.errors import AliasExistsException
from local_cognito.model import attributes, new_users, triggers, users

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_cognito.context import Context
    from local_cognito.model.clients import Client

# Names in `userAttributes` that are no attributes of the pool.
NO_ATTRIBUTES = ("sub", "username", "cognito:user_status")


def migrate(context: Context, client: Client, username: str, password: str | None, metadata: Mapping[str, str]) -> None:
    """Create the user that the trigger knows, unless there is no hook, or it returns no attributes.

    The user keeps the password if `finalUserStatus` is CONFIRMED, else must reset it. The policy is not applied to it.
    """
    pool = client.pool
    source = "UserMigration_ForgotPassword" if password is None else "UserMigration_Authentication"
    request: dict[str, object] = {"validationData": dict(metadata), "clientMetadata": dict(metadata)}
    if password is not None:
        request |= {"password": password}
    response = triggers.call(context, pool, source, username, request, client_id=client.id)
    given = triggers.strings(response, "userAttributes")
    values = {name: value for name, value in given.items() if name not in NO_ATTRIBUTES}
    if not values:
        return
    status = "CONFIRMED" if response.get("finalUserStatus") == "CONFIRMED" else "RESET_REQUIRED"
    user = replace(new_users.build(pool, username, values, context.now, by_admin=True), status=status)
    if password is not None:
        user = replace(user, password=context.passwords.hash_for(pool.id, user.username, password))
    with context.storage.write() as db:
        new_users.check_available(db, pool, username, user)
        if response.get("forceAliasCreation") is True:
            users.take_aliases(db, pool, user, context.now)
        try:
            attributes.check_aliases(db, pool, user, users.aliases_of(pool, user))
        except AliasExistsException:  # sign-in has no such error
            return
        users.insert(db, pool, user)

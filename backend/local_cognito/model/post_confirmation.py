"""The trigger PostConfirmation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from local_cognito.model import triggers

if TYPE_CHECKING:
    from local_cognito.context import Context
    from local_cognito.model.clients import Client
    from local_cognito.model.users import User

SIGN_UP, FORGOT_PASSWORD = "PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"


def post_confirmation(context: Context, client: Client, user: User, source: str, metadata: Mapping[str, str]) -> None:
    """Tell the trigger. Call it after the transaction: an error of the trigger does not undo the confirmation."""
    event = {"userAttributes": triggers.attributes_of(user), "clientMetadata": dict(metadata)}
    triggers.call(context, client.pool, source, user.username, event, client_id=client.id)

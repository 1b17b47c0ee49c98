"""Events for Lambda triggers, and what their responses change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from local_cognito.errors import InvalidLambdaResponseException

if TYPE_CHECKING:
    from local_cognito.context import Context
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User

# The callerContext of operations that no app client calls.
NO_CLIENT = "CLIENT_ID_NOT_APPLICABLE"
# Triggers whose source begins with another word than their name.
NAMES = {"TokenGeneration": "PreTokenGeneration"}

Response = Mapping[str, object]


def is_configured(context: Context, pool: Pool, name: str) -> bool:
    """Whether the trigger has a hook. If the pool has a LambdaConfig, it must name the trigger as well."""
    config = pool.settings.get("LambdaConfig")
    named = not config or name in config or (name == "PreTokenGeneration" and "PreTokenGenerationConfig" in config)
    return name in context.hooks.urls and named


def call(
    context: Context,
    pool: Pool,
    source: str,
    username: str,
    request: Mapping[str, object],
    *,
    client_id: str = NO_CLIENT,
    version: str = "1",
) -> Response:
    """Call the trigger of a source like `PreSignUp_SignUp`; an empty response if it has no hook.

    Raises the errors of `Hooks.call`.
    """
    begins_with = source.partition("_")[0]
    name = NAMES.get(begins_with, begins_with)
    if not is_configured(context, pool, name):
        return {}
    return context.hooks.call(
        name,
        {
            "version": version,
            "triggerSource": source,
            "region": pool.region,
            "userPoolId": pool.id,
            "userName": username,
            "callerContext": {"awsSdkVersion": "local_cognito", "clientId": client_id},
            "request": dict(request),
            "response": {},
        },
    )


def attributes_of(user: User | None) -> dict[str, str]:
    """`userAttributes`: as strings, with `sub` and the status."""
    if user is None:
        return {}
    return {"sub": user.sub, "cognito:user_status": user.status, **user.attributes}


def mapping(response: Response, name: str) -> Mapping[str, object]:
    """An object in a response, empty if it is absent; raises InvalidLambdaResponseException for anything else."""
    value = response.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidLambdaResponseException("Unrecognizable lambda output")
    return value


def strings(response: Response, name: str) -> dict[str, str]:
    """An object with string values in a response; raises InvalidLambdaResponseException."""
    values = mapping(response, name)
    if not all(isinstance(value, str) for value in values.values()):
        raise InvalidLambdaResponseException("Unrecognizable lambda output")
    return {key: str(value) for key, value in values.items()}

"""Sign-in. The flows and challenges themselves are in `challenges/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException
from local_cognito.model import clients, token_overrides, tokens
from local_cognito.model.clients import Client
from local_cognito.operations.challenges.attempt import Attempt, Outcome, SignedIn
from local_cognito.operations.challenges.authentication_triggers import after_sign_in, before_sign_in
from local_cognito.operations.challenges.registry import CHALLENGES, FIRST_FACTORS, FLOWS, REQUIRED

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

# AuthFlow values whose ExplicitAuthFlows value is not ALLOW_<AuthFlow>.
ALLOWING = {"REFRESH_TOKEN": "ALLOW_REFRESH_TOKEN_AUTH", "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH"}
NOT_ENABLED = {"USER_SRP_AUTH": "USER_SRP_AUTH is not enabled for the client."}
ONLY_FOR_ADMINS = ("ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH")
REFRESH = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")
# The triggerSource of PreTokenGeneration by the challenge that completes the sign-in.
AUTHENTICATION = "TokenGeneration_Authentication"
SOURCES = {
    "NEW_PASSWORD_REQUIRED": "TokenGeneration_NewPasswordChallenge",
    "DEVICE_PASSWORD_VERIFIER": "TokenGeneration_AuthenticateDevice",
}
NOT_FOR_ADMINS = ("USER_PASSWORD_AUTH",)


def initiate_auth(context: Context, request: t.InitiateAuthRequestTypeDef) -> Output:
    """InitiateAuth."""
    flow = request["AuthFlow"]
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"])
    if flow in ONLY_FOR_ADMINS:
        raise InvalidParameterException("Initiate Auth method not supported.")
    return _start(context, client, request)


def admin_initiate_auth(context: Context, request: t.AdminInitiateAuthRequestTypeDef) -> Output:
    """AdminInitiateAuth."""
    flow = request["AuthFlow"]
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
    if flow in NOT_FOR_ADMINS:
        raise InvalidParameterException("Initiate Auth method not supported.")
    return _start(context, client, request)


def respond_to_auth_challenge(context: Context, request: t.RespondToAuthChallengeRequestTypeDef) -> Output:
    """RespondToAuthChallenge."""
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"])
    return _respond(context, client, request)


def admin_respond_to_auth_challenge(context: Context, request: t.AdminRespondToAuthChallengeRequestTypeDef) -> Output:
    """AdminRespondToAuthChallenge."""
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
    return _respond(context, client, request)


def _start(
    context: Context,
    client: Client,
    request: t.InitiateAuthRequestTypeDef | t.AdminInitiateAuthRequestTypeDef,
) -> Output:
    flow, metadata = request["AuthFlow"], request.get("ClientMetadata", {})
    parameters, session = request.get("AuthParameters", {}), request.get("Session", "")
    if not client.allows(ALLOWING.get(flow, f"ALLOW_{flow}")):
        raise InvalidParameterException(NOT_ENABLED.get(flow, f"{flow} flow not enabled for this client"))
    attempt = Attempt(context, client, parameters, session, REQUIRED, FIRST_FACTORS, metadata)
    if flow not in REFRESH:
        before_sign_in(attempt, flow)
    return _finish(attempt, FLOWS[flow](attempt))


def _respond(
    context: Context,
    client: Client,
    request: t.RespondToAuthChallengeRequestTypeDef | t.AdminRespondToAuthChallengeRequestTypeDef,
) -> Output:
    name = request["ChallengeName"]
    if name not in CHALLENGES:
        raise InvalidParameterException(f"{name} is not a challenge that can be answered.")
    answers, session = request.get("ChallengeResponses", {}), request.get("Session", "")
    metadata = request.get("ClientMetadata", {})
    attempt = Attempt(context, client, answers, session, REQUIRED, FIRST_FACTORS, metadata)
    return _finish(attempt, CHALLENGES[name].respond(attempt), SOURCES.get(name, AUTHENTICATION))


def _finish(attempt: Attempt, outcome: Outcome, source: str = AUTHENTICATION) -> Output:
    """Call the last triggers and issue the tokens, if the sign-in is complete."""
    if not isinstance(outcome, SignedIn):
        return outcome
    context, client, user = attempt.context, attempt.client, outcome.user
    after_sign_in(attempt, user, is_new_device=outcome.new_device is not None)
    overrides = token_overrides.request(context, client, user, source, attempt.client_metadata)
    with context.storage.read() as db:
        result = tokens.issue(context, db, user, client, outcome.session, overrides)
    device = {"NewDeviceMetadata": outcome.new_device.metadata()} if outcome.new_device else {}
    result = {**result, "RefreshToken": outcome.refresh_token, **device}
    return {"ChallengeParameters": {}, "AuthenticationResult": result}

"""Sign-in. The flows and challenges themselves are in `challenges/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from local_cognito.context import Answer, Context
from local_cognito.errors import InvalidParameterException, NotImplementedException
from local_cognito.model import clients
from local_cognito.model.clients import Client
from local_cognito.operations.challenges.attempt import Attempt
from local_cognito.operations.challenges.registry import CHALLENGES, FIRST_FACTORS, FLOWS, REQUIRED

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

# AuthFlow values whose ExplicitAuthFlows value is not ALLOW_<AuthFlow>.
ALLOWING = {"REFRESH_TOKEN": "ALLOW_REFRESH_TOKEN_AUTH", "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH"}
NOT_ENABLED = {"USER_SRP_AUTH": "USER_SRP_AUTH is not enabled for the client."}
ONLY_FOR_ADMINS = ("ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH")
NOT_FOR_ADMINS = ("USER_PASSWORD_AUTH",)


def initiate_auth(context: Context, request: t.InitiateAuthRequestTypeDef) -> Answer:
    """InitiateAuth."""
    flow = request["AuthFlow"]
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"])
    if flow in ONLY_FOR_ADMINS:
        raise InvalidParameterException("Initiate Auth method not supported.")
    parameters, session = request.get("AuthParameters", {}), request.get("Session", "")
    return _start(context, client, flow, parameters, session, by_admin=False)


def admin_initiate_auth(context: Context, request: t.AdminInitiateAuthRequestTypeDef) -> Answer:
    """AdminInitiateAuth."""
    flow = request["AuthFlow"]
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
    if flow in NOT_FOR_ADMINS:
        raise InvalidParameterException("Initiate Auth method not supported.")
    parameters, session = request.get("AuthParameters", {}), request.get("Session", "")
    return _start(context, client, flow, parameters, session, by_admin=True)


def respond_to_auth_challenge(context: Context, request: t.RespondToAuthChallengeRequestTypeDef) -> Answer:
    """RespondToAuthChallenge."""
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"])
    return _respond(context, client, request, by_admin=False)


def admin_respond_to_auth_challenge(context: Context, request: t.AdminRespondToAuthChallengeRequestTypeDef) -> Answer:
    """AdminRespondToAuthChallenge."""
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
    return _respond(context, client, request, by_admin=True)


def _start(
    context: Context, client: Client, flow: str, parameters: Mapping[str, str], session: str, *, by_admin: bool
) -> Answer:
    if not client.allows(ALLOWING.get(flow, f"ALLOW_{flow}")):
        raise InvalidParameterException(NOT_ENABLED.get(flow, f"{flow} flow not enabled for this client"))
    if flow not in FLOWS:
        raise NotImplementedException(f"The flow {flow} is not implemented by local_cognito.")
    return FLOWS[flow](Attempt(context, client, parameters, session, by_admin, REQUIRED, FIRST_FACTORS))


def _respond(
    context: Context,
    client: Client,
    request: t.RespondToAuthChallengeRequestTypeDef | t.AdminRespondToAuthChallengeRequestTypeDef,
    *,
    by_admin: bool,
) -> Answer:
    name = request["ChallengeName"]
    if name not in CHALLENGES:
        raise NotImplementedException(f"The challenge {name} is not implemented by local_cognito.")
    answers, session = request.get("ChallengeResponses", {}), request.get("Session", "")
    return CHALLENGES[name].respond(Attempt(context, client, answers, session, by_admin, REQUIRED, FIRST_FACTORS))

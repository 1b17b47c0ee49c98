"""Pools with second factors, and the calls of a client during a sign-in."""

import json
from typing import Any

from local_cognito.crypto import totp
from tests.authenticator import Authenticator
from tests.local_cognito.people import Person, StandIn, refused

TOTP_ON: dict[str, Any] = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL_ON: dict[str, Any] = {"EmailMfaConfiguration": {"Message": "Your code is {####}", "Subject": "Your code"}}
SMS_CONFIGURATION = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}
SMS_ON: dict[str, Any] = {"SmsMfaConfiguration": {"SmsConfiguration": SMS_CONFIGURATION}}
OWN_MAIL = {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/example.com"}
# Accounts are recovered by phone first, so that the e-mail address can be a second factor.
PHONE_FIRST = {
    "RecoveryMechanisms": [{"Priority": 1, "Name": "verified_phone_number"}, {"Priority": 2, "Name": "verified_email"}]
}
ADMIN_ONLY = {"RecoveryMechanisms": [{"Priority": 1, "Name": "admin_only"}]}
PHONE = "+15550100132"


PASSKEYS_ON: dict[str, Any] = {"WebAuthnConfiguration": {"RelyingPartyId": "localhost"}}
MULTI_FACTOR_PASSKEYS: dict[str, Any] = {
    "WebAuthnConfiguration": {
        "RelyingPartyId": "localhost",
        "UserVerification": "required",
        "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
    }
}
USER_AUTH = ("ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH")


def first_factors(*names: str) -> dict[str, Any]:
    """The pool settings that allow these first factors."""
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": list(names)}}}


def choose(person: Person, username: str | None = None, **parameters: str) -> dict[str, Any]:
    """InitiateAuth with USER_AUTH."""
    response = person.client.initiate_auth(
        ClientId=person.client_id,
        AuthFlow="USER_AUTH",
        AuthParameters={"USERNAME": username or person.email} | parameters,
    )
    return dict(response)


def add_passkey(person: Person, access_token: str) -> Authenticator:
    """Register a passkey."""
    authenticator = Authenticator()
    started = person.client.start_web_authn_registration(AccessToken=access_token)
    credential = authenticator.create(started["CredentialCreationOptions"])
    person.client.complete_web_authn_registration(AccessToken=access_token, Credential=credential)
    return authenticator


def credential_for(challenge: dict[str, Any], authenticator: Authenticator) -> str:
    """CREDENTIAL, which is JSON text."""
    options = json.loads(challenge["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
    return json.dumps(authenticator.get(options))


def pool(
    stand_in: StandIn, mode: str = "OFF", *blocks: dict[str, Any], flows: tuple[str, ...] = (), **settings: Any
) -> Person:
    """A person who has not signed up, in a pool with these settings.

    Tests that need the same settings share a pool, because its keys take long to generate. A test that changes
    its pool requests its own by `PoolName`.
    """
    key = (stand_in.url, json.dumps([mode, blocks, flows, settings], sort_keys=True))
    if key not in _pools:
        _pools[key] = _create_pool(stand_in, mode, *blocks, flows=flows, **settings)
    pool_id, client_id = _pools[key]
    return Person(stand_in, client_id, pool_id)


_pools: dict[tuple[str, str], tuple[str, str]] = {}


def _create_pool(
    stand_in: StandIn, mode: str, *blocks: dict[str, Any], flows: tuple[str, ...], **settings: Any
) -> tuple[str, str]:
    given = {
        "PoolName": "factors",
        "UsernameAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "EmailConfiguration": OWN_MAIL,
        "AccountRecoverySetting": ADMIN_ONLY,
    } | settings
    pool_id = stand_in.client.create_user_pool(**given)["UserPool"]["Id"]
    if mode != "OFF" or blocks:
        config: dict[str, Any] = {name: value for block in blocks for name, value in block.items()}
        stand_in.client.set_user_pool_mfa_config(UserPoolId=pool_id, MfaConfiguration=mode, **config)  # type: ignore[arg-type]
    allowed: Any = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", *flows]
    app = stand_in.client.create_user_pool_client(
        UserPoolId=pool_id, ClientName="factors", ExplicitAuthFlows=allowed, PreventUserExistenceErrors="ENABLED"
    )
    return pool_id, app["UserPoolClient"]["ClientId"]


def code(person: Person, secret: str, steps: int = 0) -> str:
    """The code of the authenticator app, some steps of 30 seconds from now."""
    return totp.code(secret, person.stand_in.clock() + 30 * steps)


def register_app(person: Person, access_token: str) -> str:
    """Set up an authenticator app, without enabling it. Returns its secret; the present code is used up."""
    secret = person.client.associate_software_token(AccessToken=access_token)["SecretCode"]
    person.client.verify_software_token(AccessToken=access_token, UserCode=code(person, secret))
    return secret


def prefer(person: Person, access_token: str, **settings: dict[str, bool]) -> None:
    """SetUserMFAPreference."""
    person.client.set_user_mfa_preference(AccessToken=access_token, **settings)  # type: ignore[arg-type]


def enable_app(person: Person, access_token: str) -> str:
    """Set up, enable and prefer an authenticator app, and wait until its next code."""
    secret = register_app(person, access_token)
    prefer(person, access_token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    person.stand_in.clock.advance(30)
    return secret


def answer(person: Person, challenge: dict[str, Any], **answers: str) -> dict[str, Any]:
    """RespondToAuthChallenge to the challenge of an earlier answer, whose session a right answer uses up."""
    request: Any = {
        "ClientId": person.client_id,
        "ChallengeName": challenge["ChallengeName"],
        "Session": challenge["Session"],
        "ChallengeResponses": {"USERNAME": person.email} | answers,
    }
    response = person.client.respond_to_auth_challenge(**request)
    with refused("NotAuthorizedException", "Invalid session for the user, session can only be used once."):
        person.client.respond_to_auth_challenge(**request)
    return dict(response)


def listed(challenge: dict[str, Any], name: str) -> list[str]:
    """A list in ChallengeParameters, which is JSON text."""
    values: list[str] = json.loads(challenge["ChallengeParameters"][name])
    return values


def continue_sign_up(person: Person, session: str) -> dict[str, Any]:
    """Sign in with the session of a sign-up instead of a factor (InitiateAuth, USER_AUTH)."""
    return dict(
        person.client.initiate_auth(
            ClientId=person.client_id,
            AuthFlow="USER_AUTH",
            AuthParameters={"USERNAME": person.email},
            Session=session,
        )
    )

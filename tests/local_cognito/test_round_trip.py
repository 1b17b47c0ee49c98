"""Every setting of a pool and of a client is described as it was set, and can be written back."""

from typing import Any

import httpx
from botocore.session import get_session
from jose import jwt

from tests.local_cognito.people import StandIn, new_person, refused

MODEL = get_session().get_service_model("cognito-idp")
FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:trigger"
SENDER = {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION}
POOL: dict[str, Any] = {
    "PoolName": "everything",
    "Policies": {
        "PasswordPolicy": {
            "MinimumLength": 12,
            "RequireUppercase": False,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": False,
            "PasswordHistorySize": 5,
            "TemporaryPasswordValidityDays": 3,
        },
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]},
    },
    "DeletionProtection": "ACTIVE",
    "LambdaConfig": {
        "PreSignUp": FUNCTION,
        "PreTokenGeneration": FUNCTION,
        "PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": FUNCTION},
        "CustomEmailSender": SENDER,
        "CustomSMSSender": SENDER,
        "KMSKeyID": "arn:aws:kms:us-east-1:000000000000:key/1",
        "InboundFederation": SENDER,
    },
    "AutoVerifiedAttributes": ["email"],
    "UsernameAttributes": ["email"],
    "SmsVerificationMessage": "Code {####}",
    "EmailVerificationMessage": "Your code is {####}",
    "EmailVerificationSubject": "Your code",
    "VerificationMessageTemplate": {
        "SmsMessage": "Code {####}",
        "EmailMessage": "Your code is {####}",
        "EmailSubject": "Your code",
        "EmailMessageByLink": "{##Click##}",
        "EmailSubjectByLink": "Your link",
        "DefaultEmailOption": "CONFIRM_WITH_LINK",
    },
    "SmsAuthenticationMessage": "Sign in with {####}",
    "MfaConfiguration": "OPTIONAL",
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True},
    "EmailConfiguration": {
        "EmailSendingAccount": "DEVELOPER",
        "SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/example.com",
        "From": "Ann <ann@example.com>",
        "ReplyToEmailAddress": "help@example.com",
        "ConfigurationSet": "cognito",
    },
    "SmsConfiguration": {
        "SnsCallerArn": "arn:aws:iam::000000000000:role/sms",
        "ExternalId": "example",
        "SnsRegion": "us-east-1",
    },
    "UserPoolTags": {"team": "blue"},
    "AdminCreateUserConfig": {
        "AllowAdminCreateUserOnly": True,
        "InviteMessageTemplate": {
            "SMSMessage": "{username} {####}",
            "EmailMessage": "{username} {####}",
            "EmailSubject": "Welcome",
        },
    },
    "UserPoolAddOns": {
        "AdvancedSecurityMode": "AUDIT",
        "AdvancedSecurityAdditionalFlows": {"CustomAuthMode": "AUDIT"},
    },
    "UsernameConfiguration": {"CaseSensitive": False},
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
    "UserPoolTier": "PLUS",
    "KeyConfiguration": {"KeyType": "CUSTOMER_MANAGED_KEY", "KmsKeyArn": "arn:aws:kms:us-east-1:000000000000:key/1"},
    "IssuerConfiguration": {"Type": "UPDATED"},
}
CLIENT: dict[str, Any] = {
    "ClientName": "everything",
    "RefreshTokenValidity": 2,
    "AccessTokenValidity": 10,
    "IdTokenValidity": 20,
    "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
    "ReadAttributes": ["email", "name"],
    "WriteAttributes": ["email"],
    "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
    "SupportedIdentityProviders": ["COGNITO"],
    "CallbackURLs": ["https://app.example/callback", "https://app.example/other"],
    "LogoutURLs": ["https://app.example/"],
    "DefaultRedirectURI": "https://app.example/callback",
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid", "email"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "AnalyticsConfiguration": {"ApplicationArn": "arn:aws:mobiletargeting:us-east-1:000000000000:apps/1"},
    "PreventUserExistenceErrors": "ENABLED",
    "EnableTokenRevocation": True,
    "EnablePropagateAdditionalUserContextData": True,
    "AuthSessionValidity": 5,
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
}


def members(operation: str) -> set[str]:
    return set(MODEL.operation_model(operation).input_shape.members)


def test_a_pool_keeps_every_setting_and_a_client_too(client: Any) -> None:
    pool_id = client.create_user_pool(**POOL)["UserPool"]["Id"]
    created = client.create_user_pool_client(UserPoolId=pool_id, GenerateSecret=True, **CLIENT)["UserPoolClient"]
    names = {"UserPoolId": pool_id, "ClientId": created["ClientId"]}

    pool = client.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    app = client.describe_user_pool_client(**names)["UserPoolClient"]

    config = POOL["AdminCreateUserConfig"] | {"UnusedAccountValidityDays": 3}
    described = POOL | {"Name": "everything", "AdminCreateUserConfig": config}
    del described["PoolName"]
    assert {name: pool[name] for name in described} == described
    assert {name: app[name] for name in CLIENT} == CLIENT

    writable = {name: pool[name] for name in members("UpdateUserPool") & pool.keys()}
    writable["AdminCreateUserConfig"] = POOL["AdminCreateUserConfig"]
    client.update_user_pool(UserPoolId=pool_id, **writable)
    client.update_user_pool_client(**{name: app[name] for name in members("UpdateUserPoolClient") & app.keys()})

    assert without_time(client.describe_user_pool(UserPoolId=pool_id)["UserPool"]) == without_time(pool)
    assert without_time(client.describe_user_pool_client(**names)["UserPoolClient"]) == without_time(app)


def without_time(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if name != "LastModifiedDate"}


def test_settings_with_two_names_are_described_under_both(client: Any) -> None:
    pool_id = client.create_user_pool(
        PoolName="test",
        EmailVerificationMessage="Your code is {####}",
        VerificationMessageTemplate={"EmailSubject": "Your code"},
        LambdaConfig={"PreTokenGeneration": FUNCTION},
        AdminCreateUserConfig={"UnusedAccountValidityDays": 2},
    )["UserPool"]["Id"]

    pool = client.describe_user_pool(UserPoolId=pool_id)["UserPool"]

    assert pool["VerificationMessageTemplate"]["EmailMessage"] == "Your code is {####}"
    assert pool["EmailVerificationSubject"] == "Your code"
    assert pool["LambdaConfig"]["PreTokenGenerationConfig"] == {"LambdaArn": FUNCTION, "LambdaVersion": "V1_0"}
    assert pool["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"] == 2
    assert pool["AdminCreateUserConfig"]["UnusedAccountValidityDays"] == 2


def test_settings_that_contradict_each_other_are_refused(client: Any) -> None:
    impossible: list[dict[str, Any]] = [
        {
            "AdminCreateUserConfig": {"UnusedAccountValidityDays": 2},
            "Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 2}},
        },
        {
            "LambdaConfig": {
                "PreTokenGeneration": FUNCTION,
                "PreTokenGenerationConfig": {"LambdaArn": f"{FUNCTION}2", "LambdaVersion": "V2_0"},
            }
        },
        {"LambdaConfig": {"CustomEmailSender": SENDER}},
    ]
    pool_id = client.create_user_pool(PoolName="test")["UserPool"]["Id"]

    for settings in impossible:
        with refused("InvalidParameterException"):
            client.create_user_pool(PoolName="test", **settings)
        with refused("InvalidParameterException"):
            client.update_user_pool(UserPoolId=pool_id, **settings)


def test_the_updated_issuer_is_in_tokens_and_discovery(stand_in: StandIn) -> None:
    settings = {"AutoVerifiedAttributes": ["email"], "IssuerConfiguration": {"Type": "UPDATED"}}
    person = new_person(stand_in, **settings).sign_up().confirm()

    token = person.sign_in()["AccessToken"]

    expected = f"https://issuer-cognito-idp.us-east-1.amazonaws.com/{person.pool_id}"
    discovery = httpx.get(f"{stand_in.url}/{person.pool_id}/.well-known/openid-configuration").json()
    assert jwt.get_unverified_claims(token)["iss"] == discovery["issuer"] == expected
    assert person.attributes(token)["email"] == person.email

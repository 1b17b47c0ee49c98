"""Near misses of the checks of factors, providers, recovery and protection: each case, and what its check finds."""

import json
from typing import Any

from tests.doctor.documented_facts import CLIENT_ID, Case, Cases
from vestibule.cognito.doctor.checks import mfa, protection, providers, recovery

TOTP = {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL_OTP = {"MfaConfiguration": "OPTIONAL", "EmailMfaConfiguration": {}}
PASSKEYS = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["WEB_AUTHN"]}}}
LITE = {"UserPoolTier": "LITE"}
ARN = {"Arn": "arn:aws:cognito-idp:us-east-1:1:userpool/x"}
BY_EMAIL, BY_PHONE = "verified_email", "verified_phone_number"
STACK = {"UserPoolTags": {"aws:cloudformation:stack-name": "s"}}
POOL = {"Type": "AWS::Cognito::UserPool"}
KEEP = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def device(challenge: bool | None, **others: Any) -> Case:
    """A pool that tracks devices, with other clients by id."""
    described = {CLIENT_ID: {"UserPoolClient": {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}}}
    described |= {name: {"UserPoolClient": {"ExplicitAuthFlows": flows}} for name, flows in others.items()}
    answers = {
        "DescribeUserPoolClient": {"by ClientId": described},
        "ListUserPoolClients": {"UserPoolClients": [{"ClientId": name} for name in others]},
    }
    return Case({"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": challenge}}, aws=answers)


def lite(pool: Any = None, client: Any = None, second: Any = None, **settings: Any) -> Case:
    """A pool with the plan LITE."""
    return Case(LITE | (pool or {}), client or {}, {"GetUserPoolMfaConfig": second or {}}, settings)


def passkeys(relying_party: str | None, app_url: str | None = "https://app.example.com", **pool: Any) -> Case:
    block = {"WebAuthnConfiguration": {"RelyingPartyId": relying_party}} if relying_party else {}
    settings = {"app_url": app_url} if app_url else {"cors_origins": ""}
    return Case(PASSKEYS | pool, aws={"GetUserPoolMfaConfig": block}, settings=settings)


def provider(kind: str = "Google", pool: Any = None, client: Any = None, **mapping: str) -> Case:
    answer = {"IdentityProvider": {"ProviderType": kind, "AttributeMapping": mapping}}
    return Case(pool or {}, client or {}, {"DescribeIdentityProvider": answer})


def schema(**members: Any) -> dict[str, Any]:
    return {
        "SchemaAttributes": [
            {"Name": "sub", "Required": True, "Mutable": False},
            {"Name": "badge", **members},
            {"Name": "age", **members},
        ]
    }


def by(*names: str, second: Any = None) -> Case:
    mechanisms = [{"Name": name, "Priority": priority} for priority, name in enumerate(names, 1)]
    return Case(
        {"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms[::-1]}},
        aws={"GetUserPoolMfaConfig": second or TOTP},
    )


def policy(length: int | None, days: int | None, mode: str | None) -> Case:
    given = {"MinimumLength": length, "TemporaryPasswordValidityDays": days}
    rules = {name: value for name, value in given.items() if value is not None}
    return Case({"Policies": {"PasswordPolicy": rules}, "MfaConfiguration": mode})


def threat(mode: str | None, tier: str | None) -> Case:
    return Case({"UserPoolAddOns": {"AdvancedSecurityMode": mode} if mode else None, "UserPoolTier": tier})


def stack(*resources: dict[str, str]) -> Case:
    template = json.dumps({"Resources": {str(number): each for number, each in enumerate(resources)}})
    return Case(STACK, aws={"GetTemplate": {"TemplateBody": template}})


def captcha(second: Any, client: Any, *actions: str) -> Case:
    acl = {"WebACL": {"Rules": [{"Name": action, "Action": {action: {}}} for action in actions]}}
    return Case(ARN, client, {"GetWebACLForResource": acl, "GetUserPoolMfaConfig": second})


OF_USE = "ChallengeRequiredOnNewDevice is false: each sign-in registers a device, and no browser can be trusted."
MUST_SEND = "the API sends the device key, and these apps must as well."
WITHOUT = "The plan is LITE, without"
CAPTCHA = "Rule Captcha asks for a CAPTCHA, which breaks the set-up of authenticator apps in managed login."
CASES: Cases = {
    mfa.device_tracking: [
        (Case(), []),
        (device(True), []),
        (device(True, job=["ALLOW_REFRESH_TOKEN_AUTH"], none=[]), []),
        *(
            (device(True, app=[flow]), [f"App client app: {MUST_SEND}"])
            for flow in (
                *("ALLOW_USER_PASSWORD_AUTH", "USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_CUSTOM_AUTH"),
                "ALLOW_ADMIN_USER_PASSWORD_AUTH",
            )
        ),
        (device(True, one=["ALLOW_USER_AUTH"], two=["ALLOW_USER_AUTH"]), [f"App client one, two: {MUST_SEND}"]),
        (device(False), [OF_USE]),
        (device(None), [OF_USE]),
    ],
    mfa.second_factor: [
        *(
            (Case(aws={"GetUserPoolMfaConfig": answer}), faults)
            for answer, faults in (
                (TOTP, []),
                (EMAIL_OTP, []),
                ({}, ["MFA is OFF."]),
                ({**TOTP, "MfaConfiguration": "OFF"}, ["MFA is OFF."]),
                ({"MfaConfiguration": "ON"}, ["MFA is ON, and no factor is enabled."]),
                ({"MfaConfiguration": "OPTIONAL"}, ["MFA is OPTIONAL, and no factor is enabled."]),
            )
        )
    ],
    mfa.feature_plan: [
        (Case(PASSKEYS), []),
        (lite(), []),
        (lite(PASSKEYS), [f"{WITHOUT} sign-in without a password."]),
        (lite(first_factors="password"), []),
        (lite(first_factors="password,passkey"), [f"{WITHOUT} sign-in without a password."]),
        (
            lite(client={"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}),
            [f"{WITHOUT} choice-based sign-in (ALLOW_USER_AUTH)."],
        ),
        (lite(second=EMAIL_OTP), [f"{WITHOUT} codes by e-mail."]),
        (lite(second=TOTP), []),
        (lite(mfa_methods="email_otp,totp"), [f"{WITHOUT} codes by e-mail."]),
        (lite(mfa_methods="totp"), []),
        (lite(second={"WebAuthnConfiguration": {}}), [f"{WITHOUT} passkeys."]),
        *(
            (lite({"LambdaConfig": {"PreTokenGenerationConfig": {"LambdaVersion": version}}}), faults)
            for version, faults in (
                ("V1_0", []),
                ("V2_0", [f"{WITHOUT} changed access tokens."]),
                ("V3_0", [f"{WITHOUT} changed access tokens."]),
            )
        ),
        (lite({"Policies": {"PasswordPolicy": {"PasswordHistorySize": 0}}}), []),
        (lite({"Policies": {"PasswordPolicy": {"PasswordHistorySize": 1}}}), [f"{WITHOUT} password history."]),
    ],
    mfa.passkey_host: [
        (passkeys("example.com"), []),
        (passkeys("app.example.com"), []),
        (passkeys("example.org", None), []),
        (passkeys("example.org", Policies=None), []),
        (passkeys("ple.com"), ["The relying party is ple.com, and the app is at app.example.com."]),
        (
            passkeys("www.app.example.com"),
            ["The relying party is www.app.example.com, and the app is at app.example.com."],
        ),
        (passkeys(None), ["The relying party is the domain of Cognito, and the app is at app.example.com."]),
        (passkeys(None, None), ["The relying party is the domain of Cognito, and the app is at <host of the app>."]),
    ],
    providers.immutable_mapping: [
        (provider(pool=schema(Mutable=True), badge="b"), []),
        (provider(pool=schema(), badge="b"), []),
        (provider(pool=schema(Mutable=False), sub="s", email="e"), []),
        (
            provider(pool=schema(Mutable=False), badge="b", age="a", email="e"),
            ["Google is mapped to the immutable age, badge."],
        ),
    ],
    providers.unwritable_mapping: [
        (provider(username="u", sub="s", email="e", name="n", email_verified="v", phone_number_verified="v"), []),
        (
            provider(zoneinfo="z", nickname="n", email="e"),
            ["Google is mapped to nickname, zoneinfo, which the app client may not write."],
        ),
        (provider(client={"WriteAttributes": None}, zoneinfo="z"), []),
        (provider(pool=schema(Required=True), email="e"), ["Google has no mapping for the required age, badge."]),
        (provider(pool=schema(Required=False), email="e"), []),
    ],
    providers.unverified_federated_mail: [
        *(
            (provider(kind, email="e"), ["Google has no mapping for email_verified."])
            for kind in ("Google", "OIDC", "SignInWithApple")
        ),
        *((provider(kind, email="e"), []) for kind in ("Facebook", "SAML", "LoginWithAmazon")),
        (provider(name="n"), []),
        (provider(email="e", email_verified="v"), []),
        (provider(email="e", email_verified="v", pool={"LambdaConfig": {"PreSignUp": "x"}}), []),
        (
            provider("Facebook", {"LambdaConfig": {"PreSignUp": "x"}}),
            ["Google does not say whether an address is verified, and a PreSignUp trigger may link accounts by it."],
        ),
        (provider("Facebook", {"LambdaConfig": {"PostConfirmation": "x"}}), []),
    ],
    providers.offered_providers: [
        (Case(), []),
        (Case(client={"SupportedIdentityProviders": None}), ["The app client does not offer Google."]),
        (
            Case(client={"SupportedIdentityProviders": ["COGNITO", "Google", "Z", "Y"]}),
            ["The app client offers Y, Z, which the pool does not have."],
        ),
    ],
    recovery.auto_verification: [
        (Case({"AutoVerifiedAttributes": ["phone_number", "email"]}), []),
        (Case({"AutoVerifiedAttributes": ["phone_number"]}), ["AutoVerifiedAttributes lacks email."]),
    ],
    recovery.recovery: [
        (by(BY_EMAIL), []),
        (by(BY_EMAIL, BY_PHONE), []),
        (by(BY_PHONE, BY_EMAIL), ["Recovery tries the phone number before e-mail."]),
        (by(BY_PHONE, BY_EMAIL, second=EMAIL_OTP), []),
        (by(BY_EMAIL, second=EMAIL_OTP), ["E-mail is both a second factor and the only way of recovery."]),
        (by(BY_EMAIL, BY_PHONE, second=EMAIL_OTP), []),
        (by(BY_PHONE), ["Recovery is by verified_phone_number, not by e-mail."]),
        (by(), ["Recovery is by nothing that is configured, not by e-mail."]),
        (Case({"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": BY_EMAIL}]}}), []),
    ],
    recovery.address_change: [
        (Case(), []),
        (
            Case({"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["phone_number"]}}),
            ["AttributesRequireVerificationBeforeUpdate lacks email."],
        ),
    ],
    protection.self_sign_up: [
        *(
            (
                Case(
                    {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": closed} if closed is not None else None},
                    settings=settings,
                ),
                faults,
            )
            for closed, settings, faults in (
                (True, {}, []),
                (True, {"self_sign_up": "off"}, []),
                (False, {"self_sign_up": "on"}, []),
                (None, {"self_sign_up": "on"}, []),
                (True, {"self_sign_up": "on"}, ["SELF_SIGN_UP is on, and the pool's is the opposite."]),
                (None, {"self_sign_up": "off"}, ["SELF_SIGN_UP is off, and the pool's is the opposite."]),
            )
        )
    ],
    protection.deletion_protection: [
        (Case(), []),
        (Case({"DeletionProtection": None}), ["DeletionProtection is INACTIVE."]),
    ],
    protection.stack_retention: [
        (Case(), []),
        (Case({"UserPoolTags": {"team": "x"}}), []),
        (stack(POOL | KEEP, {"Type": "AWS::S3::Bucket"}), []),
        (stack({"Type": "x"}), ["(the template of stack s shows no user pool; a transform may make it)"]),
        (
            stack(POOL | KEEP, POOL),
            ["The user pool of stack s has no DeletionPolicy: Retain and no UpdateReplacePolicy: Retain."],
        ),
        (
            stack(POOL | KEEP | {"DeletionPolicy": "Delete"}),
            ["The user pool of stack s has no DeletionPolicy: Retain."],
        ),
        (stack(POOL | {"DeletionPolicy": "Retain"}), ["The user pool of stack s has no UpdateReplacePolicy: Retain."]),
        (Case(STACK, aws={"GetTemplate": {"TemplateBody": {"Resources": {"Pool": POOL | KEEP}}}}), []),
    ],
    protection.password_policy: [
        (policy(12, 7, "OFF"), []),
        (policy(12, None, None), []),
        (policy(8, 7, "OPTIONAL"), []),
        (policy(None, 1, "ON"), []),
        (policy(11, 7, "OFF"), ["Passwords of 11 characters are accepted, without a second factor."]),
        (policy(None, 7, None), ["Passwords of 8 characters are accepted, without a second factor."]),
        (policy(7, 7, "ON"), ["Passwords of 7 characters are accepted."]),
        (policy(8, 8, "ON"), ["Temporary passwords are valid for 8 days."]),
    ],
    protection.threat_protection: [
        (threat(None, None), []),
        (threat("OFF", "ESSENTIALS"), []),
        (threat("AUDIT", "PLUS"), []),
        (threat("ENFORCED", None), ["AdvancedSecurityMode is ENFORCED, and the plan is ESSENTIALS."]),
        (threat("AUDIT", "LITE"), ["AdvancedSecurityMode is AUDIT, and the plan is LITE."]),
        (threat(None, "PLUS"), ["The plan is PLUS, and AdvancedSecurityMode is OFF."]),
    ],
    protection.firewall: [
        (Case(), ["(the pool's description has no ARN)"]),
        (Case(ARN, aws={"GetWebACLForResource": {}}), ["No web ACL is associated with the pool."]),
        (
            Case(ARN, aws={"GetWebACLForResource": "WAFNonexistentItemException"}),
            ["No web ACL is associated with the pool."],
        ),
        (captcha(TOTP, {}, "Block", "Captcha"), [CAPTCHA]),
        (captcha(TOTP, {}, "Block"), []),
        (captcha(EMAIL_OTP, {}, "Captcha"), []),
        (captcha(TOTP, {"AllowedOAuthFlows": None}, "Captcha"), []),
    ],
}

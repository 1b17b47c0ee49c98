"""What differs from the pool of planned.toml: in the file, or in what AWS tells."""

from dataclasses import dataclass, field
from typing import Any

GONE = object()
"""In place of a value: AWS tells nothing about it."""
ARN = "arn:aws:iam::123456789012:role"
SES = '[email]\nses_identity_arn = "arn:aws:ses:eu-west-1:123456789012:identity/example.com"\n'
EMAIL_MFA = ("totp = true\n", 'totp = true\nemail = true\n[recovery]\nmechanisms = ["admin_only"]\n' + SES)
MFA_TEXTS = '[messages.mfa]\nsubject = { en = "C", fr = "C" }\nemail = { en = "{####}", fr = "{####}" }\n'
CLASSIC = 'managed_login_version = 1\n[branding]\ncss_file = "classic.css"'
WEB, SERVER = ("clients", "web"), ("clients", "server")


@dataclass(frozen=True)
class Case:
    """Changes of the file, and of AWS's documents by path."""

    edits: tuple[tuple[str, str], ...] = ()
    documents: dict[tuple[str, ...], Any] = field(default_factory=dict)


def edit(*edits: tuple[str, str]) -> Case:
    return Case(edits)


def aws(path: tuple[str, ...], value: Any) -> Case:
    return Case((), {path: value})


CASES = {
    "nothing": Case(),
    "pool: what an older pool lacks": Case(
        documents={
            **{("pool", name): GONE for name in ("DeletionProtection", "UserAttributeUpdateSettings")},
            ("pool", "UserPoolTags"): {"aws:cloudformation:stack-name": "s", "other": "kept"},
            ("pool", "MfaConfiguration"): "OPTIONAL",
            ("pool", "EstimatedNumberOfUsers"): 7,
        }
    ),
    "pool: what Cognito describes twice": Case(
        (('en = "Code"', 'en = "Your code"'),),
        {
            ("pool", "EmailVerificationSubject"): "Code / Code",
            ("pool", "EmailVerificationMessage"): "old",
            ("pool", "SmsVerificationMessage"): "kept, since the template has none",
            ("pool", "AdminCreateUserConfig"): {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
            ("pool", "Policies", "PasswordPolicy", "TemporaryPasswordValidityDays"): 7,
        },
    ),
    "pool: sign-up is closed": Case(
        (("[mfa]", "[sign_in]\nself_sign_up = false\n[mfa]"),),
        {("pool", "AdminCreateUserConfig"): {"UnusedAccountValidityDays": 9}},
    ),
    "pool: a lower plan": aws(("pool", "UserPoolTier"), "PLUS"),
    "pool: a higher plan": aws(("pool", "UserPoolTier"), "LITE"),
    "pool: threat protection ends": Case(
        (('name = "planned"\ntags', 'name = "planned"\ntier = "PLUS"\ntags'),),
        {("pool", "UserPoolAddOns"): {"AdvancedSecurityMode": "ENFORCED"}, ("pool", "UserPoolTier"): "PLUS"},
    ),
    "pool: triggers and texts that the file does not have": Case(
        documents={
            ("pool", "LambdaConfig"): {"PreSignUp": f"{ARN}/f"},
            ("pool", "EmailVerificationMessage"): "x",
            ("pool", "DeviceConfiguration"): {"ChallengeRequiredOnNewDevice": True},
            ("pool", "EmailConfiguration"): {"EmailSendingAccount": "DEVELOPER", "SourceArn": f"{ARN}/ses"},
        }
    ),
    "attributes: one more": edit(
        ("[mfa]", '[custom_attributes.desk]\n[custom_attributes.since]\ntype = "DateTime"\n[mfa]')
    ),
    "attributes: fixed": Case(
        (("[attributes.birthdate]", "[attributes.birthdate]\nmutable = false\n[attributes.name]\nmax_length = 10"),),
        {
            ("pool", "UsernameAttributes"): [],
            ("pool", "AliasAttributes"): ["email"],
            ("pool", "UsernameConfiguration"): GONE,
            ("pool", "SchemaAttributes"): [
                {"Name": "sub", "Required": True},
                {"Name": "email", "AttributeDataType": "String", "Required": False},
                {"Name": "nickname", "AttributeDataType": "String", "Required": True},
                {
                    "Name": "birthdate",
                    "AttributeDataType": "String",
                    "StringAttributeConstraints": {"MinLength": "10", "MaxLength": "10"},
                },
                {"Name": "custom:team", "AttributeDataType": "String", "StringAttributeConstraints": {}},
                {
                    "Name": "custom:level",
                    "AttributeDataType": "Number",
                    "NumberAttributeConstraints": {"MaxValue": "9"},
                },
            ],
        },
    ),
    "attributes: lengths of a standard attribute that the file does not limit": aws(
        ("pool", "SchemaAttributes"),
        [
            {
                "Name": "email",
                "AttributeDataType": "String",
                "Required": True,
                "StringAttributeConstraints": {"MinLength": "0", "MaxLength": "99"},
            },
            {"Name": "custom:team", "AttributeDataType": "Number"},
        ],
    ),
    "mfa: none yet": aws(("mfa",), {}),
    "mfa: a factor more": edit(EMAIL_MFA),
    "mfa: a factor less": aws(("mfa", "EmailMfaConfiguration"), {}),
    "mfa: e-mail and SMS in place of the app": Case(
        (EMAIL_MFA, ("totp = true\n", "")),
        {("mfa", "SmsMfaConfiguration"): {"SmsConfiguration": {"SnsCallerArn": f"{ARN}/sms"}}},
    ),
    "mfa: an app that is off": aws(("mfa", "SoftwareTokenMfaConfiguration"), {"Enabled": False}),
    "mfa: required no longer": aws(("mfa", "MfaConfiguration"), "ON"),
    "mfa: texts of messages": Case(
        (EMAIL_MFA, ("[messages.ver", f"{MFA_TEXTS}[messages.ver")),
        {("mfa", "EmailMfaConfiguration"): {"Subject": "old", "Message": "{####}<br><br>\n{####}"}},
    ),
    "mfa: passkeys": edit(("totp = true\n", 'totp = true\npasskeys = { relying_party_id = "example.com" }\n')),
    "mfa: passkeys of another host": Case(
        (("totp = true\n", 'totp = true\npasskeys = { relying_party_id = "example.com" }\n'),),
        {("mfa", "WebAuthnConfiguration"): {"RelyingPartyId": "example.org", "UserVerification": "required"}},
    ),
    "mfa: passkeys without a relying party": aws(("mfa", "WebAuthnConfiguration"), {"UserVerification": "preferred"}),
    "sessions: tracked no longer": edit(
        ("[sessions]\nmax_per_user = 5", "[sessions]\ntracking = false"), ("sso_session_minutes = 30\n", "")
    ),
    "sessions: none yet": Case(documents={("session",): {}, (*WEB, "session"): {}}),
    "clients: other units of the same time, and other scopes": Case(
        documents={
            (*WEB, "description", "AccessTokenValidity"): 1,
            (*WEB, "description", "IdTokenValidity"): GONE,
            (*WEB, "description", "RefreshTokenValidity"): 720,
            (*WEB, "description", "TokenValidityUnits"): {"AccessToken": "hours", "RefreshToken": "hours"},
            (*WEB, "description", "AllowedOAuthScopes"): ["openid", "phone"],
        }
    ),
    "clients: other validities": Case(
        documents={
            (*WEB, "description", "AccessTokenValidity"): 59,
            (*WEB, "description", "TokenValidityUnits"): {"AccessToken": "minutes"},
            (*WEB, "description", "LastModifiedDate"): "2026-01-01",
            (*SERVER, "description", "TokenValidityUnits"): GONE,
            (*SERVER, "description", "AccessTokenValidity"): GONE,
            (*SERVER, "description", "IdTokenValidity"): 3600,
            (*SERVER, "description", "RefreshTokenValidity"): 31,
        }
    ),
    "clients: a name that two have": aws(
        ("clients", "twin"), {"description": {"ClientId": "id-twin", "ClientName": "server", "ClientSecretArn": "a"}}
    ),
    "clients: our own, whose id is not known": Case(
        documents={
            (*WEB, "description", "ClientId"): "id-one",
            ("clients", "twin"): {"description": {"ClientId": "id-two", "ClientName": "web"}},
        }
    ),
    "clients: our own, beside another of its name": Case(
        documents={
            (*WEB, "description", "AccessTokenValidity"): 59,
            ("clients", "twin"): {"description": {"ClientId": "id-two", "ClientName": "web"}},
        }
    ),
    "clients: one without pages of its own before another": Case(
        (("[clients.web]\n", "[clients.app]\nsso_session_minutes = 30\n[clients.other]\n[clients.web]\n"),),
        {(*WEB, "session"): {}, (*WEB, "branding"): {}},
    ),
    "clients: another kind": edit(("[clients.web]\n", '[clients.web]\nkind = "confidential"\n')),
    "clients: renamed": edit(("[clients.web]", "[clients.browser]")),
    "clients: one is missing": aws(("clients", "server"), GONE),
    "providers: another type, and a change of the next one": Case(
        documents={
            ("providers", "Google", "ProviderType"): "OIDC",
            ("providers", "SignInWithApple", "ProviderDetails", "team_id"): "other",
        }
    ),
    "providers: another type": aws(("providers", "Google", "ProviderType"), "OIDC"),
    "providers: a secret, and what is not in the file": Case(
        documents={
            ("providers", "Google", "ProviderDetails", "client_secret"): "old-one",
            ("providers", "Google", "ProviderDetails", "token_url"): "https://google.example/token",
            ("providers", "Google", "AttributeMapping"): {"email": "email", "username": "sub"},
            ("providers", "Google", "CreationDate"): "2026-01-01",
            ("providers", "SignInWithApple", "ProviderDetails"): {"client_id": "com.example.app", "team_id": "other"},
        }
    ),
    "providers: one is missing": aws(("providers", "Google"), GONE),
    "resource servers: other scopes": Case(
        documents={
            ("resource_servers", "https://api.example.com", "Scopes"): [
                {"ScopeName": "write", "ScopeDescription": "W"},
            ],
            ("resource_servers", "https://api.example.com", "UserPoolId"): "us-east-1_Pool",
            ("resource_servers", "https://old.example.com"): {"Identifier": "https://old.example.com"},
        }
    ),
    "domain: none yet": Case(documents={("pool", "Domain"): GONE, ("domains",): []}),
    "domain: another": aws(("pool", "Domain"), "old"),
    "domain: a custom one beside": edit(
        ('prefix = "planned"', f'custom = "auth.example.com"\ncertificate_arn = "{ARN}/c"')
    ),
    "domain: the classic pages": aws(("domains",), [{"Domain": "planned"}]),
    "domain: not described": aws(("domains",), []),
    "domain: not in the file": edit(('[domain]\nprefix = "planned"\n', "")),
    "branding: none yet": aws((*WEB, "branding"), {}),
    "branding: from a file": Case(
        (('prefix = "planned"', 'prefix = "planned"\n[branding]\nsettings_file = "branding.json"'),),
        {(*WEB, "branding", "Settings"): {"colors": "old"}},
    ),
    "branding: from a file, of a client that has none": Case(
        (('prefix = "planned"', 'prefix = "planned"\n[branding]\nsettings_file = "branding.json"'),),
        {(*WEB, "branding"): {}},
    ),
    "branding: of the classic pages": Case(
        (('prefix = "planned"', f'prefix = "planned"\n{CLASSIC}'),),
        {(*WEB, "ui"): {"CSS": "old"}},
    ),
    "branding: of the classic pages, without a style sheet": edit(
        ('prefix = "planned"', 'prefix = "planned"\nmanaged_login_version = 1')
    ),
    "branding: settings that the file does not have": aws((*WEB, "branding", "Settings"), {"colors": "old"}),
    "branding: of the classic pages, which have it": Case(
        (('prefix = "planned"', f'prefix = "planned"\n{CLASSIC}'),),
        {(*WEB, "ui"): {"CSS": '.banner { content: "${x}"; }\n'}},
    ),
    "groups: changed and missing": Case(
        (("[groups.admins]", "[groups.editors]\n[groups.admins]"),),
        {
            ("groups", "admins", "Precedence"): 1,
            ("groups", "admins", "Description"): "old",
            ("groups", "admins", "RoleArn"): f"{ARN}/kept",
            ("groups", "admins", "CreationDate"): "2026-01-01",
            ("groups", "admins", "LastModifiedDate"): "2026-01-01",
            ("groups", "admins", "UserPoolId"): "us-east-1_Pool",
            ("groups", "others"): {"GroupName": "others"},
        },
    ),
    "log delivery: of others": Case(
        documents={("log_delivery",): [{"EventSource": "userAuthEvents", "LogLevel": "INFO"}]}
    ),
    "log delivery: elsewhere": Case(
        documents={
            ("log_delivery",): [
                {"EventSource": "userAuthEvents", "LogLevel": "INFO"},
                {
                    "EventSource": "userNotification",
                    "LogLevel": "ERROR",
                    "CloudWatchLogsConfiguration": {"LogGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:old"},
                },
            ]
        }
    ),
    "identity pool: none yet": Case(documents={("identity_pool",): {}, ("roles",): {}}),
    "identity pool: changed": Case(
        documents={
            ("identity_pool", "AllowUnauthenticatedIdentities"): True,
            ("identity_pool", "IdentityPoolTags"): {"kept": "yes"},
            ("identity_pool", "OfALaterVersion"): "not known to this operation",
            ("identity_pool", "CognitoIdentityProviders"): [],
            ("roles", "Roles"): {"authenticated": f"{ARN}/old", "unauthenticated": f"{ARN}/guests"},
            ("roles", "RoleMappings"): {},
            ("roles", "IdentityPoolId"): "us-east-1:identity-pool",
        }
    ),
    "identity pool: a new client": edit(("[clients.job]", "[clients.phone]\n[clients.job]")),
    "identity pool: a new client, without roles from the token": Case(
        (("[clients.job]", "[clients.phone]\n[clients.job]"), ("role_from_token = true", "")),
        {("roles", "RoleMappings"): GONE},
    ),
    "unread: nothing that differs": aws(
        ("unread",), {"ListGroups": "AccessDeniedException", "ListUserPoolClients": "NotImplementedException"}
    ),
    "unread: what would be changed": Case(
        (("precedence = 0", "precedence = 1"), ("max_per_user = 5", "max_per_user = 6")),
        {("unread",): {"ListGroups": "AccessDeniedException", "GetUserPoolSessionConfiguration": "AccessDenied"}},
    ),
}

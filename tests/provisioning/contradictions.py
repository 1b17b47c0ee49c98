"""Texts of pool.toml, each with the faults that it has: contradictions, and the nearest files without one."""

SMS = '[sms]\nsns_caller_arn = "arn:aws:iam::1:role/r"\n'
SES = '[email]\nses_identity_arn = "arn:aws:ses:us-east-1:1:identity/a"\n'
PHONE = '[recovery]\nmechanisms = ["verified_phone_number"]\n'
PASSKEYS = '[mfa.passkeys]\nrelying_party_id = "a"\n'
PLUS = "tier = 'PLUS'\n"
API = "[resource_servers.api]\nidentifier = 'api'\nscopes = { read = 'Read' }\n"
TRIGGER = "arn:aws:lambda:us-east-1:1:function:f"
CERTIFICATE = "arn:aws:acm:us-east-1:1:certificate/c"

FACTOR_OFF = "mfa.mode: is OFF, though a factor is on"
NO_SES = "email.ses_identity_arn: is missing; Cognito sends codes for sign-in by SES only"
NO_SMS = "sms: is missing; codes by SMS need it"
REFUSED_FACTOR = "sign_in.first_auth_factors: EMAIL_OTP, SMS_OTP is refused where mfa.mode is ON"
UV = "mfa.passkeys.multi_factor: must be true where mfa.mode is ON and WEB_AUTHN is a first factor"

CASES: list[tuple[str, list[str]]] = [
    ("", []),
    (
        '[sign_in]\nalias_attributes = ["email"]',
        ["sign_in.alias_attributes: excludes sign_in.username_attributes; set that to []"],
    ),
    ('[sign_in]\nalias_attributes = ["email"]\nusername_attributes = []', []),
    (
        '[sign_in]\nauto_verified_attributes = []\nverify_before_update = ["phone_number", "email"]',
        ["sign_in.verify_before_update: email, phone_number must be in auto_verified_attributes too"],
    ),
    ('[sign_in]\nauto_verified_attributes = ["email", "phone_number"]\nverify_before_update = ["phone_number"]', []),
    (
        '[recovery]\nmechanisms = ["verified_email", "admin_only"]',
        ["recovery.mechanisms: admin_only stands alone"],
    ),
    ('[recovery]\nmechanisms = ["admin_only"]', []),
    ('[recovery]\nmechanisms = ["verified_email", "verified_phone_number"]', []),
    ("[attributes.name]\nmin_length = 6\nmax_length = 5", ["attributes.name: min_length is greater than max_length"]),
    ("[attributes.name]\nmin_length = 5\nmax_length = 5", []),
    (
        "[custom_attributes.a]\nmin_length = 1\nmax_length = 0",
        ["custom_attributes.a: min_length is greater than max_length"],
    ),
    ("[custom_attributes.a]\nmin_length = 2048", []),
    ("[custom_attributes.a]\nmax_length = 0", []),
    (
        "[attributes.birthdate]\nmin_length = 1\n[attributes.updated_at]\nmax_length = 2047",
        [
            "attributes.birthdate: has limits of its own; leave out min_length and max_length",
            "attributes.updated_at: has limits of its own; leave out min_length and max_length",
        ],
    ),
    ("[attributes.birthdate]\nrequired = true\n[attributes.updated_at]\nmutable = false", []),
    ("[attributes.locale]\nmax_length = 10", []),
    ("[mfa]\ntotp = true", [FACTOR_OFF]),
    (f"{SMS}[mfa]\nsms = true", [FACTOR_OFF]),
    (f"{SES}{PHONE}[mfa]\nemail = true", [FACTOR_OFF]),
    ('[mfa]\nmode = "ON"', ["mfa.mode: is ON, though no factor is on: totp, email or sms"]),
    ('[mfa]\nmode = "OPTIONAL"', ["mfa.mode: is OPTIONAL, though no factor is on: totp, email or sms"]),
    ('[mfa]\nmode = "OPTIONAL"\ntotp = true', []),
    (f'{SMS}[mfa]\nmode = "ON"\nsms = true', []),
    (f'{SES}{PHONE}[mfa]\nmode = "ON"\nemail = true', []),
    (
        f'{SES}{SMS}[sign_in]\nfirst_auth_factors = ["SMS_OTP", "EMAIL_OTP"]\n[mfa]\nmode = "ON"\ntotp = true',
        [REFUSED_FACTOR],
    ),
    (
        f'{SES}{SMS}[sign_in]\nfirst_auth_factors = ["SMS_OTP", "EMAIL_OTP"]\n[mfa]\nmode = "OPTIONAL"\ntotp = true',
        [],
    ),
    (
        '[sign_in]\nfirst_auth_factors = ["PASSWORD", "WEB_AUTHN"]',
        ["mfa.passkeys: is missing, though sign_in.first_auth_factors has WEB_AUTHN"],
    ),
    (
        '[sign_in]\nfirst_auth_factors = ["PASSWORD", "WEB_AUTHN"]\n[mfa]\nmode = "ON"\ntotp = true',
        ["mfa.passkeys: is missing, though sign_in.first_auth_factors has WEB_AUTHN"],
    ),
    (f'{PASSKEYS}[sign_in]\nfirst_auth_factors = ["PASSWORD", "WEB_AUTHN"]', []),
    (
        f'{PASSKEYS}[sign_in]\nfirst_auth_factors = ["WEB_AUTHN"]',
        ["sign_in.first_auth_factors: WEB_AUTHN cannot be the only one"],
    ),
    (
        (
            f'{PASSKEYS}multi_factor = false\n[sign_in]\nfirst_auth_factors = ["PASSWORD", "WEB_AUTHN"]\n'
            '[mfa]\nmode = "ON"\ntotp = true'
        ),
        [UV],
    ),
    (
        f'{PASSKEYS}[sign_in]\nfirst_auth_factors = ["PASSWORD", "WEB_AUTHN"]\n[mfa]\nmode = "ON"\ntotp = true',
        [],
    ),
    (f'{PASSKEYS}multi_factor = false\n[mfa]\nmode = "ON"\ntotp = true', []),
    (
        (
            f'{PASSKEYS}multi_factor = false\n[sign_in]\nfirst_auth_factors = ["PASSWORD", "WEB_AUTHN"]\n'
            '[mfa]\nmode = "OPTIONAL"\ntotp = true'
        ),
        [],
    ),
    (f'{PHONE}[mfa]\nmode = "ON"\nemail = true', [NO_SES]),
    ('[sign_in]\nfirst_auth_factors = ["PASSWORD", "EMAIL_OTP"]', [NO_SES]),
    (f'{SES}[sign_in]\nfirst_auth_factors = ["PASSWORD", "EMAIL_OTP"]', []),
    (
        f'{SES}[mfa]\nmode = "ON"\nemail = true',
        ["recovery.mechanisms: must not begin with verified_email where mfa.email is on"],
    ),
    (
        f'{SES}[mfa]\nmode = "ON"\nemail = true\n[recovery]\nmechanisms = ["verified_phone_number", "verified_email"]',
        [],
    ),
    ('[mfa]\nmode = "ON"\nsms = true', [NO_SMS]),
    ('[sign_in]\nfirst_auth_factors = ["PASSWORD", "SMS_OTP"]', [NO_SMS]),
    (
        f'{SMS}{PHONE}[mfa]\nmode = "ON"\nsms = true',
        ["recovery.mechanisms: verified_phone_number is refused where mfa.sms is on"],
    ),
    ("threat_protection = 'AUDIT'\n", ['threat_protection: needs tier = "PLUS"']),
    ("threat_protection = 'OFF'\n", []),
    (f"{PLUS}threat_protection = 'ENFORCED'\n", []),
    ("[clients.a]\nsso_session_minutes = 0", ["clients.a.sso_session_minutes: needs [sessions] with tracking = true"]),
    ("[clients.a]\nsso_session_minutes = 0\n[sessions]\n", []),
    (
        "[clients.a]\nsso_session_minutes = 5\n[sessions]\ntracking = false",
        ["clients.a.sso_session_minutes: needs [sessions] with tracking = true"],
    ),
    (
        (
            '[clients.a]\nread_attributes = ["custom:x", "email", "custom:y", "custom:z"]\n'
            'write_attributes = ["custom:z"]\n[custom_attributes.y]'
        ),
        [
            "clients.a.read_attributes: custom:x, custom:z is not in custom_attributes",
            "clients.a.write_attributes: custom:z is not in custom_attributes",
        ],
    ),
    (
        (
            '[clients.a]\nwrite_attributes = ["email"]\n[attributes.name]\nrequired = true\n[attributes.email]\n'
            "required = true\n[attributes.gender]\nrequired = true\n[attributes.locale]\nrequired = false"
        ),
        ["clients.a.write_attributes: lacks gender, name, which users must have"],
    ),
    ('[clients.a]\nread_attributes = ["email"]\n[attributes.name]\nrequired = true', []),
    (
        '[clients.job]\nkind = "machine"\ncallback_urls = ["https://a/b"]\nscopes = ["api/read"]\n' + API,
        ["clients.job.callback_urls: a machine has none"],
    ),
    ('[clients.job]\nkind = "machine"\nscopes = ["api/read"]\n' + API, []),
    (
        '[clients.job]\nkind = "machine"',
        ["clients.job.scopes: a machine needs scopes of resource_servers, and no others"],
    ),
    (
        '[clients.job]\nkind = "machine"\nscopes = ["api/read", "openid"]\n' + API,
        ["clients.job.scopes: a machine needs scopes of resource_servers, and no others"],
    ),
    (
        '[clients.a]\nscopes = ["openid"]',
        ["clients.a.callback_urls: is missing, though scopes are set"],
    ),
    (
        '[clients.a]\ncallback_urls = ["https://a/b"]\nscopes = ["openid", "email", "phone", "profile", '
        '"aws.cognito.signin.user.admin", "api/read", "api/write", "other"]\n' + API,
        ["clients.a.scopes: api/write, other is neither a scope of OpenID Connect nor in resource_servers"],
    ),
    (
        "[clients.a]\nauth_flows = []",
        ["clients.a.auth_flows: is empty, and there are no callback_urls: nobody could sign in"],
    ),
    ('[clients.a]\nauth_flows = []\ncallback_urls = ["https://a/b"]', []),
    (
        '[clients.a]\nproviders = ["COGNITO", "Google", "Facebook"]',
        ["clients.a.providers: Google, Facebook is not in providers"],
    ),
    ("[clients.a]\npropagate_client_ip = true", ["clients.a.propagate_client_ip: needs a confidential client"]),
    ('[clients.a]\npropagate_client_ip = true\nkind = "confidential"', []),
    (
        '[triggers]\ncustom_sms_sender = "arn:aws:lambda:us-east-1:1:function:f"',
        ["triggers: custom senders need kms_key_arn"],
    ),
    (f'[triggers]\ncustom_email_sender = "{TRIGGER}"', ["triggers: custom senders need kms_key_arn"]),
    (f'[triggers]\ncustom_email_sender = "{TRIGGER}"\nkms_key_arn = "arn:aws:kms:us-east-1:1:key/k"', []),
    (f'[triggers]\npre_sign_up = "{TRIGGER}"', []),
    ('[domain]\nprefix = "a"\ncustom = "a.b"', ["domain: has either prefix or custom"]),
    ('[domain]\ncustom = "a.b"', ["domain: custom and certificate_arn go together"]),
    (f'[domain]\nprefix = "a"\ncertificate_arn = "{CERTIFICATE}"', ["domain: custom and certificate_arn go together"]),
    (f'[domain]\ncustom = "a.b"\ncertificate_arn = "{CERTIFICATE}"', []),
    *(
        (f'[domain]\nprefix = "my{word}1"', [f"domain: prefix must not contain '{word}'"])
        for word in ("aws", "amazon", "cognito")
    ),
    (
        '[custom_attributes.a]\ntype = "Number"\nmin_length = 0',
        ["custom_attributes.a: min_length and max_length are for the type String"],
    ),
    (
        '[custom_attributes.a]\ntype = "Boolean"\nmax_length = 0',
        ["custom_attributes.a: min_length and max_length are for the type String"],
    ),
    ("[custom_attributes.a]\nmax_value = 0", ["custom_attributes.a: min_value and max_value are for the type Number"]),
    ('[custom_attributes.a]\ntype = "Number"\nmin_value = 0\nmax_value = 0', []),
]
ROLE = "authenticated_role_arn = 'arn:aws:iam::1:role/r'"
CASES += [
    (
        f"[identity_pool]\nname = 'i'\n{ROLE}\nwithout_group = 'Deny'",
        ["identity_pool: without_group needs role_from_token = true"],
    ),
    (f"[identity_pool]\nname = 'i'\n{ROLE}\nwithout_group = 'Deny'\nrole_from_token = true", []),
    (f"[identity_pool]\nname = 'i'\n{ROLE}\nwithout_group = 'AuthenticatedRole'", []),
]

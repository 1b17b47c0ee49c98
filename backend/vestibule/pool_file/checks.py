"""What pydantic cannot see: keys of the file that contradict each other, or that Cognito refuses together."""

from collections.abc import Callable, Iterator

from vestibule.pool_file.clients import Client
from vestibule.pool_file.delivery import MAX_EMAIL, MAX_SMS, MAX_SUBJECT, CodeMessage
from vestibule.pool_file.file import PoolFile
from vestibule.pool_file.users import Attribute, CustomAttribute

OIDC_SCOPES = {"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"}
OTP_FACTORS = {"EMAIL_OTP", "SMS_OTP"}
CODE, USERNAME = "{####}", "{username}"
SEPARATORS = {"subject": " / ", "email": "<br><br>\n", "sms": " / "}
"""Between the languages of a message."""


def inconsistencies(file: PoolFile) -> Iterator[str]:
    """One line, `key: reason`, for each contradiction."""
    for check in CHECKS:
        yield from check(file)


def _sign_in(file: PoolFile) -> Iterator[str]:
    if file.sign_in.username_attributes and file.sign_in.alias_attributes:
        yield "sign_in.alias_attributes: excludes sign_in.username_attributes; set that to []"
    if unverified := set(file.sign_in.verify_before_update) - set(file.sign_in.auto_verified_attributes):
        yield f"sign_in.verify_before_update: {', '.join(sorted(unverified))} must be in auto_verified_attributes too"
    if "admin_only" in file.recovery.mechanisms and len(file.recovery.mechanisms) > 1:
        yield "recovery.mechanisms: admin_only stands alone"
    limits: dict[str, Attribute | CustomAttribute] = {
        **{f"attributes.{name}": attribute for name, attribute in file.attributes.items()},
        **{f"custom_attributes.{name}": attribute for name, attribute in file.custom_attributes.items()},
    }
    for key, attribute in limits.items():
        if (attribute.min_length or 0) > (2048 if attribute.max_length is None else attribute.max_length):
            yield f"{key}: min_length is greater than max_length"


def _fixed_limits(file: PoolFile) -> Iterator[str]:
    for name in ("birthdate", "updated_at"):
        attribute = next((rule for known, rule in file.attributes.items() if known == name), None)
        if attribute and (attribute.min_length, attribute.max_length) != (0, 2048):
            yield f"attributes.{name}: has limits of its own; leave out min_length and max_length"


def _factors(file: PoolFile) -> Iterator[str]:
    factors, mfa = set(file.sign_in.first_auth_factors), file.mfa
    if mfa.mode == "OFF" and (mfa.totp or mfa.email or mfa.sms):
        yield "mfa.mode: is OFF, though a factor is on"
    if mfa.mode != "OFF" and not (mfa.totp or mfa.email or mfa.sms):
        yield f"mfa.mode: is {mfa.mode}, though no factor is on: totp, email or sms"
    if mfa.mode == "ON" and (refused := factors & OTP_FACTORS):
        yield f"sign_in.first_auth_factors: {', '.join(sorted(refused))} is refused where mfa.mode is ON"
    if "WEB_AUTHN" in factors and mfa.passkeys is None:
        yield "mfa.passkeys: is missing, though sign_in.first_auth_factors has WEB_AUTHN"
    if factors == {"WEB_AUTHN"}:
        yield "sign_in.first_auth_factors: WEB_AUTHN cannot be the only one"
    if mfa.mode == "ON" and "WEB_AUTHN" in factors and mfa.passkeys and not mfa.passkeys.multi_factor:
        yield "mfa.passkeys.multi_factor: must be true where mfa.mode is ON and WEB_AUTHN is a first factor"


def _delivery(file: PoolFile) -> Iterator[str]:
    if (file.mfa.email or "EMAIL_OTP" in file.sign_in.first_auth_factors) and not file.email.ses_identity_arn:
        yield "email.ses_identity_arn: is missing; Cognito sends codes for sign-in by SES only"
    if file.mfa.email and file.recovery.mechanisms[0] == "verified_email":
        yield "recovery.mechanisms: must not begin with verified_email where mfa.email is on"
    if (file.mfa.sms or "SMS_OTP" in file.sign_in.first_auth_factors) and not file.sms:
        yield "sms: is missing; codes by SMS need it"
    if file.mfa.sms and "verified_phone_number" in file.recovery.mechanisms:
        yield "recovery.mechanisms: verified_phone_number is refused where mfa.sms is on"


def _plan(file: PoolFile) -> Iterator[str]:
    token = file.triggers.pre_token_generation
    used = {
        "sign_in.first_auth_factors": file.sign_in.first_auth_factors != ["PASSWORD"],
        "mfa.email": file.mfa.email,
        "mfa.passkeys": file.mfa.passkeys is not None,
        "sessions": file.sessions is not None and file.sessions.tracking,
        "password_policy.history_size": file.password_policy.history_size > 0,
        "triggers.pre_token_generation.version": token is not None and token.version != "V1_0",
        "domain.managed_login_version": file.domain is not None and file.domain.managed_login_version != 1,
    }
    if file.tier == "LITE":
        for key in (key for key, is_used in used.items() if is_used):
            yield f'{key}: needs tier = "ESSENTIALS"'
    if file.threat_protection != "OFF" and file.tier != "PLUS":
        yield 'threat_protection: needs tier = "PLUS"'


def _clients(file: PoolFile) -> Iterator[str]:
    tracked = file.sessions is not None and file.sessions.tracking
    names = {*file.attributes, *(f"custom:{name}" for name in file.custom_attributes)}
    for name, client in file.clients.items():
        key = f"clients.{name}"
        yield from (f"{key}.{line}" for line in _client(file, client))
        if client.sso_session_minutes is not None and not tracked:
            yield f"{key}.sso_session_minutes: needs [sessions] with tracking = true"
        for permission in ("read_attributes", "write_attributes"):
            listed: list[str] = getattr(client, permission) or []
            if unknown := [one for one in listed if one.startswith("custom:") and one not in names]:
                yield f"{key}.{permission}: {', '.join(unknown)} is not in custom_attributes"
        required = {attribute for attribute, rule in file.attributes.items() if rule.required}
        if client.write_attributes is not None and (missing := required - set(client.write_attributes)):
            yield f"{key}.write_attributes: lacks {', '.join(sorted(missing))}, which users must have"


def _providers(file: PoolFile) -> Iterator[str]:
    for name, provider in file.providers.items():
        if provider.type not in ("OIDC", "SAML") and name != provider.type:
            yield f"providers.{name}: a provider of type {provider.type} is named {provider.type}"
        if provider.type == "OIDC" and provider.issuer.endswith("/"):
            yield f"providers.{name}.issuer: must not end with a slash"


def _client(file: PoolFile, client: Client) -> Iterator[str]:
    yield from _machine(client) if client.kind == "machine" else _users(client)
    custom = {f"{server.identifier}/{scope}" for server in file.resource_servers.values() for scope in server.scopes}
    if unknown := [scope for scope in client.scopes if scope not in custom | OIDC_SCOPES]:
        yield f"scopes: {', '.join(unknown)} is neither a scope of OpenID Connect nor in resource_servers"
    if unknown := [one for one in client.providers if one not in ("COGNITO", *file.providers)]:
        yield f"providers: {', '.join(unknown)} is not in providers"
    if client.propagate_client_ip and client.kind == "public":
        yield "propagate_client_ip: needs a confidential client"


def _machine(client: Client) -> Iterator[str]:
    if client.callback_urls:
        yield "callback_urls: a machine has none"
    if not client.scopes or set(client.scopes) & OIDC_SCOPES:
        yield "scopes: a machine needs scopes of resource_servers, and no others"


def _users(client: Client) -> Iterator[str]:
    if client.scopes and not client.callback_urls:
        yield "callback_urls: is missing, though scopes are set"
    if not client.auth_flows and not client.callback_urls:
        yield "auth_flows: is empty, and there are no callback_urls: nobody could sign in"


def _messages(file: PoolFile) -> Iterator[str]:
    placeholders = {"verification": (CODE,), "invitation": (USERNAME, CODE), "mfa": (CODE,)}
    for name, needed in placeholders.items():
        message: CodeMessage | None = getattr(file.messages, name)
        if message is None:
            continue
        for part, limit in (("subject", MAX_SUBJECT), ("email", MAX_EMAIL), ("sms", MAX_SMS)):
            if (text := getattr(message, part)) is None:
                continue
            joined = text.joined(SEPARATORS[part])
            if len(joined) > limit:
                yield f"messages.{name}.{part}: both languages together have {len(joined)} characters, over {limit}"
            if part != "subject" and (
                missing := [mark for mark in needed if mark not in text.en or mark not in text.fr]
            ):
                yield f"messages.{name}.{part}: each language needs {' and '.join(missing)}"


CHECKS: tuple[Callable[[PoolFile], Iterator[str]], ...] = (
    _sign_in,
    _fixed_limits,
    _factors,
    _delivery,
    _plan,
    _clients,
    _providers,
    _messages,
)

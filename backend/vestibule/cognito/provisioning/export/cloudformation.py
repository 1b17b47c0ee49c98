"""The CloudFormation template of a file."""

import hashlib
import re
from collections.abc import Callable, Mapping

from vestibule.cognito.provisioning.export.resources import Export, Joined, Kind, Reference, Resource, Variable
from vestibule.cognito.transport.aws import Document

TYPES: Mapping[Kind, str] = {
    "user_pool": "AWS::Cognito::UserPool",
    "client": "AWS::Cognito::UserPoolClient",
    "resource_server": "AWS::Cognito::UserPoolResourceServer",
    "provider": "AWS::Cognito::UserPoolIdentityProvider",
    "branding": "AWS::Cognito::ManagedLoginBranding",
    "ui": "AWS::Cognito::UserPoolUICustomizationAttachment",
    "domain": "AWS::Cognito::UserPoolDomain",
    "group": "AWS::Cognito::UserPoolGroup",
    "log_delivery": "AWS::Cognito::LogDeliveryConfiguration",
    "identity_pool": "AWS::Cognito::IdentityPool",
    "identity_pool_roles": "AWS::Cognito::IdentityPoolRoleAttachment",
}
ENABLED_MFAS = {
    "SoftwareTokenMfaConfiguration": "SOFTWARE_TOKEN_MFA",
    "EmailMfaConfiguration": "EMAIL_OTP",
    "SmsMfaConfiguration": "SMS_MFA",
}
WEB_AUTHN = {
    "RelyingPartyId": "WebAuthnRelyingPartyID",
    "UserVerification": "WebAuthnUserVerification",
    "FactorConfiguration": "WebAuthnFactorConfiguration",
}
SINGLE = {("user_pool", "pool"), ("domain", "domain"), ("log_delivery", "logs")} | {
    (kind, kind) for kind in ("identity_pool", "identity_pool_roles")
}
"""Resources of which there is one: the kind says it all."""
# A renamed logical id, or a deleted stack, must not delete accounts, nor ids that the API and other stacks use.
KEEP = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def template(export: Export, name: str) -> Document:
    """The template. Every resource is retained if it leaves the stack, and if it would be replaced."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"The user pool {name} of Vestibule, exported from pool.toml.",
        **({"Parameters": {_parameter(one): _SECRET for one in export.variables}} if export.variables else {}),
        "Resources": {_logical_id(resource.kind, resource.name): _resource(resource) for resource in export.resources},
        "Outputs": dict(_outputs(export)),
    }


_SECRET = {"Type": "String", "NoEcho": True, "MinLength": 1}


def _resource(resource: Resource) -> Document:
    properties = SPECIAL.get(resource.kind, dict)(resource.properties)
    after = [_logical_id(one.kind, one.name) for one in resource.after]
    return {
        "Type": TYPES[resource.kind],
        **KEEP,
        **({"DependsOn": after} if after else {}),
        "Properties": {member: _value(value) for member, value in properties.items()},
    }


def _user_pool(properties: Document) -> Document:
    """CreateUserPool and SetUserPoolMfaConfig are one resource here."""
    found = {member: value for member, value in properties.items() if member not in (*ENABLED_MFAS, "PoolName")}
    passkeys = found.pop("WebAuthnConfiguration", {})
    email, sms = properties.get("EmailMfaConfiguration", {}), properties.get("SmsMfaConfiguration", {})
    texts = {
        "EmailAuthenticationMessage": email.get("Message"),
        "EmailAuthenticationSubject": email.get("Subject"),
        "SmsAuthenticationMessage": sms.get("SmsAuthenticationMessage"),
    }
    mfas = [mfa for member, mfa in ENABLED_MFAS.items() if member in properties]
    return {
        "UserPoolName": properties["PoolName"],
        **found,
        **({"EnabledMfas": mfas} if mfas else {}),
        **{WEB_AUTHN[member]: value for member, value in passkeys.items()},
        **{member: text for member, text in texts.items() if text},
    }


def _roles(properties: Document) -> Document:
    """Keys cannot be references, so each mapping names its provider itself."""
    mappings = {f"Client{number}": mapping for number, mapping in enumerate(properties["RoleMappings"], 1)}
    rest = {member: value for member, value in properties.items() if member != "RoleMappings"}
    return rest | ({"RoleMappings": mappings} if mappings else {})


SPECIAL: Mapping[Kind, Callable[[Document], Document]] = {"user_pool": _user_pool, "identity_pool_roles": _roles}


def _value(value: object) -> object:
    if isinstance(value, Reference):
        target = _logical_id(value.kind, value.name)
        return {"Ref": target} if value.attribute == "id" else {"Fn::GetAtt": [target, "ProviderName"]}
    if isinstance(value, Variable):
        return {"Ref": _parameter(value)}
    if isinstance(value, Joined):
        return {"Fn::Join": ["", [_value(part) for part in value.parts]]}
    if isinstance(value, dict):
        return {name: _value(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_value(item) for item in value]
    return value


def _outputs(export: Export) -> list[tuple[str, Document]]:
    """The settings of the API."""
    clients = [one for one in export.resources if one.kind == "client"]
    ids = [{"Ref": _logical_id(one.kind, one.name)} for one in clients]
    outputs: list[tuple[str, Document]] = [
        ("UserPoolId", {"Description": "COGNITO_USER_POOL_ID", "Value": {"Ref": _logical_id("user_pool", "pool")}}),
        ("ClientIds", {"Description": "COGNITO_CLIENT_ID", "Value": {"Fn::Join": [",", ids]}}),
    ]
    for one in (one for one in export.resources if one.kind == "identity_pool"):
        value = {"Ref": _logical_id(one.kind, one.name)}
        outputs.append(("IdentityPoolId", {"Description": "COGNITO_IDENTITY_POOL_ID", "Value": value}))
    return outputs


def _logical_id(kind: Kind, name: str) -> str:
    return _camel_case(kind) + ("" if (kind, name) in SINGLE else _alphanumeric(name))


def _parameter(value: Variable) -> str:
    return _alphanumeric(value.provider) + _camel_case(value.member)


def _camel_case(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _alphanumeric(name: str) -> str:
    """Letters and digits only. Where others were dropped, a digest distinguishes names that would become the same."""
    plain = re.sub("[^A-Za-z0-9]", "", name)
    return plain if plain == name else f"{plain}{hashlib.sha256(name.encode()).hexdigest()[:6]}"

"""The Terraform configuration of a file, for the provider hashicorp/aws."""

import json
import re
from collections.abc import Iterator, Mapping

from botocore import xform_name

from vestibule.cognito.provisioning.export.hcl import Block, Expression, quoted, render
from vestibule.cognito.provisioning.export.resources import Export, Joined, Kind, Reference, Resource, Variable
from vestibule.cognito.transport.aws import Document

TYPES: Mapping[Kind, str] = {
    "user_pool": "aws_cognito_user_pool",
    "client": "aws_cognito_user_pool_client",
    "resource_server": "aws_cognito_resource_server",
    "provider": "aws_cognito_identity_provider",
    "branding": "aws_cognito_managed_login_branding",
    "ui": "aws_cognito_user_pool_ui_customization",
    "domain": "aws_cognito_user_pool_domain",
    "group": "aws_cognito_user_group",
    "log_delivery": "aws_cognito_log_delivery_configuration",
    "identity_pool": "aws_cognito_identity_pool",
    "identity_pool_roles": "aws_cognito_identity_pool_roles_attachment",
}
NAMES: Mapping[str, str] = {
    "PoolName": "name",
    "ClientName": "name",
    "GroupName": "name",
    "From": "from_email_address",
    "UserPoolTags": "tags",
    "RecoveryMechanisms": "recovery_mechanism",
    "Scopes": "scope",
    "RoleMappings": "role_mapping",
    "SMSMessage": "sms_message",
    "KMSKeyID": "kms_key_id",
    "CustomSMSSender": "custom_sms_sender",
    "CallbackURLs": "callback_urls",
    "LogoutURLs": "logout_urls",
    "AllowedOAuthFlows": "allowed_oauth_flows",
    "AllowedOAuthScopes": "allowed_oauth_scopes",
    "AllowedOAuthFlowsUserPoolClient": "allowed_oauth_flows_user_pool_client",
    "CSS": "css",
}
MAPS = frozenset({"UserPoolTags", "ProviderDetails", "AttributeMapping", "Roles"})
"""Maps with keys of the user's; every other object is a block."""
PROVIDER_VERSION = ">= 6.0"
POOL_LIFECYCLE = {"prevent_destroy": True, "ignore_changes": [Expression("schema")]}
LIFECYCLE = {"prevent_destroy": True}


def configuration(export: Export) -> str:
    """The configuration. Terraform refuses to destroy what it has, and does not replace the pool over its schema."""
    source = {"source": "hashicorp/aws", "version": PROVIDER_VERSION}
    provider = Block("required_providers", attributes={"aws": source})
    head = Block("terraform", blocks=(provider,))
    variables = [
        Block("variable", (_variable(one),), {"type": Expression("string"), "sensitive": True})
        for one in export.variables
    ]
    return render([head, *variables, *(_resource(one) for one in export.resources), *_outputs(export)])


def _resource(resource: Resource) -> Block:
    properties = _special(resource)
    attributes, blocks = _split(properties)
    if resource.after:
        attributes["depends_on"] = [Expression(f"{TYPES[one.kind]}.{_snake(one.name)}") for one in resource.after]
    lifecycle = Block("lifecycle", attributes=POOL_LIFECYCLE if resource.kind == "user_pool" else LIFECYCLE)
    return Block("resource", (TYPES[resource.kind], _snake(resource.name)), attributes, (*blocks, lifecycle))


def _special(resource: Resource) -> Document:
    """The properties where the provider differs from AWS's API."""
    properties = dict(resource.properties)
    if resource.kind == "user_pool":
        properties["SignInPolicy"] = properties.get("Policies", {}).get("SignInPolicy")
        properties["PasswordPolicy"] = properties.pop("Policies", {}).get("PasswordPolicy")
        sms = properties.pop("SmsMfaConfiguration", {})
        properties["SmsAuthenticationMessage"] = sms.get("SmsAuthenticationMessage")
    if resource.kind == "domain":
        properties["CertificateArn"] = properties.pop("CustomDomainConfig", {}).get("CertificateArn")
    if resource.kind == "branding" and "Settings" in properties:
        settings = quoted(json.dumps(properties["Settings"], ensure_ascii=False))
        properties["Settings"] = Expression(settings)
    return {member: value for member, value in properties.items() if value is not None}


def _split(properties: Document) -> tuple[dict[str, object], tuple[Block, ...]]:
    """Attributes, and blocks for what is an object or a list of objects."""
    attributes: dict[str, object] = {}
    blocks: list[Block] = []
    for member, value in properties.items():
        if isinstance(value, dict) and member not in MAPS:
            blocks.append(_block(member, value))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            blocks += [_block(member, item) for item in value]
        elif value != [] or member not in ("RoleMappings", "Scopes"):
            attributes[_name(member)] = _value(value)
    return attributes, tuple(blocks)


def _block(member: str, value: Document) -> Block:
    attributes, blocks = _split(value)
    return Block(_name(member), attributes=attributes, blocks=blocks)


def _value(value: object) -> object:
    if isinstance(value, Joined):
        return Expression('"' + "".join(_interpolated(part) for part in value.parts) + '"')
    if isinstance(value, Reference):
        return Expression(_reference(value))
    if isinstance(value, Variable):
        return Expression(f"var.{_variable(value)}")
    if isinstance(value, dict):
        return {name: _value(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_value(item) for item in value]
    return value


def _interpolated(part: Reference | str) -> str:
    return part if isinstance(part, str) else f"${{{_reference(part)}}}"


def _reference(value: Reference) -> str:
    attribute = "id" if value.attribute == "id" else "endpoint"
    return f"{TYPES[value.kind]}.{_snake(value.name)}.{attribute}"


def _outputs(export: Export) -> Iterator[Block]:
    names = [one.name for one in export.resources if one.kind == "client"]
    clients = [_reference(Reference("client", name)) for name in names]
    pool = Expression(_reference(Reference("user_pool", "pool")))
    yield Block("output", ("user_pool_id",), {"description": "COGNITO_USER_POOL_ID", "value": pool})
    joined = Expression(f'join(",", [{", ".join(clients)}])')
    yield Block("output", ("client_ids",), {"description": "COGNITO_CLIENT_ID", "value": joined})
    for one in (one for one in export.resources if one.kind == "identity_pool"):
        value = Expression(_reference(Reference("identity_pool", one.name)))
        yield Block("output", ("identity_pool_id",), {"description": "COGNITO_IDENTITY_POOL_ID", "value": value})


def _variable(value: Variable) -> str:
    return _snake(f"{value.provider}_{value.member}")


def _name(member: str) -> str:
    return NAMES.get(member) or xform_name(member)


def _snake(name: str) -> str:
    """A name that Terraform allows; two names of the file that differ only in punctuation are refused by Terraform."""
    snake = re.sub("[^A-Za-z0-9_-]+", "_", name)
    return snake if re.match("[A-Za-z_]", snake) else f"_{snake}"

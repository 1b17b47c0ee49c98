"""What both exports have in common: the resources that a file declares, and how they refer to each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from vestibule.cognito.provisioning.differences import created
from vestibule.cognito.provisioning.documents import groups, identity_pool, log_delivery, managed_login
from vestibule.cognito.provisioning.documents.clients import client_settings
from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.documents.pool import fixed_settings, mfa_config, pool_settings
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile, SecretReference

Kind = Literal[
    "user_pool",
    "client",
    "resource_server",
    "provider",
    "branding",
    "ui",
    "domain",
    "group",
    "log_delivery",
    "identity_pool",
    "identity_pool_roles",
]


@dataclass(frozen=True)
class Reference:
    """The id of another resource; of the pool also its `provider` name for identity pools."""

    kind: Kind
    name: str
    attribute: Literal["id", "provider"] = "id"


@dataclass(frozen=True)
class Variable:
    """A value that the user of the export gives, because `pool.toml` has only its source."""

    provider: str
    member: str


@dataclass(frozen=True)
class Joined:
    """Values next to each other."""

    parts: tuple[Reference | str, ...]


@dataclass(frozen=True)
class Resource:
    """A resource with AWS's own properties, among them Reference, Variable and Joined."""

    kind: Kind
    name: str
    properties: Document
    after: tuple[Reference, ...] = ()
    """What must exist before, although no property refers to it."""


@dataclass(frozen=True)
class Export:
    """The resources in the order of their dependencies."""

    resources: tuple[Resource, ...]
    left_out: tuple[str, ...] = field(default=())
    """Keys of the file that infrastructure tools have no property for."""

    @property
    def variables(self) -> list[Variable]:
        """All variables."""
        found = [value for resource in self.resources for value in _values(resource.properties)]
        return list(dict.fromkeys(found))


class _NoSecrets(Sources):
    """Leaves every secret out, wherever it is."""

    def secret(self, value: str | SecretReference | None) -> str | None:
        """The value, if it is none."""
        return None if isinstance(value, SecretReference) else value


POOL = Reference("user_pool", "pool")
PROVIDER = Reference("user_pool", "pool", "provider")


def resources(file: PoolFile, directory: Path) -> Export:
    """The resources of the file. `directory` is where its files are. Raises PoolFileError."""
    sources = _NoSecrets({}, directory)
    parts = (_user_pool(file), *_resource_servers(file), *_providers(file, sources), *_clients(file))
    later = (*_branding(file, sources), *_domain(file), *_groups(file), *_log_delivery(file), *_identity_pool(file))
    left_out = [f"clients.{name}.sso_session_minutes" for name, one in file.clients.items() if one.sso_session_minutes]
    left_out += ["sessions"] if file.sessions else []
    return Export((*parts, *later), tuple(left_out))


def _user_pool(file: PoolFile) -> Resource:
    # The tag is for `apply`, which would otherwise take the pool for its own.
    wanted = {**pool_settings(file), "UserPoolTags": file.tags}
    settings = created(wanted)
    # Spelled out: the tools have defaults of their own.
    policy = {
        name: value for name, value in wanted["Policies"]["PasswordPolicy"].items() if value != 0 or value is False
    }
    settings["Policies"]["PasswordPolicy"] = policy
    settings["UserPoolTier"] = file.tier
    return Resource("user_pool", "pool", {**settings, **fixed_settings(file), **mfa_config(file)})


def _resource_servers(file: PoolFile) -> Iterator[Resource]:
    for name, table in file.resource_servers.items():
        yield Resource("resource_server", name, {"UserPoolId": POOL, **managed_login.resource_server(name, table)})


def _providers(file: PoolFile, sources: Sources) -> Iterator[Resource]:
    for name, table in file.providers.items():
        document = managed_login.provider(name, table, sources)
        secrets = {member: Variable(name, member) for member, value in table if isinstance(value, SecretReference)}
        document["ProviderDetails"] = {**document["ProviderDetails"], **secrets}
        yield Resource("provider", name, {"UserPoolId": POOL, **document})


def _clients(file: PoolFile) -> Iterator[Resource]:
    scopes = {
        f"{server.identifier}/{scope}": Reference("resource_server", name)
        for name, server in file.resource_servers.items()
        for scope in server.scopes
    }
    for name, client in file.clients.items():
        settings = created(client_settings(name, client)) | {"GenerateSecret": client.kind != "public"}
        used = [Reference("provider", one) for one in client.providers if one != "COGNITO" and client.callback_urls]
        used += dict.fromkeys(scopes[scope] for scope in client.scopes if scope in scopes)
        yield Resource("client", name, {"UserPoolId": POOL, **settings}, tuple(used))


def _branding(file: PoolFile, sources: Sources) -> Iterator[Resource]:
    if file.domain is None:
        return
    settings, css = file.branding.settings_file, file.branding.css_file
    for name in (name for name, client in file.clients.items() if client.callback_urls):
        of_client: Document = {"UserPoolId": POOL, "ClientId": Reference("client", name)}
        if file.domain.managed_login_version != 1:
            given: Document = {"UseCognitoProvidedValues": True}
            if settings:
                given = {"Settings": sources.json("branding.settings_file", settings)}
            yield Resource("branding", name, of_client | given)
        elif css:
            text = sources.text("branding.css_file", css)
            yield Resource("ui", name, of_client | {"CSS": text}, (Reference("domain", "domain"),))


def _domain(file: PoolFile) -> Iterator[Resource]:
    if file.domain is None:
        return
    branded = [name for name, client in file.clients.items() if client.callback_urls]
    brandings = [Reference("branding", name) for name in branded if file.domain.managed_login_version != 1]
    yield Resource("domain", "domain", {"UserPoolId": POOL, **managed_login.domain(file.domain)}, tuple(brandings))


def _groups(file: PoolFile) -> Iterator[Resource]:
    for name, table in file.groups.items():
        yield Resource("group", name, {"UserPoolId": POOL, **groups.group(name, table)})


def _log_delivery(file: PoolFile) -> Iterator[Resource]:
    if file.notification_log_group_arn:
        wanted = log_delivery.log_configuration(file.notification_log_group_arn)
        yield Resource("log_delivery", "logs", {"UserPoolId": POOL, "LogConfigurations": [wanted]})


def _identity_pool(file: PoolFile) -> Iterator[Resource]:
    table = file.identity_pool
    if table is None:
        return
    clients = [Reference("client", name) for name, client in file.clients.items() if client.kind != "machine"]
    pool = identity_pool.identity_pool(table, "", [])
    pool["CognitoIdentityProviders"] = [
        {"ProviderName": PROVIDER, "ClientId": client, "ServerSideTokenCheck": table.server_side_token_check}
        for client in clients
    ]
    yield Resource("identity_pool", "identity_pool", pool)
    roles = identity_pool.identity_pool_roles(table, "", [])["Roles"]
    mappings = [
        {
            "IdentityProvider": Joined((PROVIDER, ":", client)),
            "Type": "Token",
            "AmbiguousRoleResolution": table.without_group,
        }
        for client in clients
        if table.role_from_token
    ]
    attached = {"IdentityPoolId": Reference("identity_pool", "identity_pool"), "Roles": roles, "RoleMappings": mappings}
    yield Resource("identity_pool_roles", "identity_pool_roles", attached)


def _values(value: object) -> Iterator[Variable]:
    if isinstance(value, Variable):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)

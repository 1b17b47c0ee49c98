"""What AWS would tell about the pool that a file declares, in AWS's documents, for tests of plans."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.provisioning.compiling import SECRETS
from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.plan import Ids
from vestibule.cognito.provisioning.planner import Planner
from vestibule.cognito.provisioning.pool_state import ClientState, IdentityPoolState, PoolState
from vestibule.cognito.transport.aws import connect
from vestibule.pool_file import PoolFile

AWS = connect("us-east-1", "http://127.0.0.1:9")
"""Knows the parameters of operations; nothing is called."""
POOL_ID, IDENTITY_POOL_ID = "us-east-1_Pool", "us-east-1:identity-pool"
Documents = dict[str, Any]


def planner(file: PoolFile, directory: Path, *, environment: Mapping[str, str] = SECRETS) -> Planner:
    """A planner for the file, whose first app client is known by its id."""
    return Planner(AWS, file, Sources(environment, directory), POOL_ID, f"id-{next(iter(file.clients))}")


def ids_of(file: PoolFile) -> Ids:
    """The ids of all that the file declares."""
    return Ids("us-east-1", POOL_ID, {name: f"id-{name}" for name in file.clients}, IDENTITY_POOL_ID)


def described(file: PoolFile, directory: Path) -> Documents:
    """The documents by their place in PoolState: what the requests of a new pool asked for."""
    found: Documents = {"pool": {}, "mfa": {}, "session": {}, "clients": {}, "domains": [], "log_delivery": []}
    found |= {"providers": {}, "resource_servers": {}, "groups": {}, "identity_pool": {}, "roles": {}, "unread": {}}
    ids = ids_of(file)
    for step in planner(file, directory).plan(None, Ids("us-east-1")).steps:
        request = {name: value for name, value in step.request(ids).items() if name != "UserPoolId"}
        _DESCRIBE[step.operation](found, request)
    return found


def state_of(found: Documents) -> PoolState:
    """The documents as they are read."""
    identity_pool = IdentityPoolState(found["identity_pool"], found["roles"]) if found["identity_pool"] else None
    parts = {name: value for name, value in found.items() if name not in ("identity_pool", "roles", "clients")}
    return PoolState(
        **parts,
        clients=tuple(ClientState(**client) for client in found["clients"].values()),
        identity_pool=identity_pool,
    )


def _pool(found: Documents, request: Documents) -> None:
    schema = request.pop("Schema")
    found["pool"] |= {"Id": POOL_ID, "Name": request.pop("PoolName"), **request}
    standard = ("email", "birthdate")
    entries = [
        entry if entry["Name"] in standard else {**entry, "Name": f"custom:{entry['Name']}", "Required": False}
        for entry in schema
    ]
    found["pool"]["SchemaAttributes"] = [{"Name": "sub", "AttributeDataType": "String", "Required": True}, *entries]


def _client(found: Documents, request: Documents) -> None:
    name = request["ClientName"]
    secret = {"ClientSecret": "s3cret"} if request.pop("GenerateSecret") else {}
    description = {"ClientId": f"id-{name}", **request, **secret}
    found["clients"][name] = {"description": description, "session": {}, "branding": {}, "ui": {}}


def _of_client(part: str, **more: str) -> Any:
    def describe(found: Documents, request: Documents) -> None:
        name = request.pop("ClientId").removeprefix("id-")
        found["clients"][name][part] = {**more, **request}

    return describe


def _domain(found: Documents, request: Documents) -> None:
    found["pool"]["Domain"] = request["Domain"]
    found["domains"].append(request)


def _named(part: str, member: str) -> Any:
    return lambda found, request: found[part].__setitem__(request[member], request)


def _whole(part: str, **more: str) -> Any:
    return lambda found, request: found[part].update(more | request)


_DESCRIBE = {
    "CreateUserPool": _pool,
    "SetUserPoolMfaConfig": _whole("mfa"),
    "SetUserPoolSessionConfiguration": _whole("session"),
    "CreateUserPoolClient": _client,
    "SetUserPoolClientSessionConfiguration": _of_client("session"),
    "CreateManagedLoginBranding": _of_client("branding", ManagedLoginBrandingId="branding"),
    "SetUICustomization": _of_client("ui"),
    "CreateUserPoolDomain": _domain,
    "CreateIdentityProvider": _named("providers", "ProviderName"),
    "CreateResourceServer": _named("resource_servers", "Identifier"),
    "CreateGroup": _named("groups", "GroupName"),
    "SetLogDeliveryConfiguration": lambda found, request: found["log_delivery"].extend(request["LogConfigurations"]),
    "CreateIdentityPool": _whole("identity_pool", IdentityPoolId=IDENTITY_POOL_ID),
    "SetIdentityPoolRoles": _whole("roles"),
}

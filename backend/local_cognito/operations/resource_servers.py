"""Resource servers and their scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException
from local_cognito.model import pools, resource_servers
from local_cognito.model.pagination import next_page, page
from local_cognito.model.resource_servers import ResourceServer

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def create_resource_server(context: Context, request: t.CreateResourceServerRequestTypeDef) -> Output:
    """CreateResourceServer."""
    server = _of_request(request)
    with context.storage.write() as db:
        pools.find(db, server.pool_id)
        resource_servers.insert(db, server)
    return {"ResourceServer": server.describe()}


def describe_resource_server(context: Context, request: t.DescribeResourceServerRequestTypeDef) -> Output:
    """DescribeResourceServer."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        return {"ResourceServer": resource_servers.find(db, pool.id, request["Identifier"]).describe()}


def update_resource_server(context: Context, request: t.UpdateResourceServerRequestTypeDef) -> Output:
    """UpdateResourceServer. Without scopes in the request, it has none afterwards."""
    server = _of_request(request)
    with context.storage.write() as db:
        resource_servers.find(db, pools.find(db, server.pool_id).id, server.identifier)
        resource_servers.save(db, server)
    return {"ResourceServer": server.describe()}


def delete_resource_server(context: Context, request: t.DeleteResourceServerRequestTypeDef) -> Output:
    """DeleteResourceServer."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        resource_servers.delete(db, resource_servers.find(db, pool.id, request["Identifier"]))
    return {}


def list_resource_servers(context: Context, request: t.ListResourceServersRequestTypeDef) -> Output:
    """ListResourceServers."""
    with context.storage.read() as db:
        found = resource_servers.of_pool(db, pools.find(db, request["UserPoolId"]).id)
    shown, token = page(found, request.get("MaxResults"), request.get("NextToken"))
    output: dict[str, object] = {"ResourceServers": [server.describe() for server in shown]}
    return output | next_page(token)


def _of_request(request: t.CreateResourceServerRequestTypeDef | t.UpdateResourceServerRequestTypeDef) -> ResourceServer:
    scopes = [dict(scope) for scope in request.get("Scopes", ())]
    if len({scope["ScopeName"] for scope in scopes}) < len(scopes):
        raise InvalidParameterException("The scope names of a resource server must be unique.")
    return ResourceServer(request["UserPoolId"], request["Identifier"], request["Name"], scopes)

"""read_pool: everything that AWS tells about a pool."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers import serve
from vestibule.cognito.provisioning.pool_reader import read_pool
from vestibule.cognito.transport.aws import Aws, CallFailed, connect


def test_pool_is_read_with_its_clients_and_groups(aws: Aws) -> None:
    pool_id = aws.call("CreateUserPool", PoolName="whole")["UserPool"]["Id"]
    public = aws.call("CreateUserPoolClient", UserPoolId=pool_id, ClientName="spa")["UserPoolClient"]["ClientId"]
    aws.call("CreateUserPoolClient", UserPoolId=pool_id, ClientName="server", GenerateSecret=True)
    aws.call("CreateGroup", UserPoolId=pool_id, GroupName="admins", Precedence=3)

    state = read_pool(aws, pool_id)

    assert (state.id, state.pool["Name"], state.mfa["MfaConfiguration"]) == (pool_id, "whole", "OFF")
    assert {client.name: client.has_secret for client in state.clients} == {"spa": False, "server": True}
    assert {client.id for client in state.clients} >= {public}
    assert state.groups["admins"]["Precedence"] == 3
    assert state.domains == ()


def test_more_clients_than_fit_on_a_page_are_read(aws: Aws) -> None:
    pool_id = aws.call("CreateUserPool", PoolName="many")["UserPool"]["Id"]
    for number in range(61):
        aws.call("CreateUserPoolClient", UserPoolId=pool_id, ClientName=f"client {number}")

    assert len(read_pool(aws, pool_id).clients) == 61


def test_secrets_are_not_shown(aws: Aws) -> None:
    pool_id = aws.call("CreateUserPool", PoolName="secret")["UserPool"]["Id"]
    client = aws.call("CreateUserPoolClient", UserPoolId=pool_id, ClientName="server", GenerateSecret=True)
    secret = client["UserPoolClient"]["ClientSecret"]

    state = read_pool(aws, pool_id)

    assert state.clients[0].description["ClientSecret"] == secret
    assert secret not in repr(state)


def test_unknown_pool_is_an_error_of_aws(aws: Aws) -> None:
    with pytest.raises(CallFailed) as failure:
        read_pool(aws, "us-east-1_Nowhere")

    assert failure.value.code == "ResourceNotFoundException"


def failing(error: str) -> Starlette:
    """A server that answers DescribeUserPool, and every other call with an error."""

    async def answer(request: Request) -> JSONResponse:
        if request.headers["x-amz-target"].endswith(".DescribeUserPool"):
            return JSONResponse({"UserPool": {"Id": "us-east-1_A"}})
        return JSONResponse({"__type": error}, 400)

    return Starlette(routes=[Route("/", answer, methods=["POST"])])


@pytest.mark.parametrize("error", ["AccessDeniedException", "NotImplementedException", "UnknownOperationException"])
def test_what_cannot_be_read_is_named(error: str) -> None:
    with serve(failing(error)) as url:
        state = read_pool(connect("us-east-1", url), "us-east-1_A")

    assert state.clients == ()
    assert {"GetUserPoolMfaConfig", "ListUserPoolClients", "ListGroups"} <= state.unread.keys()
    assert set(state.unread.values()) == {error}


def test_other_errors_are_not_taken_for_an_empty_pool() -> None:
    with serve(failing("InternalErrorException")) as url, pytest.raises(CallFailed):
        read_pool(connect("us-east-1", url), "us-east-1_A")


def without_customization(aws: Aws, error: str) -> Starlette:
    """A server that passes everything on, except for GetUICustomization, which fails."""

    async def forward(request: Request) -> Response:
        if request.headers["x-amz-target"].endswith(".GetUICustomization"):
            return JSONResponse({"__type": error}, 400)
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        async with httpx.AsyncClient() as client:
            answer = await client.post(str(aws.endpoint_url), content=await request.body(), headers=headers)
        return Response(answer.content, answer.status_code)

    return Starlette(routes=[Route("/", forward, methods=["POST"])])


def test_extra_that_cognito_refuses_to_read_does_not_hide_the_rest(aws: Aws) -> None:
    """As GetUICustomization is refused for a domain without the classic pages."""
    with serve(without_customization(aws, "InvalidParameterException")) as url:
        state = read_pool(connect("us-east-1", url), "us-east-1_Vestibule")

    assert state.unread == {"GetUICustomization": "InvalidParameterException"}
    assert state.clients


def test_other_error_of_an_extra_is_not_taken_for_a_pool_without_it(aws: Aws) -> None:
    with serve(without_customization(aws, "InternalErrorException")) as url, pytest.raises(CallFailed):
        read_pool(connect("us-east-1", url), "us-east-1_Vestibule")

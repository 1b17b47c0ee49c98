"""Pages of lists: every operation that lists something has them."""

from collections.abc import Callable
from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from local_cognito.errors import InvalidParameterException
from local_cognito.model.pagination import next_page, page, position, token_for
from tests.local_cognito.people import refused

ISSUER = {"client_id": "id", "authorize_scopes": "openid", "oidc_issuer": "https://login.example.com"}
LINKS = {"cognito:default": "https://app.example/terms"}
TERMS: dict[str, Any] = {"TermsSource": "LINK", "Enforcement": "NONE", "Links": LINKS}
ROLE = "arn:aws:iam::000000000000:role/import"


def groups(client: Any, pool_id: str, number: int) -> None:
    group = {"UserPoolId": pool_id, "GroupName": f"group-{number}"}
    client.create_group(**group)
    client.admin_add_user_to_group(**group, Username="user-0")


def members(client: Any, pool_id: str, number: int) -> None:
    client.admin_add_user_to_group(UserPoolId=pool_id, GroupName="group-0", Username=f"user-{number}")


def provider(client: Any, pool_id: str, number: int) -> None:
    details = ISSUER | {"attributes_request_method": "GET"}
    name = f"provider-{number}"
    client.create_identity_provider(UserPoolId=pool_id, ProviderName=name, ProviderType="OIDC", ProviderDetails=details)


def terms(client: Any, pool_id: str, number: int) -> None:
    app = client.create_user_pool_client(UserPoolId=pool_id, ClientName=f"app-{number}")["UserPoolClient"]
    client.create_terms(UserPoolId=pool_id, ClientId=app["ClientId"], TermsName="terms-of-use", **TERMS)


# Operation: (what makes the n-th of three entries, if the pool does not have them; more members; the list; size; token)
LISTS: dict[str, tuple[Callable[[Any, str, int], object] | None, dict[str, Any], str, str, str]] = {
    "list_users": (None, {}, "Users", "Limit", "PaginationToken"),
    "list_groups": (groups, {}, "Groups", "Limit", "NextToken"),
    "admin_list_groups_for_user": (None, {"Username": "user-0"}, "Groups", "Limit", "NextToken"),
    "list_users_in_group": (members, {"GroupName": "group-0"}, "Users", "Limit", "NextToken"),
    "list_identity_providers": (provider, {}, "Providers", "MaxResults", "NextToken"),
    "list_resource_servers": (
        lambda client, pool_id, number: client.create_resource_server(
            UserPoolId=pool_id, Identifier=f"api-{number}", Name="API"
        ),
        {},
        "ResourceServers",
        "MaxResults",
        "NextToken",
    ),
    "list_terms": (terms, {}, "Terms", "MaxResults", "NextToken"),
    "list_user_pool_clients": (None, {}, "UserPoolClients", "MaxResults", "NextToken"),
    "list_user_import_jobs": (
        lambda client, pool_id, number: client.create_user_import_job(
            UserPoolId=pool_id, JobName=f"job-{number}", CloudWatchLogsRoleArn=ROLE
        ),
        {},
        "UserImportJobs",
        "MaxResults",
        "PaginationToken",
    ),
}


@pytest.fixture(scope="module")
def pool_id(stand_in: Any) -> str:
    """A pool with three of everything that can be listed."""
    client = stand_in.client
    made: str = client.create_user_pool(PoolName="three")["UserPool"]["Id"]
    for number in range(3):
        client.admin_create_user(UserPoolId=made, Username=f"user-{number}", MessageAction="SUPPRESS")
    for create, *_ in LISTS.values():
        for number in range(3):
            if create:
                create(client, made, number)
    return made


@pytest.mark.parametrize("operation", LISTS)
def test_a_list_has_pages(client: Client, pool_id: str, operation: str) -> None:
    _, more, entries, size, token = LISTS[operation]
    call: Any = getattr(client, operation)
    request = {"UserPoolId": pool_id, **more}
    everything = call(**request, **({size: 60} if operation == "list_user_import_jobs" else {}))

    first = call(**request, **{size: 2})
    second = call(**request, **{size: 2, token: first[token]})
    exact = call(**request, **{size: 3})

    assert len(everything[entries]) == 3
    assert first[entries] == everything[entries][:2]
    assert second[entries] == everything[entries][2:]
    assert token not in {**everything, "ResponseMetadata": None}
    assert token not in second
    assert token not in exact
    with refused("InvalidParameterException", "Invalid pagination token."):
        call(**request, **{size: 2, token: "nonsense"})


class TestPage:
    @pytest.mark.parametrize(("count", "shown", "leads_on"), [(0, 0, False), (60, 60, False), (61, 60, True)])
    def test_a_page_has_sixty_items_by_default(self, count: int, shown: int, leads_on: bool) -> None:
        items, token = page(range(count), None, None)

        assert (len(items), token is not None) == (shown, leads_on)

    def test_a_token_leads_to_the_items_behind_the_page(self) -> None:
        items, token = page("abcde", 2, None)
        more, last = page("abcde", 3, token)

        assert (items, more, last) == ("ab", "cde", None)
        assert next_page(token) == {"NextToken": token}
        assert next_page(token, "PaginationToken") == {"PaginationToken": token}
        assert next_page(None) == {}

    def test_a_token_holds_a_position_of_at_least_zero(self) -> None:
        assert [position(token_for(number)) for number in (-1, 0, 1, 60)] == [0, 0, 1, 60]
        assert position(None) == 0

    @pytest.mark.parametrize("token", ["", "nonsense", "YWZ0ZXI6eA==", "YWZ0ZXI6MTox", "\u00e9", "/w=="])
    def test_a_token_of_something_else_is_refused(self, token: str) -> None:
        with pytest.raises(InvalidParameterException, match="Invalid pagination token"):
            position(token)

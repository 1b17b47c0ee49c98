"""Scenarios of the domain: identity providers and resource servers of a pool."""

from typing import Any

from tests.contract.pool_scenarios import temporary_pool
from tests.contract.scenarios import Place, Scenario

GOOGLE: Any = {"client_id": "id", "client_secret": "secret", "authorize_scopes": "openid email"}
READ: Any = [{"ScopeName": "read", "ScopeDescription": "Read."}]


def add_google(place: Place, pool_id: str) -> Any:
    return place.client.create_identity_provider(
        UserPoolId=pool_id, ProviderName="Google", ProviderType="Google", ProviderDetails=GOOGLE
    )


def describe_a_provider(place: Place) -> Any:
    with temporary_pool(place) as pool_id:
        add_google(place, pool_id)
        return place.client.describe_identity_provider(UserPoolId=pool_id, ProviderName="Google")


def update_a_provider(place: Place) -> Any:
    with temporary_pool(place) as pool_id:
        add_google(place, pool_id)
        mapping = {"email": "email"}
        return place.client.update_identity_provider(
            UserPoolId=pool_id, ProviderName="Google", AttributeMapping=mapping
        )


def delete_a_provider(place: Place) -> Any:
    with temporary_pool(place) as pool_id:
        add_google(place, pool_id)
        place.client.delete_identity_provider(UserPoolId=pool_id, ProviderName="Google")
        return place.client.describe_identity_provider(UserPoolId=pool_id, ProviderName="Google")


def list_providers(place: Place) -> Any:
    with temporary_pool(place) as pool_id:
        add_google(place, pool_id)
        return place.client.list_identity_providers(UserPoolId=pool_id)["Providers"][0]


def add_a_resource_server(place: Place, *, again: bool = False) -> Any:
    with temporary_pool(place) as pool_id:
        named: Any = {"UserPoolId": pool_id, "Identifier": "orders", "Name": "Orders"}
        place.client.create_resource_server(**named, Scopes=READ)
        if again:
            return place.client.create_resource_server(**named)
        return place.client.describe_resource_server(UserPoolId=pool_id, Identifier="orders")


PROVIDER = {f"IdentityProvider.{name}" for name in ("UserPoolId", "ProviderName", "ProviderType", "ProviderDetails")}

DOMAIN_SCENARIOS: tuple[Scenario, ...] = (
    Scenario("provider: describe", describe_a_provider, answers=PROVIDER),
    Scenario("provider: update", update_a_provider, answers={"IdentityProvider.AttributeMapping.email"}),
    Scenario("provider: delete", delete_a_provider, refuses="ResourceNotFoundException"),
    Scenario("provider: list", list_providers, answers={"ProviderName", "ProviderType", "CreationDate"}),
    Scenario(
        "resource server: describe",
        add_a_resource_server,
        answers={f"ResourceServer.{name}" for name in ("UserPoolId", "Identifier", "Name")},
    ),
    Scenario(
        "resource server: create again",
        lambda place: add_a_resource_server(place, again=True),
        refuses="InvalidParameterException",
    ),
)

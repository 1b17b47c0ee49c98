"""Users of a developer's own backend: looking them up page by page, and what is refused."""

from typing import Any

import pytest

from tests.local_cognito.identity.identities import Identities, facebook_token
from tests.local_cognito.people import StandIn, refused
from tests.servers import Clock

PROVIDER = "login.example"


def sign_in(pool: Identities, user: str) -> str:
    """The identity of a user of the backend."""
    client: Any = pool.client
    answer = client.get_open_id_token_for_developer_identity(IdentityPoolId=pool.id, Logins={PROVIDER: user})
    return str(answer["IdentityId"])


def merge(pool: Identities, source: str, destination: str) -> str:
    answer = pool.client.merge_developer_identities(
        IdentityPoolId=pool.id,
        DeveloperProviderName=PROVIDER,
        SourceUserIdentifier=source,
        DestinationUserIdentifier=destination,
    )
    return answer["IdentityId"]


def test_the_users_of_an_identity_are_listed_page_by_page(pool: Identities) -> None:
    identity, users = sign_in(pool, "ann"), ("ann", "bob", "eve")
    for user in users[1:]:
        sign_in(pool, user)
        assert merge(pool, user, "ann") == identity
    assert merge(pool, "bob", "ann") == identity  # they are one already
    named: Any = {"IdentityPoolId": pool.id, "IdentityId": identity}

    first = pool.client.lookup_developer_identity(**named, MaxResults=2)
    rest = pool.client.lookup_developer_identity(**named, MaxResults=2, NextToken=first["NextToken"])

    assert first["DeveloperUserIdentifierList"] + rest["DeveloperUserIdentifierList"] == [*users]
    assert "NextToken" not in rest
    assert first["IdentityId"] == identity


def test_only_users_of_the_backend_are_listed(pool: Identities, stand_in: StandIn) -> None:
    client: Any = pool.client
    logins = {PROVIDER: "ann", "graph.facebook.com": facebook_token(stand_in)}
    both = client.get_open_id_token_for_developer_identity(IdentityPoolId=pool.id, Logins=logins)["IdentityId"]

    found = pool.client.lookup_developer_identity(IdentityPoolId=pool.id, IdentityId=both)

    assert found["DeveloperUserIdentifierList"] == ["ann"]
    assert pool.logins(both) == ["graph.facebook.com", PROVIDER]


def test_a_token_of_the_backend_expires(pool: Identities, clock: Clock) -> None:
    client: Any = pool.client
    answer = client.get_open_id_token_for_developer_identity(IdentityPoolId=pool.id, Logins={PROVIDER: "ann"})

    clock.advance(899)
    assert pool.id_of(developer=answer["Token"]) == answer["IdentityId"]
    clock.advance(1)
    with refused("NotAuthorizedException", "Token expired"):
        pool.id_of(developer=answer["Token"])


def test_a_lookup_names_an_identity_or_a_user(pool: Identities) -> None:
    identity = sign_in(pool, "ann")
    call, own = pool.client.lookup_developer_identity, {"IdentityPoolId": pool.id}

    assert call(**own, DeveloperUserIdentifier="ann")["IdentityId"] == identity
    with refused("InvalidParameterException", "an IdentityId or a DeveloperUserIdentifier"):
        call(**own)
    with refused("ResourceNotFoundException", "'nobody' was not found"):
        call(**own, DeveloperUserIdentifier="nobody")
    with refused("ResourceConflictException"):
        call(**own, IdentityId=identity, DeveloperUserIdentifier="nobody")


def test_an_identity_of_another_identity_pool_is_not_found(pool: Identities) -> None:
    client: Any = pool.client
    named = {"IdentityId": sign_in(pool, "ann")}
    other = {"IdentityPoolId": client.create_identity_pool(**pool.settings)["IdentityPoolId"], **named}
    user = {"DeveloperProviderName": PROVIDER, "DeveloperUserIdentifier": "ann"}

    with refused("ResourceNotFoundException", f"Identity '{named['IdentityId']}' not found."):
        client.lookup_developer_identity(**other)
    with refused("ResourceNotFoundException", f"Identity '{named['IdentityId']}' not found."):
        client.unlink_developer_identity(**other, **user)
    with refused("ResourceNotFoundException", f"Identity '{named['IdentityId']}' not found."):
        client.get_open_id_token_for_developer_identity(**other, Logins={PROVIDER: "ann"})


def test_only_a_linked_user_is_unlinked(pool: Identities) -> None:
    identity = sign_in(pool, "ann")
    named: Any = {"IdentityPoolId": pool.id, "DeveloperProviderName": PROVIDER}

    with refused("NotAuthorizedException", "not linked to this identity"):
        pool.client.unlink_developer_identity(**named, IdentityId=identity, DeveloperUserIdentifier="bob")
    for source, destination in (("nobody", "ann"), ("ann", "nobody")):
        with refused("ResourceNotFoundException", "'nobody' was not found"):
            merge(pool, source, destination)


@pytest.mark.parametrize("logins", [{"graph.facebook.com": "x"}, {"other.example": "ann"}])
def test_a_backend_names_a_user_of_its_provider(pool: Identities, logins: dict[str, str]) -> None:
    client: Any = pool.client

    with refused("InvalidParameterException", "a login of the developer provider"):
        client.get_open_id_token_for_developer_identity(IdentityPoolId=pool.id, Logins=logins)


def test_a_provider_is_set_once(pool: Identities) -> None:
    with refused("InvalidParameterException", "developer provider name cannot be changed"):
        pool.update(DeveloperProviderName="other.example")
    pool.update(DeveloperProviderName=None, IdentityPoolName="renamed")
    found = pool.client.describe_identity_pool(IdentityPoolId=pool.id)
    assert (found["DeveloperProviderName"], found["IdentityPoolName"]) == (PROVIDER, "renamed")


def test_credentials_have_the_form_of_aws(pool: Identities) -> None:
    one, other = (pool.credentials(pool.id_of())["Credentials"] for _ in range(2))

    assert (one["AccessKeyId"][:4], len(one["AccessKeyId"]), one["AccessKeyId"].isalnum()) == ("ASIA", 20, True)
    assert one["AccessKeyId"] == one["AccessKeyId"].upper() != other["AccessKeyId"]
    assert (len(one["SecretKey"]), len(one["SessionToken"])) == (40, 800)
    assert one["SecretKey"] != other["SecretKey"]


def test_tags_are_those_of_a_pool_that_exists(pool: Identities) -> None:
    arn = "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/us-east-1:11111111-1111-4111-8111-111111111111"

    with refused("ResourceNotFoundException"):
        pool.client.list_tags_for_resource(ResourceArn=arn)
    with refused("ResourceNotFoundException"):
        pool.client.tag_resource(ResourceArn=arn, Tags={"a": "b"})

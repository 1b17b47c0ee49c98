"""Identities: one for each login, linked logins, merges."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from jose import jwt

from tests.local_cognito.identity.identities import FACEBOOK, PROVIDER, Identities, facebook_token
from tests.local_cognito.people import Person, StandIn, refused
from tests.servers import Clock

NO_MATCH = "Logins don't match."


@pytest.fixture
def id_token(alice: Person) -> str:
    return str(alice.sign_in()["IdToken"])


@pytest.fixture
def facebook(stand_in: StandIn) -> str:
    return facebook_token(stand_in)


class TestGetId:
    def test_the_same_login_gets_the_same_identity_for_ever(
        self, pool: Identities, alice: Person, stand_in: StandIn
    ) -> None:
        first = pool.id_of(user=alice.sign_in()["IdToken"])

        region, _, name = first.partition(":")
        assert region == "us-east-1"
        assert str(uuid.UUID(name)) == name
        known = pool.client.describe_identity(IdentityId=first)
        stand_in.clock.advance(60)
        assert pool.id_of(user=alice.sign_in()["IdToken"]) == first
        assert pool.client.describe_identity(IdentityId=first)["LastModifiedDate"] == known["LastModifiedDate"]

    def test_parallel_requests_with_a_new_login_get_one_identity(self, pool: Identities, id_token: str) -> None:
        with ThreadPoolExecutor(8) as threads:
            found = {*threads.map(lambda _: pool.id_of(user=id_token), range(8))}

        assert len(found) == 1

    def test_every_guest_gets_an_identity_of_their_own(self, pool: Identities) -> None:
        assert pool.id_of() != pool.id_of()

    def test_several_logins_are_linked(self, pool: Identities, id_token: str, facebook: str) -> None:
        both = pool.id_of(user=id_token, facebook=facebook)

        assert pool.id_of(user=id_token) == pool.id_of(facebook=facebook) == both
        assert pool.logins(both) == [PROVIDER, FACEBOOK]

    def test_the_identities_of_two_logins_are_merged_into_the_older(
        self, pool: Identities, id_token: str, facebook: str, clock: Clock
    ) -> None:
        first = pool.id_of(user=id_token)
        clock.advance(1)
        second = pool.id_of(facebook=facebook)

        assert pool.id_of(user=id_token, facebook=facebook) == first != second
        assert pool.id_of(facebook=facebook) == first
        assert pool.credentials(second, facebook=facebook)["IdentityId"] == first

    def test_a_second_login_of_the_same_provider_is_a_conflict(
        self, pool: Identities, id_token: str, stand_in: StandIn
    ) -> None:
        pool.id_of(user=id_token, facebook=facebook_token(stand_in, user_id="1"))
        second = facebook_token(stand_in, user_id="2")

        with refused("ResourceConflictException"):
            pool.id_of(user=id_token, facebook=second)
        pool.id_of(facebook=second)
        with refused("ResourceConflictException"):
            pool.id_of(user=id_token, facebook=second)

    @pytest.mark.parametrize(
        ("pool_id", "code", "message"),
        [
            ("us-east-1:11111111-1111-4111-8111-111111111111", "ResourceNotFoundException", "' not found."),
            (
                "my pool",
                "ValidationException",
                (
                    "1 validation error detected: Value 'my pool' at 'identityPoolId' failed to satisfy constraint: "
                    "Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+"
                ),
            ),
        ],
    )
    def test_an_unknown_pool_is_refused(self, pool: Identities, pool_id: str, code: str, message: str) -> None:
        with refused(code, message):
            pool.client.get_id(IdentityPoolId=pool_id)


class TestGuestsWhoSignIn:
    def test_a_guest_who_signs_in_first_keeps_the_identity(self, pool: Identities, id_token: str) -> None:
        guest = pool.id_of()

        assert pool.credentials(guest, user=id_token)["IdentityId"] == guest
        assert pool.id_of(user=id_token) == guest
        with refused("NotAuthorizedException", "is forbidden."):
            pool.credentials(guest)

    def test_a_guest_who_has_an_identity_is_merged_into_it(self, pool: Identities, id_token: str) -> None:
        identity, guest = pool.id_of(user=id_token), pool.id_of()

        assert pool.credentials(guest, user=id_token)["IdentityId"] == identity
        with refused("NotAuthorizedException", "is forbidden."):
            pool.credentials(guest)
        listed = pool.client.list_identities(IdentityPoolId=pool.id, MaxResults=10)["Identities"]
        enabled = pool.client.list_identities(IdentityPoolId=pool.id, MaxResults=10, HideDisabled=True)["Identities"]
        assert {entry["IdentityId"] for entry in listed} == {identity, guest}
        assert {entry["IdentityId"] for entry in enabled} == {identity}

    def test_nobody_else_takes_over_a_merged_identity(self, pool: Identities, id_token: str, stand_in: StandIn) -> None:
        pool.id_of(user=id_token)
        guest = pool.id_of()
        pool.credentials(guest, user=id_token)
        bob = Person(stand_in).sign_up().confirm().sign_in()["IdToken"]

        with refused("NotAuthorizedException", NO_MATCH):
            pool.credentials(guest, user=bob)


class TestUnlinking:
    def test_an_unlinked_login_gets_a_new_identity(self, pool: Identities, id_token: str, facebook: str) -> None:
        identity = pool.id_of(user=id_token, facebook=facebook)

        pool.client.unlink_identity(IdentityId=identity, Logins={PROVIDER: id_token}, LoginsToRemove=[FACEBOOK])

        assert pool.logins(identity) == [PROVIDER]
        assert pool.id_of(facebook=facebook) != identity

    def test_the_last_login_leaves_an_identity_that_nobody_can_use(
        self, pool: Identities, id_token: str, facebook: str
    ) -> None:
        identity = pool.id_of(user=id_token)

        pool.client.unlink_identity(IdentityId=identity, Logins={PROVIDER: id_token}, LoginsToRemove=[PROVIDER])

        with refused("NotAuthorizedException", "is forbidden."):
            pool.credentials(identity)
        for logins in ({"user": id_token}, {"facebook": facebook}):
            with refused("NotAuthorizedException", NO_MATCH):
                pool.credentials(identity, **logins)

    def test_nobody_unlinks_the_logins_of_others(self, pool: Identities, id_token: str, facebook: str) -> None:
        with refused("NotAuthorizedException", NO_MATCH):
            pool.client.unlink_identity(
                IdentityId=pool.id_of(user=id_token), Logins={FACEBOOK: facebook}, LoginsToRemove=[PROVIDER]
            )


class TestAdministration:
    def test_identities_are_listed_page_by_page_and_deleted(self, pool: Identities, id_token: str) -> None:
        ids = [pool.id_of(), pool.id_of(), pool.id_of(user=id_token)]

        first = pool.client.list_identities(IdentityPoolId=pool.id, MaxResults=2)
        rest = pool.client.list_identities(IdentityPoolId=pool.id, MaxResults=2, NextToken=first["NextToken"])

        listed = [*first["Identities"], *rest["Identities"]]
        assert {entry["IdentityId"] for entry in listed} == {*ids}
        assert sorted(len(entry["Logins"]) for entry in listed) == [0, 0, 1]
        assert "NextToken" not in rest
        assert pool.client.delete_identities(IdentityIdsToDelete=ids)["UnprocessedIdentityIds"] == []
        with refused("ResourceNotFoundException", f"Identity '{ids[0]}' not found."):
            pool.client.describe_identity(IdentityId=ids[0])
        assert pool.id_of(user=id_token) not in ids


def test_tokens_of_other_providers_are_not_verified_here(pool: Identities) -> None:
    issuer = "accounts.example.com"
    pool.update(
        OpenIdConnectProviderARNs=[f"arn:aws:iam::123456789012:oidc-provider/{issuer}"],
        SupportedLoginProviders={"www.amazon.com": "amzn1.application"},
    )

    for provider in (issuer, "www.amazon.com"):
        with refused("ExternalServiceException", f"cannot verify tokens of {provider}"):
            pool.client.get_id(IdentityPoolId=pool.id, Logins={provider: "token"})
    with refused("NotAuthorizedException"):
        pool.client.get_id(IdentityPoolId=pool.id, Logins={"other.example.com": "token"})


class TestDeveloperIdentities:
    def sign_in(self, pool: Identities, user: str, **more: str) -> tuple[str, str]:
        answer = pool.client.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool.id,
            Logins={"login.example": user},
            **more,
        )
        return answer["IdentityId"], answer["Token"]

    def test_the_backends_token_is_a_login(self, pool: Identities) -> None:
        identity, token = self.sign_in(pool, "carol")

        assert pool.credentials(identity, developer=token)["IdentityId"] == identity
        assert pool.id_of(developer=token) == identity
        assert self.sign_in(pool, "carol")[0] == identity
        with refused("NotAuthorizedException", NO_MATCH):
            pool.credentials(self.sign_in(pool, "dave")[0], developer=token)
        with refused("NotAuthorizedException", "Invalid login token."):
            pool.credentials(identity, developer="no token")

    @pytest.mark.parametrize(("duration", "seconds"), [({}, 900), ({"TokenDuration": 60}, 60)])
    def test_a_token_is_valid_as_long_as_the_backend_says(
        self, pool: Identities, duration: dict[str, int], seconds: int
    ) -> None:
        answer = pool.client.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool.id, Logins={"login.example": "judy"}, **duration
        )

        claims = jwt.get_unverified_claims(answer["Token"])
        assert claims["exp"] - claims["iat"] == seconds
        assert claims["amr"] == ["authenticated", "login.example", f"login.example:{pool.id}:judy"]

    def test_a_token_is_a_login_of_its_own_identity_pool(self, pool: Identities) -> None:
        _, token = self.sign_in(pool, "ivan")
        other = pool.client.create_identity_pool(**pool.settings)["IdentityPoolId"]

        with refused("NotAuthorizedException", "Incorrect token audience."):
            Identities(pool.client, other, pool.settings).id_of(developer=token)

    def test_a_guest_becomes_the_backends_user(self, pool: Identities) -> None:
        guest = pool.id_of()

        assert self.sign_in(pool, "erin", IdentityId=guest)[0] == guest
        with refused("DeveloperUserAlreadyRegisteredException"):
            self.sign_in(pool, "erin", IdentityId=pool.id_of())

    def test_users_are_looked_up_merged_and_unlinked(self, pool: Identities) -> None:
        frank, grace = self.sign_in(pool, "frank")[0], self.sign_in(pool, "grace")[0]

        merged = pool.client.merge_developer_identities(
            SourceUserIdentifier="grace",
            DestinationUserIdentifier="frank",
            DeveloperProviderName="login.example",
            IdentityPoolId=pool.id,
        )

        assert merged["IdentityId"] == frank != grace
        found = pool.client.lookup_developer_identity(IdentityPoolId=pool.id, IdentityId=frank)
        assert found["DeveloperUserIdentifierList"] == ["frank", "grace"]
        both = {"IdentityPoolId": pool.id, "IdentityId": frank}
        assert pool.client.lookup_developer_identity(**both, DeveloperUserIdentifier="grace")["IdentityId"] == frank
        with refused("ResourceConflictException"):
            pool.client.lookup_developer_identity(**both, DeveloperUserIdentifier="carol")
        assert self.sign_in(pool, "grace")[0] == frank
        pool.client.unlink_developer_identity(
            IdentityId=frank,
            IdentityPoolId=pool.id,
            DeveloperProviderName="login.example",
            DeveloperUserIdentifier="grace",
        )
        with refused("ResourceNotFoundException"):
            pool.client.lookup_developer_identity(IdentityPoolId=pool.id, DeveloperUserIdentifier="grace")

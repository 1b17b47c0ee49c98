"""GetCredentialsForIdentity and GetOpenIdToken: who gets what."""

import httpx
import pytest
from jose import jwt

from tests.local_cognito.identity.identities import FACEBOOK, PROVIDER, Identities, facebook_token
from tests.local_cognito.people import Person, StandIn, new_person, refused
from tests.servers import Clock

UNSUPPORTED = "Token is not from a supported provider of this identity pool."
NO_MATCH = "Logins don't match. Please include at least one valid login for this identity or identity pool."


@pytest.fixture
def id_token(alice: Person) -> str:
    return str(alice.sign_in()["IdToken"])


class TestCredentials:
    def test_a_user_gets_credentials_for_an_hour(self, pool: Identities, id_token: str, clock: Clock) -> None:
        answer = pool.credentials(pool.id_of(user=id_token), user=id_token)

        credentials = answer["Credentials"]
        assert credentials["AccessKeyId"].startswith("ASIA")
        assert len(credentials["AccessKeyId"]) == 20
        assert len(credentials["SecretKey"]) == 40
        assert credentials["SessionToken"]
        assert credentials["Expiration"].timestamp() == int(clock()) + 3600

    def test_each_call_gives_other_credentials(self, pool: Identities, id_token: str) -> None:
        identity = pool.id_of(user=id_token)

        keys = {pool.credentials(identity, user=id_token)["Credentials"]["AccessKeyId"] for _ in range(3)}

        assert len(keys) == 3

    def test_a_guest_gets_credentials_where_the_pool_allows_guests(self, pool: Identities) -> None:
        guest = pool.id_of()

        assert pool.credentials(guest)["IdentityId"] == guest
        pool.update(AllowUnauthenticatedIdentities=False)
        with refused("NotAuthorizedException", "Unauthenticated access is not supported for this identity pool."):
            pool.credentials(guest)
        with refused("NotAuthorizedException", "Unauthenticated access is not supported for this identity pool."):
            pool.id_of()

    def test_the_identity_of_a_user_is_not_open_to_guests(self, pool: Identities, id_token: str) -> None:
        identity = pool.id_of(user=id_token)

        with refused("NotAuthorizedException", f"Access to Identity '{identity}' is forbidden."):
            pool.credentials(identity)

    def test_the_identity_of_another_user_is_refused(self, pool: Identities, id_token: str, stand_in: StandIn) -> None:
        bob = Person(stand_in).sign_up().confirm().sign_in()["IdToken"]

        with refused("NotAuthorizedException", NO_MATCH):
            pool.credentials(pool.id_of(user=id_token), user=bob)

    def test_a_pool_without_a_role_gives_no_credentials(self, pool: Identities, id_token: str) -> None:
        pool.client.set_identity_pool_roles(IdentityPoolId=pool.id, Roles={})

        with refused("InvalidIdentityPoolConfigurationException", "Check assigned IAM roles"):
            pool.credentials(pool.id_of(user=id_token), user=id_token)
        with refused("InvalidIdentityPoolConfigurationException", "Check assigned IAM roles"):
            pool.credentials(pool.id_of())


class TestIdTokens:
    def test_an_access_token_is_refused(self, pool: Identities, alice: Person) -> None:
        with refused("NotAuthorizedException", "Invalid login token. Missing a required claim: aud"):
            pool.id_of(user=alice.sign_in()["AccessToken"])

    def test_an_expired_token_is_refused(self, pool: Identities, id_token: str, clock: Clock) -> None:
        clock.advance(3601)

        with refused("NotAuthorizedException", "Invalid login token. Token expired: "):
            pool.id_of(user=id_token)

    @pytest.mark.parametrize("token", ["nonsense", "a.b.c", "é.é.é", "..", "e30.e30."])
    def test_what_is_no_token_is_refused(self, pool: Identities, token: str) -> None:
        with refused("NotAuthorizedException", "Invalid login token."):
            pool.id_of(user=token)

    def test_a_forged_token_is_refused(self, pool: Identities, id_token: str) -> None:
        claims = jwt.get_unverified_claims(id_token) | {"sub": "11111111-1111-4111-8111-111111111111"}
        header, _, signature = id_token.split(".")
        forged = jwt.encode(claims, "secret").split(".")[1]

        with refused("NotAuthorizedException", "Invalid login token. Couldn't verify signed token."):
            pool.id_of(user=f"{header}.{forged}.{signature}")

    def test_a_token_of_another_user_pool_is_refused(self, pool: Identities, stand_in: StandIn) -> None:
        outsider = new_person(stand_in, UsernameAttributes=["email"], AutoVerifiedAttributes=["email"])
        token = outsider.sign_up().confirm().sign_in()["IdToken"]
        provider = f"cognito-idp.us-east-1.amazonaws.com/{outsider.pool_id}"

        with refused("NotAuthorizedException", "Invalid login token. Issuer doesn't match providerName"):
            pool.id_of(user=token)
        with refused("NotAuthorizedException", UNSUPPORTED):
            pool.client.get_id(IdentityPoolId=pool.id, Logins={provider: token})

    def test_a_token_of_another_app_client_is_refused(self, pool: Identities, id_token: str) -> None:
        pool.update(CognitoIdentityProviders=[{"ProviderName": PROVIDER, "ClientId": "another"}])

        with refused("NotAuthorizedException", UNSUPPORTED):
            pool.id_of(user=id_token)

    def test_an_unknown_provider_and_a_pool_without_providers_are_refused(self, pool: Identities) -> None:
        with refused("NotAuthorizedException", NO_MATCH):
            pool.client.get_id(IdentityPoolId=pool.id, Logins={"login.elsewhere.example": "token"})
        with refused("NotAuthorizedException", UNSUPPORTED):
            pool.client.get_id(IdentityPoolId=pool.id, Logins={"www.amazon.com": "token"})
        bare = pool.client.create_identity_pool(IdentityPoolName="bare", AllowUnauthenticatedIdentities=True)
        with refused("NotAuthorizedException", NO_MATCH):
            pool.client.get_id(IdentityPoolId=bare["IdentityPoolId"], Logins={FACEBOOK: "token"})

    def test_a_provider_that_cannot_be_asked_here_is_reported_as_such(self, pool: Identities) -> None:
        pool.update(SupportedLoginProviders={"accounts.google.com": "app.example"})

        with refused("ExternalServiceException", "accounts.google.com"):
            pool.client.get_id(IdentityPoolId=pool.id, Logins={"accounts.google.com": "token"})

    def test_a_revoked_token_is_refused_only_with_the_check_at_the_server(
        self, pool: Identities, alice: Person
    ) -> None:
        tokens = alice.sign_in()
        alice.client.global_sign_out(AccessToken=tokens["AccessToken"])
        identity = pool.id_of(user=tokens["IdToken"])

        pool.update(
            CognitoIdentityProviders=[
                {"ProviderName": PROVIDER, "ClientId": alice.client_id, "ServerSideTokenCheck": True}
            ]
        )

        with refused("NotAuthorizedException", "Invalid login token."):
            pool.credentials(identity, user=tokens["IdToken"])
        again = alice.sign_in()["IdToken"]
        assert pool.credentials(identity, user=again)["IdentityId"] == identity
        alice.client.admin_disable_user(UserPoolId=alice.pool_id, Username=alice.email)
        with refused("NotAuthorizedException", "Invalid login token."):
            pool.credentials(identity, user=again)


class TestFacebook:
    def test_an_access_token_of_the_pools_app_is_a_login(self, pool: Identities, stand_in: StandIn) -> None:
        token = facebook_token(stand_in)
        identity = pool.id_of(facebook=token)

        assert pool.credentials(identity, facebook=token)["IdentityId"] == identity
        assert pool.logins(identity) == [FACEBOOK]

    def test_the_same_person_has_the_same_identity_with_another_token(
        self, pool: Identities, stand_in: StandIn, clock: Clock
    ) -> None:
        first = pool.id_of(facebook=facebook_token(stand_in, user_id="42"))
        clock.advance(60)

        assert pool.id_of(facebook=facebook_token(stand_in, user_id="42")) == first
        assert pool.id_of(facebook=facebook_token(stand_in, user_id="43")) != first

    def test_tokens_of_another_app_expired_ones_and_nonsense_are_refused(
        self, pool: Identities, stand_in: StandIn, clock: Clock
    ) -> None:
        expired = facebook_token(stand_in)
        clock.advance(7201)

        for token in (expired, facebook_token(stand_in, app_id="1"), "EAAx", "é", facebook_token(stand_in)[:-4]):
            with refused("NotAuthorizedException", "Invalid login token."):
                pool.id_of(facebook=token)

    @pytest.mark.parametrize(("app", "user"), [("app", ""), ("1", "x"), ("1:2", "3")])
    def test_ids_at_the_local_facebook_are_numbers(self, stand_in: StandIn, app: str, user: str) -> None:
        url = f"{stand_in.url}/graph.facebook.com/{app}/accounts/test-users"

        assert httpx.post(url, params={"id": user}).status_code == 400


class TestOpenIdTokens:
    def test_the_token_names_the_identity_and_its_login(
        self, pool: Identities, id_token: str, clock: Clock, stand_in: StandIn
    ) -> None:
        identity = pool.id_of(user=id_token)
        answer = pool.client.get_open_id_token(IdentityId=identity, Logins={PROVIDER: id_token})

        key = httpx.get(f"{stand_in.url}/cognito-identity.amazonaws.com/.well-known/jwks.json").json()["keys"][0]
        claims = jwt.decode(
            answer["Token"], key, audience=pool.id, issuer="https://cognito-identity.amazonaws.com", algorithms="RS256",
            options={"verify_exp": False},
        )  # fmt: skip
        sub = jwt.get_unverified_claims(id_token)["sub"]
        assert claims["sub"] == answer["IdentityId"] == identity
        assert claims["amr"] == ["authenticated", PROVIDER, f"{PROVIDER}:CognitoSignIn:{sub}"]
        assert claims["exp"] == int(clock()) + 600

    def test_a_guests_token_says_so(self, pool: Identities) -> None:
        token = pool.client.get_open_id_token(IdentityId=pool.id_of())["Token"]

        assert jwt.get_unverified_claims(token)["amr"] == ["unauthenticated"]

    def test_an_openid_token_is_refused_unless_the_pool_allows_the_classic_flow(self, pool: Identities) -> None:
        pool.update(AllowClassicFlow=False)

        with refused("InvalidParameterException", "Basic (classic) flow is not enabled"):
            pool.client.get_open_id_token(IdentityId=pool.id_of())

    def test_principal_tags_come_from_the_claims(self, pool: Identities, alice: Person, id_token: str) -> None:
        named = {"IdentityPoolId": pool.id, "IdentityProviderName": PROVIDER}
        assert pool.client.get_principal_tag_attribute_map(**named)["PrincipalTags"] == {}
        pool.client.set_principal_tag_attribute_map(**named, PrincipalTags={"mail": "email", "none": "no_such_claim"})

        token = pool.client.get_open_id_token(IdentityId=pool.id_of(user=id_token), Logins={PROVIDER: id_token})

        claims = jwt.get_unverified_claims(token["Token"])
        assert claims["https://aws.amazon.com/tags"] == {"principal_tags": {"mail": [alice.email]}}
        defaults = pool.client.set_principal_tag_attribute_map(**named, UseDefaults=True)
        assert defaults["PrincipalTags"] == {"username": "sub", "client": "aud"}

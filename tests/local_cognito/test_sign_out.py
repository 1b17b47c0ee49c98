import pytest
from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, refused
from tests.servers import Clock

DAY = 86400


def refresh(person: Person, token: str) -> dict[str, str]:
    answer = person.client.get_tokens_from_refresh_token(ClientId=CLIENT_ID, RefreshToken=token)
    return dict(answer["AuthenticationResult"])  # type: ignore[arg-type]


class TestRefresh:
    def test_rotates_and_keeps_the_session(self, alice: Person, clock: Clock) -> None:
        first = alice.sign_in()
        clock.advance(3000)

        second = refresh(alice, first["RefreshToken"])

        old, new = (jwt.get_unverified_claims(tokens["AccessToken"]) for tokens in (first, second))
        assert second["RefreshToken"] != first["RefreshToken"]
        assert (old["origin_jti"], old["auth_time"]) == (new["origin_jti"], new["auth_time"])
        assert (old["jti"], new["exp"] - old["exp"]) != (new["jti"], 0)
        alice.client.get_user(AccessToken=second["AccessToken"])

    def test_takes_the_old_token_again_within_the_grace(self, alice: Person, clock: Clock) -> None:
        token = alice.sign_in()["RefreshToken"]
        refresh(alice, token)

        clock.advance(10)

        assert refresh(alice, token)["AccessToken"]

    def test_refuses_the_old_token_after_the_grace(self, alice: Person, clock: Clock) -> None:
        token = alice.sign_in()["RefreshToken"]
        newer = refresh(alice, token)["RefreshToken"]
        clock.advance(5)
        refresh(alice, token)

        clock.advance(6)

        with refused("RefreshTokenReuseException"):
            refresh(alice, token)
        refresh(alice, newer)

    def test_ends_with_the_first_tokens_thirty_days(self, alice: Person, clock: Clock) -> None:
        token = alice.sign_in()["RefreshToken"]
        clock.advance(29 * DAY)
        token = refresh(alice, token)["RefreshToken"]

        clock.advance(DAY)

        with refused("NotAuthorizedException", "Refresh Token has expired"):
            refresh(alice, token)

    def test_refuses_what_is_no_refresh_token(self, alice: Person) -> None:
        with refused("NotAuthorizedException", "Invalid Refresh Token"):
            refresh(alice, "nonsense")

    def test_follows_a_change_of_groups(self, alice: Person) -> None:
        token = alice.sign_in()["RefreshToken"]

        alice.client.admin_add_user_to_group(UserPoolId=POOL_ID, Username=alice.email, GroupName="admins")

        claims = jwt.get_unverified_claims(refresh(alice, token)["AccessToken"])
        assert claims["cognito:groups"] == ["admins"]

    @pytest.mark.parametrize("ended", ["admin_disable_user", "admin_delete_user", "admin_user_global_sign_out"])
    def test_ends_when_an_administrator_ends_it(self, alice: Person, ended: str) -> None:
        token = alice.sign_in()["RefreshToken"]

        getattr(alice.client, ended)(UserPoolId=POOL_ID, Username=alice.email)

        with refused("NotAuthorizedException"):
            refresh(alice, token)


class TestRevokeToken:
    def test_voids_the_refresh_token_and_the_access_tokens_of_its_session(self, alice: Person) -> None:
        here, there = alice.sign_in(), alice.sign_in()
        newer = refresh(alice, here["RefreshToken"])

        alice.client.revoke_token(ClientId=CLIENT_ID, Token=newer["RefreshToken"])

        for access_token in (here["AccessToken"], newer["AccessToken"]):
            with refused("NotAuthorizedException", "Access Token has been revoked"):
                alice.client.get_user(AccessToken=access_token)
        with refused("NotAuthorizedException", "revoked"):
            refresh(alice, newer["RefreshToken"])
        alice.client.get_user(AccessToken=there["AccessToken"])

    def test_may_be_asked_twice_and_for_unknown_tokens(self, alice: Person) -> None:
        token = alice.sign_in()["RefreshToken"]

        for given in (token, token, "nonsense"):
            alice.client.revoke_token(ClientId=CLIENT_ID, Token=given)

    def test_is_for_refresh_tokens_only(self, alice: Person) -> None:
        with refused("UnsupportedTokenTypeException"):
            alice.client.revoke_token(ClientId=CLIENT_ID, Token=alice.sign_in()["AccessToken"])

    def test_is_for_the_clients_own_tokens_only(self, alice: Person, client: CognitoIdentityProviderClient) -> None:
        other = client.create_user_pool_client(UserPoolId=POOL_ID, ClientName="other")["UserPoolClient"]["ClientId"]

        with refused("UnauthorizedException"):
            client.revoke_token(ClientId=other, Token=alice.sign_in()["RefreshToken"])
        with refused("NotAuthorizedException", "Invalid Refresh Token"):
            client.get_tokens_from_refresh_token(ClientId=other, RefreshToken=alice.sign_in()["RefreshToken"])


class TestGlobalSignOut:
    def test_voids_every_token_of_the_user_and_nobody_elses(self, alice: Person) -> None:
        bob = Person(alice.stand_in).sign_up().confirm()
        here, there, bobs = alice.sign_in(), alice.sign_in(), bob.sign_in()

        alice.client.global_sign_out(AccessToken=here["AccessToken"])

        for tokens in (here, there):
            with refused("NotAuthorizedException", "Access Token has been revoked"):
                alice.client.get_user(AccessToken=tokens["AccessToken"])
            with refused("NotAuthorizedException", "Refresh Token has been revoked"):
                refresh(alice, tokens["RefreshToken"])
        bob.client.get_user(AccessToken=bobs["AccessToken"])
        alice.sign_in()

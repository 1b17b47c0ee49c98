import pytest
from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, refused
from tests.servers import Clock

DAY = 86400


def refresh(person: Person, token: str) -> dict[str, str]:
    answer = person.client.get_tokens_from_refresh_token(ClientId=CLIENT_ID, RefreshToken=token)
    return dict(answer["AuthenticationResult"])


class TestRefresh:
    def test_a_refresh_rotates_the_token_and_keeps_the_session(self, alice: Person, clock: Clock) -> None:
        first = alice.sign_in()
        clock.advance(3000)

        second = refresh(alice, first["RefreshToken"])

        old, new = (jwt.get_unverified_claims(tokens["AccessToken"]) for tokens in (first, second))
        assert second["RefreshToken"] != first["RefreshToken"]
        assert (old["origin_jti"], old["auth_time"]) == (new["origin_jti"], new["auth_time"])
        assert (old["jti"], new["exp"] - old["exp"]) != (new["jti"], 0)
        alice.client.get_user(AccessToken=second["AccessToken"])

    def test_a_rotated_token_is_valid_within_its_grace_period(self, alice: Person, clock: Clock) -> None:
        token = alice.sign_in()["RefreshToken"]
        refresh(alice, token)

        clock.advance(10)

        assert refresh(alice, token)["AccessToken"]

    def test_a_rotated_token_is_refused_after_its_grace_period(self, alice: Person, clock: Clock) -> None:
        token = alice.sign_in()["RefreshToken"]
        newer = refresh(alice, token)["RefreshToken"]
        clock.advance(5)
        refresh(alice, token)

        clock.advance(6)

        with refused("RefreshTokenReuseException"):
            refresh(alice, token)
        refresh(alice, newer)

    def test_rotation_does_not_extend_the_refresh_validity(self, alice: Person, clock: Clock) -> None:
        token = alice.sign_in()["RefreshToken"]
        clock.advance(29 * DAY)
        token = refresh(alice, token)["RefreshToken"]

        clock.advance(DAY)

        with refused("NotAuthorizedException", "Refresh Token has expired"):
            refresh(alice, token)

    def test_a_string_that_is_no_refresh_token_is_refused(self, alice: Person) -> None:
        with refused("NotAuthorizedException", "Invalid Refresh Token"):
            refresh(alice, "nonsense")

    def test_refreshed_tokens_have_the_current_groups(self, alice: Person) -> None:
        token = alice.sign_in()["RefreshToken"]

        alice.client.admin_add_user_to_group(UserPoolId=POOL_ID, Username=alice.email, GroupName="admins")

        claims = jwt.get_unverified_claims(refresh(alice, token)["AccessToken"])
        assert claims["cognito:groups"] == ["admins"]

    @pytest.mark.parametrize("ended", ["admin_disable_user", "admin_delete_user", "admin_user_global_sign_out"])
    def test_an_administrator_can_end_a_session(self, alice: Person, ended: str) -> None:
        token = alice.sign_in()["RefreshToken"]

        getattr(alice.client, ended)(UserPoolId=POOL_ID, Username=alice.email)

        with refused("NotAuthorizedException"):
            refresh(alice, token)


class TestRevokeToken:
    def test_revocation_ends_the_session_and_its_access_tokens(self, alice: Person) -> None:
        here, there = alice.sign_in(), alice.sign_in()
        newer = refresh(alice, here["RefreshToken"])

        alice.client.revoke_token(ClientId=CLIENT_ID, Token=newer["RefreshToken"])

        for access_token in (here["AccessToken"], newer["AccessToken"]):
            with refused("NotAuthorizedException", "Access Token has been revoked"):
                alice.client.get_user(AccessToken=access_token)
        with refused("NotAuthorizedException", "revoked"):
            refresh(alice, newer["RefreshToken"])
        alice.client.get_user(AccessToken=there["AccessToken"])

    def test_revoking_twice_or_an_unknown_token_is_no_error(self, alice: Person) -> None:
        token = alice.sign_in()["RefreshToken"]

        for given in (token, token, "nonsense"):
            alice.client.revoke_token(ClientId=CLIENT_ID, Token=given)

    def test_only_refresh_tokens_can_be_revoked(self, alice: Person) -> None:
        with refused("UnsupportedTokenTypeException"):
            alice.client.revoke_token(ClientId=CLIENT_ID, Token=alice.sign_in()["AccessToken"])

    def test_a_client_revokes_only_its_own_tokens(self, alice: Person, client: CognitoIdentityProviderClient) -> None:
        other = client.create_user_pool_client(UserPoolId=POOL_ID, ClientName="other")["UserPoolClient"]["ClientId"]

        with refused("UnauthorizedException"):
            client.revoke_token(ClientId=other, Token=alice.sign_in()["RefreshToken"])
        with refused("NotAuthorizedException", "Invalid Refresh Token"):
            client.get_tokens_from_refresh_token(ClientId=other, RefreshToken=alice.sign_in()["RefreshToken"])


class TestGlobalSignOut:
    def test_a_global_sign_out_ends_all_sessions_of_one_user(self, alice: Person) -> None:
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

"""Trust this browser with other pools, app clients and settings."""

from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.browser_trust import ALWAYS, OPT_IN, devices_pool, listed, needs_app, refresh, sign_in
from tests.apps import Outbox, Person, running, settings_for
from tests.factors import turn_on_totp
from tests.servers import Clock


class TestPoolThatRemembersEveryDevice:
    def test_a_browser_is_trusted_only_if_the_user_asks_for_it(
        self, cognito_url: str, pool_admin: CognitoIdentityProviderClient, clock: Clock, outbox: Outbox
    ) -> None:
        with running(settings_for(cognito_url, **devices_pool(pool_admin, ALWAYS)), clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            app = turn_on_totp(person, pool_admin, clock)

            sign_in(person, app)
            assert listed(person) == []
            assert needs_app(person)
            sign_in(person, app, trust_browser=True)
            assert len(listed(person)) == 1
            assert not needs_app(person)
            assert refresh(person).status_code == 200


class TestConfidentialClient:
    def test_the_client_secret_is_proven_in_every_call(
        self, cognito_url: str, pool_admin: CognitoIdentityProviderClient, clock: Clock, outbox: Outbox
    ) -> None:
        pool_id = devices_pool(pool_admin, OPT_IN)["cognito_user_pool_id"]
        app_client = pool_admin.create_user_pool_client(
            UserPoolId=pool_id,
            ClientName="confidential",
            GenerateSecret=True,
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        )["UserPoolClient"]
        pool = {
            "cognito_user_pool_id": pool_id,
            "cognito_client_id": app_client["ClientId"],
            "cognito_client_secret": app_client["ClientSecret"],
        }
        with running(settings_for(cognito_url, **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            app = turn_on_totp(person, pool_admin, clock)
            sign_in(person, app, trust_browser=True)

            assert not needs_app(person)
            assert refresh(person).status_code == 200


class TestSettings:
    def test_trust_can_be_turned_off(
        self, cognito_url: str, pool_admin: CognitoIdentityProviderClient, clock: Clock, outbox: Outbox
    ) -> None:
        settings = settings_for(cognito_url, trusted_browser_days=0, **devices_pool(pool_admin, ALWAYS))
        with running(settings, clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            app = turn_on_totp(person, pool_admin, clock)
            sign_in(person, app, trust_browser=True)

            assert client.get("/api/auth/config").json()["trusted_browser_days"] == 0
            assert needs_app(person)

    def test_the_request_is_ignored_where_the_pool_does_not_track_devices(
        self, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        app = turn_on_totp(alice_signed_in, pool_admin, clock)

        sign_in(alice_signed_in, app, trust_browser=True)

        assert needs_app(alice_signed_in)

    def test_the_cookie_is_for_https_only_where_cookies_are(
        self, cognito_url: str, pool_admin: CognitoIdentityProviderClient, clock: Clock, outbox: Outbox
    ) -> None:
        settings = settings_for(cognito_url, cookie_secure="on", **devices_pool(pool_admin, OPT_IN))
        with running(settings, clock, base_url="https://testserver") as client:
            person = Person(client, outbox).sign_up().confirm()
            person.access_token = person.try_to_sign_in().json()["access_token"]
            app = turn_on_totp(person, pool_admin, clock)

            cookies = sign_in(person, app, trust_browser=True).headers.get_list("set-cookie")

            (cookie,) = [text for text in cookies if "vestibule_browser_" in text]
            assert cookie.startswith("__Host-vestibule_browser_")
            assert "; Path=/;" in cookie
            assert "Secure" in cookie
            assert not needs_app(person)

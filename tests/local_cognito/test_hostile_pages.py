"""Web pages that a developer visits, and that try to reach the local Cognito on the same machine."""

import json
from pathlib import Path

import httpx
import pytest

from tests.cognito import create_cognito
from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, StandIn
from tests.local_cognito.test_wire import SIGNED, post
from tests.servers import TLS, serve

JSON = {"Accept": "application/json"}
PAGES = ["/outbox", "/login", "/signup", "/forgotPassword", "/logout", "/error", "/fake-provider/Google"]
PAGES += ["/oauth2/authorize", "/oauth2/idpresponse"]
FORMS = ["/login", "/mfa", "/signup", "/confirmUser", "/forgotPassword", "/confirmForgotPassword"]
FORMS += ["/fake-provider/Google", "/graph.facebook.com/1/accounts/test-users"]
KNOWN = ["localhost", "localhost:9229", "LocalHost:1", "localhost.:9229", "app.localhost", "cognito:9229"]
KNOWN += ["127.0.0.1:9229", "[::1]:9229", "192.168.1.7:9229"]
LOOKALIKES = ["localhost.evil.example", "evil-localhost", "127.0.0.1.evil.example", "cognito.evil.example", "127.1"]
LOOKALIKES += ["127.0.0.1@evil.example", "evil.example#localhost", "evil.example?localhost", "evil.example/localhost"]
LOOKALIKES += [
    "evil.example\\localhost",
    "[::1].evil.example",
    "[::1",
    "0x7f.1",
    "localhost:80:80",
    "localhost,evil",
    "",
]


def get(url: str, host: str, path: str = "/outbox") -> httpx.Response:
    return httpx.get(url + path, headers={"Host": host} | JSON, verify=TLS)


class TestDnsRebinding:
    """A page of evil.example whose name has come to mean 127.0.0.1 is of the same origin as what it reads."""

    def test_pages_are_refused_under_an_unknown_host(self, stand_in: StandIn) -> None:
        for path in PAGES:
            response = get(stand_in.url, "evil.example:9229", path)

            assert response.status_code == 403, path
            assert "LOCAL_COGNITO_ALLOWED_HOSTS" in response.text
            assert "evil.example" not in response.text

    def test_forms_are_refused_under_an_unknown_host(self, stand_in: StandIn) -> None:
        for path in FORMS:
            response = httpx.post(stand_in.url + path, headers={"Host": "evil.example"}, data={"a": "b"}, verify=TLS)

            assert response.status_code == 403, path

    def test_a_host_that_only_looks_like_a_known_one_is_refused(self, stand_in: StandIn) -> None:
        accepted = [host for host in LOOKALIKES if get(stand_in.url, host).status_code not in (400, 403)]

        assert accepted == []

    def test_names_of_this_machine_addresses_and_the_compose_service_are_known(self, stand_in: StandIn) -> None:
        refused = [host for host in KNOWN if get(stand_in.url, host).status_code != 200]

        assert refused == []

    def test_settings_add_hosts(self, tmp_path: Path) -> None:
        app = create_cognito(
            tmp_path / "pool.sqlite3",
            domain_url="https://login.dev.test:444",
            issuer_url="http://issuer.dev.test",
            allowed_hosts=["Other.dev.test"],
        )

        with serve(app) as url:
            known = [get(url, host) for host in ("login.dev.test:444", "issuer.dev.test", "other.dev.test:9229")]
            unknown = get(url, "dev.test")

        assert [response.status_code for response in known] == [200, 200, 200]
        assert unknown.status_code == 403

    def test_servers_reach_the_apis_under_any_host(self, stand_in: StandIn) -> None:
        host = {"Host": "cognito-in-ci.internal"}

        keys = httpx.get(f"{stand_in.url}/{POOL_ID}/.well-known/jwks.json", headers=host, verify=TLS)
        health = httpx.get(f"{stand_in.url}/health", headers=host, verify=TLS)

        assert (keys.status_code, health.status_code) == (200, 200)
        assert post(stand_in, "ListUsers", json.dumps({"UserPoolId": POOL_ID}), SIGNED | host).status_code == 200


class TestOtherOrigins:
    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:5173"])
    def test_no_other_origin_may_read_the_outbox(self, stand_in: StandIn, origin: str) -> None:
        response = httpx.get(f"{stand_in.url}/outbox", headers={"Origin": origin} | JSON, verify=TLS)
        preflight = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        options = httpx.options(f"{stand_in.url}/outbox", headers=preflight, verify=TLS)

        assert "access-control-allow-origin" not in {*response.headers, *options.headers}
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        assert response.headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "http://evil.example:9229",
            "null",
            "http://localhost.evil.example",
            "http://[::1",
            "",
        ],
    )
    def test_a_website_cannot_administer_the_pool(self, stand_in: StandIn, alice: Person, origin: str) -> None:
        """Nothing checks the signature, so a page could sign what it likes."""
        request = {"UserPoolId": POOL_ID, "Username": alice.email}

        response = post(stand_in, "AdminDeleteUser", json.dumps(request), SIGNED | {"Origin": origin})

        assert response.json()["__type"] == "NotAuthorizedException"
        assert "LOCAL_COGNITO_APP_URLS" in response.json()["message"]
        assert alice.client.admin_get_user(UserPoolId=POOL_ID, Username=alice.email)

    @pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:8080", "https://app.localhost"])
    def test_pages_of_this_machine_may_administer_the_pool(self, stand_in: StandIn, origin: str) -> None:
        response = post(stand_in, "ListUsers", json.dumps({"UserPoolId": POOL_ID}), SIGNED | {"Origin": origin})

        assert response.status_code == 200

    def test_the_app_may_administer_the_pool(self, tmp_path: Path) -> None:
        app = create_cognito(tmp_path / "pool.sqlite3", app_urls=["https://app.dev.test/"])
        target = {"X-Amz-Target": "AWSCognitoIdentityProviderService.ListUsers", "Origin": "https://app.dev.test"}

        with serve(app) as url:
            response = httpx.post(url, json={"UserPoolId": POOL_ID}, headers=SIGNED | target, verify=TLS)

        assert response.status_code == 200

    def test_every_website_may_use_the_operations_of_users(self, stand_in: StandIn) -> None:
        request = {"ClientId": CLIENT_ID, "Username": "nobody@example.com"}

        response = post(stand_in, "ForgotPassword", json.dumps(request), {"Origin": "https://spa.example"})

        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == "*"

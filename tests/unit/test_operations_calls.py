"""Endpoints for operators and clients: health, metadata, the brand's manifest, and what `/auth/config` tells."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Response

from tests.apps import settings_for
from tests.unit.endpoint_call import EndpointCall
from tests.unit.tokens.forge import NOW
from vestibule.api.routes.auth.config import auth_config, new_user_attributes, requested_attributes
from vestibule.api.routes.ops.brand import brand, manifest
from vestibule.api.routes.ops.health import live, ready
from vestibule.api.routes.ops.metrics import current_gauges
from vestibule.api.routes.ops.well_known import authorization_server, protected_resource
from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription
from vestibule.errors import NotFound

COGNITO = "http://127.0.0.1:9"
POLICY = PasswordPolicy(
    minimum_length=8, require_lowercase=True, require_uppercase=True, require_numbers=True, require_symbols=True
)


def services_with(**settings: Any) -> Any:
    return SimpleNamespace(settings=settings_for(COGNITO, **settings))


class TestHealth:
    def ask(
        self, *, keys: bool = True, loaded: bool = True, connected: bool = True, report: Any = None, deep: bool = False
    ) -> Any:
        async def current(*, max_wait: float) -> Any:
            assert max_wait == 6
            return report

        services: Any = SimpleNamespace(
            verifiers=SimpleNamespace(own_jwks=SimpleNamespace(ready=keys)),
            store=SimpleNamespace(revocation_list=SimpleNamespace(ready=loaded, connected=connected)),
            pool_health=SimpleNamespace(current=current),
        )
        response = Response()
        answer = asyncio.run(ready(services, response, deep=deep))
        return response.status_code, answer.model_dump()

    @pytest.mark.parametrize(
        ("state", "status", "code"),
        [
            ({}, "ok", 200),
            ({"connected": False}, "ok", 200),
            ({"keys": False}, "unavailable", 503),
            ({"loaded": False}, "unavailable", 503),
        ],
    )
    def test_traffic_needs_keys_and_the_revocation_list(self, state: dict[str, bool], status: str, code: int) -> None:
        found = {"status": status, "keys": state.get("keys", True), "store": state.get("connected", True)}

        assert self.ask(**state) == (code, found)
        assert asyncio.run(live()).status == "ok"

    @pytest.mark.parametrize(
        ("outcomes", "reachable", "status"),
        [
            ({"a": "ok", "b": "warning"}, True, "ok"),
            ({"a": "unknown"}, True, "ok"),
            ({"a": "error"}, True, "unavailable"),
            ({}, False, "unavailable"),
        ],
    )
    def test_deep_probe_also_needs_a_pool_that_works(
        self, outcomes: dict[str, str], reachable: bool, status: str
    ) -> None:
        report = SimpleNamespace(outcomes=lambda: outcomes, is_reachable=reachable)

        code, answer = self.ask(report=report, deep=True)
        _, without_keys = self.ask(report=report, keys=False, deep=True)

        assert (answer["status"], answer["pool"], code) == (status, outcomes, 200 if status == "ok" else 503)
        assert (answer["keys"], answer["store"], without_keys["status"]) == (True, True, "unavailable")

    def test_pool_that_was_not_checked_in_time_is_unavailable(self) -> None:
        code, answer = self.ask(deep=True)

        assert (code, answer["status"], answer["pool"]) == (503, "unavailable", {})


class TestMetadata:
    ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Vestibule"

    @pytest.mark.parametrize(
        ("settings", "paths", "issuer"),
        [
            ({"resource_url": "https://api.example"}, ("", "/"), ISSUER),
            ({"resource_url": "https://api.example/v1"}, ("", "v1", "v1/"), ISSUER),
            (
                {"resource_url": "https://api.example/v1", "cognito_domain": "auth.example"},
                ("",),
                "https://api.example",
            ),
        ],
    )
    def test_resource_names_who_issues_its_tokens(
        self, settings: dict[str, str], paths: tuple[str, ...], issuer: str
    ) -> None:
        for path in paths:
            found = asyncio.run(protected_resource(services_with(**settings, additional_pools="eu-west-1_B:c"), path))

            assert found.resource == settings["resource_url"]
            assert found.authorization_servers == [issuer, "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_B"]

    @pytest.mark.parametrize(
        ("settings", "path"),
        [({}, ""), ({"resource_url": "https://api.example/v1"}, "v2"), ({"resource_url": "https://a"}, "b")],
    )
    def test_other_resources_are_not_found(self, settings: dict[str, str], path: str) -> None:
        with pytest.raises(NotFound):
            asyncio.run(protected_resource(services_with(**settings), path))

    def test_authorization_server_is_the_domain(self) -> None:
        services = services_with(resource_url="https://api.example/v1", cognito_domain="auth.example")

        found = asyncio.run(authorization_server(services)).model_dump()

        domain = "https://auth.example"
        assert found == {
            "issuer": "https://api.example",
            "authorization_endpoint": f"{domain}/oauth2/authorize",
            "token_endpoint": f"{domain}/oauth2/token",
            "revocation_endpoint": f"{domain}/oauth2/revoke",
            "userinfo_endpoint": f"{domain}/oauth2/userInfo",
            "jwks_uri": f"{COGNITO}/us-east-1_Vestibule/.well-known/jwks.json",
            "scopes_supported": ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "code_challenge_methods_supported": ["S256"],
        }

    @pytest.mark.parametrize("missing", ["resource_url", "cognito_domain"])
    def test_authorization_server_needs_a_resource_and_a_domain(self, missing: str) -> None:
        settings = {"resource_url": "https://api.example", "cognito_domain": "auth.example"}

        with pytest.raises(NotFound):
            asyncio.run(authorization_server(services_with(**settings | {missing: None})))


class TestBrand:
    def test_manifest_has_the_apps_own_icons_unless_there_is_a_logo(self) -> None:
        own = manifest(services_with(brand_name="Acme"))
        icons = [(icon.src, icon.sizes, icon.purpose) for icon in own.icons]
        logo = manifest(services_with(brand_logo_url="/logo.svg", brand_accent="#abc"))

        assert icons == [
            ("/icon-192.png", "192x192", "any"),
            ("/icon-512.png", "512x512", "any"),
            ("/icon-512.png", "512x512", "maskable"),
        ]
        assert (own.name, own.short_name, own.start_url, own.scope, own.display) == (
            "Acme",
            "Acme",
            "/",
            "/",
            "standalone",
        )
        assert own.background_color == own.theme_color == "#faf8f5"
        assert [(icon.src, icon.sizes, icon.purpose) for icon in logo.icons] == [("/logo.svg", "any", "any")]
        shown = brand(services_with(brand_logo_url="/logo.svg", brand_accent="#abc"))
        assert (shown.name, shown.logo_url, shown.accent) == ("Vestibule", "/logo.svg", "#abc")


def attribute(name: str, *, required: bool = False, editable: bool = True) -> PoolAttribute:
    return PoolAttribute(name=name, type="string", required=required, editable=editable)


def description(**changes: Any) -> PoolDescription:
    names = [attribute("sub", required=True), attribute("name"), attribute("email", required=True)]
    usual = {"password_policy": POLICY, "attributes": names, "mfa": "off", "self_sign_up": True}
    return PoolDescription(**usual | {"refresh_token_seconds": 3600} | changes)


class TestConfig:
    def config(self, pool: PoolDescription, *, domain: bool = True, identity_pool: bool = True, **settings: Any) -> Any:
        members = {} if domain else {"hosted_ui": None}
        call = EndpointCall(
            {"hosted_ui.logout_url": lambda url: f"out to {url}"},
            now=NOW,
            members=members if identity_pool else {**members, "identity_pool": None},
            settings={"app_url": "https://app.example", **settings},
        )
        return auth_config(pool, call.services, call.request)

    def test_config_has_the_pools_rules_and_ours(self) -> None:
        providers = ["COGNITO", "Google", "Facebook"]
        found = self.config(description(identity_providers=providers, device_tracking=True), resend_wait_seconds=7)

        assert (found.social_providers, found.hosted_sign_in) == (["Google", "Facebook"], True)
        assert (found.logout_url, found.aws_credentials) == ("out to https://app.example/auth/signout", True)
        assert (found.resend_wait_seconds, found.trusted_browser_days) == (7, 30)
        assert (found.password_policy, found.mfa, found.self_sign_up) == (POLICY, "off", True)
        assert [each.name for each in found.attributes] == ["email", "name"]

    def test_what_is_not_there_is_not_offered(self) -> None:
        found = self.config(description(identity_providers=["COGNITO", "Google"]), domain=False, identity_pool=False)

        assert (found.social_providers, found.hosted_sign_in, found.logout_url) == ([], False, None)
        assert (found.aws_credentials, found.trusted_browser_days) == (False, 0)
        assert not self.config(description(identity_providers=["Google"])).hosted_sign_in
        assert self.config(description(), app_url=None, cors_origins="").logout_url is None

    def test_required_attributes_come_first_and_only_some_can_be_edited(self) -> None:
        names = [attribute("locale"), attribute("birthdate", required=True), attribute("name", editable=False)]
        pool = description(attributes=[attribute("sub", required=True), *names, attribute("email", required=True)])

        found = requested_attributes(pool, ("name", "locale", "email", "unknown"))

        assert [(each.name, each.editable) for each in found] == [
            ("birthdate", False),
            ("email", True),
            ("name", False),
            ("locale", True),
        ]
        services = services_with(editable_attributes="name,locale,email")
        assert asyncio.run(new_user_attributes(pool, services)) == {"birthdate", "name", "locale"}


def test_gauges_are_kept_up_to_date_without_a_request() -> None:
    updates = 0

    def update() -> None:
        nonlocal updates
        updates += 1

    async def run() -> None:
        services: Any = SimpleNamespace(update_gauges=update)
        async with current_gauges(services):
            await asyncio.sleep(0)

    asyncio.run(run())
    assert updates == 1

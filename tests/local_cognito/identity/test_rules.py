"""What the settings of an identity pool mean, and which role an identity gets, combination by combination."""

from typing import Any

import pytest

from local_cognito.errors import InvalidParameterException, NotAuthorizedException
from local_cognito.identity.errors import InvalidIdentityPoolConfigurationException
from local_cognito.identity.model import pools, roles
from local_cognito.identity.model.identities import Login
from local_cognito.identity.model.logins import VerifiedLogin
from local_cognito.identity.model.pools import IdentityPool, PrincipalTags

PROVIDER = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Test"
USER, GUEST, ADMIN, EDITOR = (f"arn:aws:iam::123456789012:role/{name}" for name in ("user", "guest", "admin", "editor"))
BY_TOKEN = {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"}
DENY = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
AMBIGUOUS = "The ambiguous role mapping rules for this identity pool denied this request."


def pool(mapping: dict[str, Any] | None = None, given: dict[str, str] | None = None, **settings: Any) -> IdentityPool:
    mappings: Any = {f"{PROVIDER}:app": mapping} if mapping else {}
    names = {"authenticated": USER, "unauthenticated": GUEST} if given is None else given
    base = {"IdentityPoolName": "test", "AllowUnauthenticatedIdentities": False}
    return IdentityPool("us-east-1:0", {**base, **settings}, names, mappings, {}, 0)


def login(**claims: object) -> list[VerifiedLogin]:
    given = {name.replace("__", ":"): value for name, value in claims.items()}
    return [VerifiedLogin(Login(PROVIDER, "sub"), {"aud": "app", **given})]


def rules(*given: tuple[str, str, str], otherwise: str = "Deny") -> dict[str, Any]:
    found = [
        {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": f"{EDITOR}{number}"}
        for number, (claim, match, value) in enumerate(given)
    ]
    return {"Type": "Rules", "AmbiguousRoleResolution": otherwise, "RulesConfiguration": {"Rules": found}}


class TestRoles:
    def test_without_a_mapping_there_is_a_role_for_users_and_one_for_guests(self) -> None:
        assert (roles.of_user(pool(), login(), None), roles.of_guest(pool())) == (USER, GUEST)
        for of in (lambda: roles.of_user(pool(given={}), login(), None), lambda: roles.of_guest(pool(given={}))):
            with pytest.raises(InvalidIdentityPoolConfigurationException):
                of()

    @pytest.mark.parametrize(
        ("mapping", "claims", "custom", "role"),
        [
            (BY_TOKEN, {}, None, USER),
            (BY_TOKEN, {"cognito__roles": [ADMIN]}, None, ADMIN),
            (BY_TOKEN, {"cognito__roles": [ADMIN, EDITOR]}, None, USER),
            (BY_TOKEN, {"cognito__roles": [ADMIN, EDITOR], "cognito__preferred_role": EDITOR}, None, EDITOR),
            (BY_TOKEN, {"cognito__roles": [ADMIN, EDITOR], "cognito__preferred_role": EDITOR}, ADMIN, ADMIN),
            (DENY, {"cognito__roles": [ADMIN]}, None, ADMIN),
            (rules(("email", "Equals", "a@b"), otherwise="AuthenticatedRole"), {"email": "c@d"}, None, USER),
        ],
    )
    def test_the_token_or_the_mapping_names_the_role(
        self, mapping: dict[str, Any], claims: dict[str, Any], custom: str | None, role: str
    ) -> None:
        assert roles.of_user(pool(mapping), login(**claims), custom) == role

    @pytest.mark.parametrize(
        ("mapping", "claims", "custom", "message"),
        [
            (DENY, {}, None, AMBIGUOUS),
            (DENY, {"cognito__roles": [ADMIN, EDITOR]}, None, AMBIGUOUS),
            (rules(("email", "Equals", "a@b")), {"email": "c@d"}, None, AMBIGUOUS),
            (None, {"cognito__roles": [ADMIN]}, ADMIN, "CustomRoleArn is not one of the roles of the token."),
            (BY_TOKEN, {"cognito__roles": [ADMIN]}, EDITOR, "CustomRoleArn is not one of the roles of the token."),
            (BY_TOKEN, {}, ADMIN, "CustomRoleArn is not one of the roles of the token."),
            (rules(("email", "Equals", "a@b")), {"email": "a@b"}, EDITOR, "CustomRoleArn is not one of the roles"),
        ],
    )
    def test_a_role_that_nothing_names_is_refused(
        self, mapping: dict[str, Any] | None, claims: dict[str, Any], custom: str | None, message: str
    ) -> None:
        with pytest.raises(NotAuthorizedException, match=message):
            roles.of_user(pool(mapping), login(**claims), custom)

    @pytest.mark.parametrize(
        ("rule", "claim", "matches"),
        [
            (("email", "Equals", "a@b"), "a@b", True),
            (("email", "Equals", "a@b"), "A@b", False),
            (("email", "NotEqual", "a@b"), "c@d", True),
            (("email", "NotEqual", "a@b"), "a@b", False),
            (("email", "NotEqual", "a@b"), None, False),
            (("email", "StartsWith", "a@"), "a@b", True),
            (("email", "StartsWith", "@b"), "a@b", False),
            (("email", "Contains", "@"), "a@b", True),
            (("email", "Contains", "x"), "a@b", False),
            (("email", "Equals", "true"), True, True),
            (("email", "Equals", "a,b"), ["a", "b"], True),
            (("email", "Contains", "b"), ["a", "b"], True),
            (("email", "Equals", "7"), 7, True),
        ],
    )
    def test_a_rule_compares_a_claim_as_text(self, rule: tuple[str, str, str], claim: object, matches: bool) -> None:
        claims = {} if claim is None else {"email": claim}

        if matches:
            assert roles.of_user(pool(rules(rule)), login(**claims), None) == f"{EDITOR}0"
        else:
            with pytest.raises(NotAuthorizedException, match=AMBIGUOUS):
                roles.of_user(pool(rules(rule)), login(**claims), None)

    def test_the_first_rule_that_matches_decides(self) -> None:
        mapping = rules(("name", "Equals", "x"), ("email", "Contains", "@"), ("email", "Equals", "a@b"))

        assert roles.of_user(pool(mapping), login(email="a@b"), None) == f"{EDITOR}1"

    def test_the_first_login_with_a_mapping_decides(self) -> None:
        other = VerifiedLogin(Login("graph.facebook.com", "1"))

        assert roles.of_user(pool(BY_TOKEN), [other, *login(cognito__roles=[ADMIN])], None) == ADMIN
        assert roles.of_user(pool(BY_TOKEN), [other], None) == USER


class TestLogins:
    def test_a_login_of_a_user_pool_names_its_client_and_its_user(self) -> None:
        (own,) = login()
        other = VerifiedLogin(Login("graph.facebook.com", "1"))

        assert (own.role_mapping_key, other.role_mapping_key) == (f"{PROVIDER}:app", "graph.facebook.com")
        assert own.authentication_methods == [PROVIDER, f"{PROVIDER}:CognitoSignIn:sub"]
        assert other.authentication_methods == ["graph.facebook.com"]


class TestSettings:
    @pytest.mark.parametrize(
        ("settings", "has_providers"),
        [
            ({}, False),
            ({"CognitoIdentityProviders": []}, False),
            ({"CognitoIdentityProviders": [{"ProviderName": PROVIDER, "ClientId": "app"}]}, True),
            ({"OpenIdConnectProviderARNs": ["arn"]}, True),
            ({"SamlProviderARNs": ["arn"]}, True),
            ({"SupportedLoginProviders": {"graph.facebook.com": "1"}}, True),
            ({"DeveloperProviderName": "login.example"}, True),
        ],
    )
    def test_somebody_can_sign_in_if_there_is_a_provider(self, settings: dict[str, Any], has_providers: bool) -> None:
        assert pool(**settings).has_providers is has_providers

    def test_settings_that_are_left_out_are_off(self) -> None:
        empty = pool()

        assert (empty.allows_guests, empty.allows_classic_flow, empty.developer_provider) == (False, False, None)
        assert (empty.login_providers, empty.tags, empty.app_clients(PROVIDER)) == ({}, {}, {})
        assert empty.arn == "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/us-east-1:0"
        assert empty.describe() == {"IdentityPoolId": "us-east-1:0", "IdentityPoolTags": {}, **empty.settings}
        full = pool(AllowUnauthenticatedIdentities=True, AllowClassicFlow=True, DeveloperProviderName="x")
        assert (full.allows_guests, full.allows_classic_flow, full.developer_provider) == (True, True, "x")

    def test_app_clients_are_those_of_one_user_pool(self) -> None:
        entries = [
            {"ProviderName": PROVIDER, "ClientId": "a", "ServerSideTokenCheck": True},
            {"ProviderName": PROVIDER, "ClientId": "b"},
            {"ProviderName": f"{PROVIDER}2", "ClientId": "c"},
        ]

        assert pool(CognitoIdentityProviders=entries).app_clients(PROVIDER) == {"a": True, "b": False}

    def test_an_openid_provider_is_named_by_the_end_of_its_arn(self) -> None:
        given = pool(OpenIdConnectProviderARNs=["arn:aws:iam::123456789012:oidc-provider/login.example.com"])

        assert given.trusts_openid_provider("login.example.com")
        assert not given.trusts_openid_provider("example.com")
        assert not given.trusts_openid_provider("login.example")

    @pytest.mark.parametrize(
        "settings",
        [
            {"SupportedLoginProviders": {"example.com": "1"}},
            {"CognitoIdentityProviders": [{"ProviderName": PROVIDER}]},
            {"CognitoIdentityProviders": [{"ClientId": "app"}]},
            {"CognitoIdentityProviders": [{"ClientId": "app", "ProviderName": "login.example.com"}]},
        ],
    )
    def test_a_provider_that_cannot_work_is_refused(self, settings: dict[str, Any]) -> None:
        with pytest.raises(InvalidParameterException):
            pools.check_settings(settings)

    @pytest.mark.parametrize("provider", sorted(pools.PUBLIC_PROVIDERS))
    def test_public_providers_are_supported(self, provider: str) -> None:
        pools.check_settings({"SupportedLoginProviders": {provider: "1"}})

    @pytest.mark.parametrize(
        ("mapping", "message"),
        [
            ({"Type": "Token"}, "AmbiguousRoleResolution is required"),
            ({"Type": "Rules", "AmbiguousRoleResolution": "Deny"}, "RulesConfiguration is required"),
            ({**DENY, "RulesConfiguration": {"Rules": []}}, "RulesConfiguration is required"),
        ],
    )
    def test_a_mapping_has_what_its_type_needs(self, mapping: Any, message: str) -> None:
        with pytest.raises(InvalidParameterException, match=message):
            pools.check_role_mappings({PROVIDER: mapping})
        pools.check_role_mappings({PROVIDER: DENY, "other": rules(("email", "Equals", "a@b"))})

    def test_tags_are_the_defaults_or_those_that_are_named(self) -> None:
        assert PrincipalTags().by_tag == {}
        assert PrincipalTags(claims={"team": "custom:team"}).by_tag == {"team": "custom:team"}
        assert PrincipalTags(use_defaults=True, claims={"x": "y"}).by_tag == {"username": "sub", "client": "aud"}

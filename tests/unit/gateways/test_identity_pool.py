"""The identity pool: what is sent, what its errors mean, and which role follows from its settings."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from tests.servers import Clock
from tests.unit.gateways.scripted_client import ScriptedClient, failure
from vestibule.cognito.admin.role import RoleClient
from vestibule.cognito.identity_pool import IdentityPool
from vestibule.cognito.identity_pool_roles import IdentityPoolRoles, Roles, Rule, roles_of
from vestibule.errors import AppError

TOKEN = SecretStr("id-token")
LOGINS = {"Logins": {"the provider": "id-token"}}
EXPIRES = datetime(2030, 1, 1, tzinfo=UTC)
ISSUED = {
    "IdentityId": "the identity",
    "Credentials": {"AccessKeyId": "k", "SecretKey": "s", "SessionToken": "t", "Expiration": EXPIRES},
}


def pool(**answers: Any) -> tuple[IdentityPool, ScriptedClient]:
    client: Any = ScriptedClient(**{"get_id": {"IdentityId": "new"}, "get_credentials_for_identity": ISSUED} | answers)
    return IdentityPool(client, "the pool", "the provider"), client


class TestRequests:
    def test_identity_of_a_user_is_asked_with_their_token(self) -> None:
        identities, client = pool()

        assert identities.identity_of(TOKEN) == "new"
        assert client.received == [("get_id", {"IdentityPoolId": "the pool", **LOGINS})]

    def test_credentials_of_a_user_are_asked_with_their_token(self) -> None:
        identities, client = pool()

        credentials = identities.credentials("an identity", TOKEN)

        assert client.received == [("get_credentials_for_identity", {"IdentityId": "an identity", **LOGINS})]
        assert credentials.model_dump() == {
            "identity_id": "the identity",
            "access_key_id": "k",
            "secret_access_key": "s",
            "session_token": "t",
            "expires_at": EXPIRES,
        }

    def test_new_guest_gets_an_identity(self) -> None:
        identities, client = pool()

        assert identities.guest_credentials(None).identity_id == "the identity"
        assert client.received == [
            ("get_id", {"IdentityPoolId": "the pool"}),
            ("get_credentials_for_identity", {"IdentityId": "new"}),
        ]

    def test_known_guest_keeps_theirs(self) -> None:
        identities, client = pool()

        assert identities.guest_credentials("mine")
        assert client.received == [("get_credentials_for_identity", {"IdentityId": "mine"})]

    @pytest.mark.parametrize("member", ["AccessKeyId", "SecretKey", "SessionToken"])
    @pytest.mark.parametrize("value", [None, ""])
    def test_incomplete_credentials_are_none(self, member: str, value: str | None) -> None:
        broken = {**ISSUED, "Credentials": {**ISSUED["Credentials"], member: value}}
        identities, _ = pool(get_credentials_for_identity=broken)

        with pytest.raises(AppError) as caught:
            identities.credentials("x", TOKEN)
        assert caught.value.code == "cognito-unavailable"


ERRORS = {
    ("NotAuthorizedException", "Unauthenticated access is not supported for this pool."): "feature-unavailable",
    ("NotAuthorizedException", "Token does not match role mapping rules"): "not-allowed",
    ("NotAuthorizedException", "Access to Identity 'x' is forbidden."): "not-allowed",
    ("NotAuthorizedException", "Invalid login token. Issuer doesn't match providerName"): "misconfigured",
    ("NotAuthorizedException", "Invalid login token. Token expired: 1 >= 0"): "id-token-invalid",
    ("NotAuthorizedException", "Something new"): "misconfigured",
    ("InvalidParameterException", ""): "misconfigured",
    ("ValidationException", ""): "misconfigured",
    ("InvalidIdentityPoolConfigurationException", ""): "misconfigured",
    ("ResourceConflictException", ""): "misconfigured",
    ("ResourceNotFoundException", ""): "misconfigured",
    ("ExternalServiceException", ""): "cognito-unavailable",
    ("LimitExceededException", ""): "too-many-requests",
    ("TooManyRequestsException", ""): "too-many-requests",
    ("InternalErrorException", ""): "cognito-unavailable",
}


class TestErrors:
    @pytest.mark.parametrize("refused", ERRORS, ids=" ".join)
    def test_errors_mean_what_they_mean_here(self, refused: tuple[str, str]) -> None:
        for answers in ({"get_id": failure(*refused)}, {"get_credentials_for_identity": failure(*refused)}):
            identities, _ = pool(**answers)

            with pytest.raises(AppError) as caught:
                identities.credentials(identities.identity_of(TOKEN), TOKEN)
            assert caught.value.code == ERRORS[refused]

    def test_guest_is_not_told_whether_an_identity_exists(self) -> None:
        identities, _ = pool(get_credentials_for_identity=failure("ResourceNotFoundException"))

        with pytest.raises(AppError) as caught:
            identities.guest_credentials("somebody's")
        assert caught.value.code == "not-allowed"

    def test_missing_pool_is_the_operators_fault_for_a_new_guest(self) -> None:
        for method in ("get_id", "get_credentials_for_identity"):
            identities, _ = pool(**{method: failure("ResourceNotFoundException")})

            with pytest.raises(AppError) as caught:
                identities.guest_credentials(None)
            assert caught.value.code == "misconfigured"


def rule(match: Any, value: str, claim: str = "tier") -> Rule:
    return Rule(claim=claim, match=match, value=value, role="matched")


def roles(*rules: Rule, from_token: bool = False) -> Roles:
    return Roles(authenticated="usual", from_token=from_token, rules=rules)


class TestRules:
    @pytest.mark.parametrize(
        ("match", "value", "claim", "matches"),
        [
            ("Equals", "gold", "gold", True),
            ("Equals", "gold", "golden", False),
            ("NotEqual", "gold", "golden", True),
            ("NotEqual", "gold", "gold", False),
            ("StartsWith", "gold", "golden", True),
            ("StartsWith", "gold", "marigold", False),
            ("Contains", "gold", "marigolds", True),
            ("Contains", "gold", "go ld", False),
            ("Equals", "7", 7, True),
            ("Equals", "true", True, True),
            ("Equals", "false", False, True),
            ("Equals", "a,b", ["a", "b"], True),
            ("Equals", "", "", True),
            ("NotEqual", "gold", None, False),
        ],
    )
    def test_rule_compares_a_claim_as_text(self, match: str, value: str, claim: object, matches: bool) -> None:
        assert roles(rule(match, value)).of({"tier": claim}) == ("matched" if matches else "usual")

    def test_first_rule_that_matches_decides(self) -> None:
        other = Rule(claim="tier", match="Equals", value="gold", role="second")

        assert roles(rule("Equals", "silver"), other, rule("Equals", "gold")).of({"tier": "gold"}) == "second"

    @pytest.mark.parametrize(
        ("claims", "role"),
        [
            ({"cognito:preferred_role": "a", "cognito:roles": ["b"]}, "a"),
            ({"cognito:preferred_role": "", "cognito:roles": ["b"]}, "b"),
            ({"cognito:preferred_role": ["a"]}, "usual"),
            ({"cognito:roles": ["b", "c"]}, "usual"),
            ({"cognito:roles": []}, "usual"),
            ({"cognito:roles": "b"}, "usual"),
        ],
    )
    def test_token_has_a_role_if_it_names_one(self, claims: dict[str, object], role: str) -> None:
        assert roles(from_token=True).of(claims) == role
        assert roles().of(claims) == "usual"

    def test_settings_without_roles_give_none(self) -> None:
        assert roles_of({}, "client").of({}) is None
        assert roles_of({"Roles": {"authenticated": "a", "unauthenticated": "b"}}, "client").of({}) == "a"
        assert roles_of({"RoleMappings": {"other": {"Type": "Token"}}}, "client").from_token is False
        assert roles_of({"RoleMappings": {"client": {"Type": "Token"}}}, "client").from_token is True


class TestCache:
    def roles(self, client: Any, clock: Clock) -> IdentityPoolRoles:
        return IdentityPoolRoles(RoleClient(lambda: client), "the pool", "client", clock=clock)

    def test_settings_are_read_every_five_minutes(self) -> None:
        client, clock = ScriptedClient(get_identity_pool_roles={"Roles": {"authenticated": "a"}}), Clock(1000.0)
        cache = self.roles(client, clock)

        for seconds, reads in ((0, 1), (299, 1), (1, 2), (299, 2)):
            clock.advance(seconds)
            latest = cache.latest()
            assert cache._reader is not None
            cache._reader.join()
            assert latest is not None
            assert latest.authenticated == "a"
            assert client.received == [("get_identity_pool_roles", {"IdentityPoolId": "the pool"})] * reads

    def test_settings_that_cannot_be_read_stay_unknown_or_as_they_were(self) -> None:
        denied, known = failure("AccessDeniedException"), {"Roles": {"authenticated": "a"}}
        client, clock = ScriptedClient(get_identity_pool_roles=[denied, known, denied]), Clock(1000.0)
        cache = self.roles(client, clock)
        with capture_logs() as lines:
            assert cache.latest() is None
        assert [line["reason"] for line in lines if line["event"] == "identity_pool.roles_unknown"] == ["misconfigured"]

        clock.advance(300)
        assert cache.latest() == Roles(authenticated="a", from_token=False, rules=())
        clock.advance(300)
        cache.latest()
        assert cache._reader is not None
        cache._reader.join()
        assert cache.latest() == Roles(authenticated="a", from_token=False, rules=())

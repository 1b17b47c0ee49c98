"""Which role an identity gets: role mappings by token and by rules."""

from collections.abc import Callable
from typing import Any

import pytest
from jose import jwt

from tests.local_cognito.identity.identities import Identities
from tests.local_cognito.people import POOL_ID, Person, refused

ADMIN, EDITOR = (f"arn:aws:iam::123456789012:role/{name}" for name in ("admin", "editor"))
DENIED = "The ambiguous role mapping rules for this identity pool denied this request."

Join = Callable[..., dict[str, Any]]


@pytest.fixture
def join(alice: Person) -> Join:
    """Put alice into groups with these roles, by precedence; returns her ID token and its claims."""

    def join(*roles: tuple[str, int]) -> dict[str, Any]:
        for role, precedence in roles:
            name = f"{alice.email}-{role.rpartition('/')[2]}"
            alice.client.create_group(UserPoolId=POOL_ID, GroupName=name, RoleArn=role, Precedence=precedence)
            alice.client.admin_add_user_to_group(UserPoolId=POOL_ID, Username=alice.email, GroupName=name)
        token = alice.sign_in()["IdToken"]
        return {"token": token, **jwt.get_unverified_claims(token)}

    return join


class TestRoleClaims:
    def test_the_id_token_names_the_roles_of_the_groups(self, join: Join) -> None:
        claims = join((ADMIN, 1), (EDITOR, 5))

        assert claims["cognito:roles"] == [ADMIN, EDITOR]
        assert claims["cognito:preferred_role"] == ADMIN

    def test_no_role_is_preferred_if_the_first_groups_differ(self, join: Join) -> None:
        claims = join((ADMIN, 1), (EDITOR, 1))

        assert "cognito:preferred_role" not in claims

    def test_without_roles_there_are_no_claims(self, join: Join) -> None:
        assert {name for name in join() if "role" in name} == set()


class TestByToken:
    MAPPING = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}

    def given(self, pool: Identities, token: str, role: str | None = None) -> None:
        pool.credentials(pool.id_of(user=token), role, user=token)

    def test_without_a_role_in_the_token_the_mapping_decides(self, pool: Identities, join: Join) -> None:
        token = join()["token"]
        pool.map_roles(self.MAPPING)

        with refused("NotAuthorizedException", DENIED):
            self.given(pool, token)
        pool.map_roles(self.MAPPING | {"AmbiguousRoleResolution": "AuthenticatedRole"})
        self.given(pool, token)

    def test_the_preferred_role_is_taken(self, pool: Identities, join: Join) -> None:
        token = join((ADMIN, 1), (EDITOR, 2))["token"]
        pool.map_roles(self.MAPPING)

        self.given(pool, token)

    def test_several_roles_of_which_none_is_preferred_are_ambiguous(self, pool: Identities, join: Join) -> None:
        token = join((ADMIN, 1), (EDITOR, 1))["token"]
        pool.map_roles(self.MAPPING)

        with refused("NotAuthorizedException", DENIED):
            self.given(pool, token)
        self.given(pool, token, EDITOR)

    def test_another_role_than_those_of_the_token_is_refused(self, pool: Identities, join: Join) -> None:
        token = join((EDITOR, 1))["token"]

        with refused("NotAuthorizedException"):
            self.given(pool, token, EDITOR)  # the pool does not take roles from tokens
        pool.map_roles(self.MAPPING)
        with refused("NotAuthorizedException"):
            self.given(pool, token, ADMIN)
        self.given(pool, token, EDITOR)


class TestByRules:
    @pytest.mark.parametrize(
        ("claim", "match", "value", "matches"),
        [
            ("cognito:username", "NotEqual", "nobody", True),
            ("no_such_claim", "NotEqual", "x", False),
            ("email", "Contains", "@example.com", True),
            ("email", "StartsWith", "@example.com", False),
            ("email_verified", "Equals", "true", True),
            ("token_use", "Equals", "access", False),
        ],
    )
    def test_a_rule_compares_a_claim(
        self, pool: Identities, join: Join, claim: str, match: str, value: str, matches: bool
    ) -> None:
        token = join()["token"]
        rule = {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": EDITOR}
        rules = {"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": {"Rules": [rule]}}
        pool.map_roles(rules)

        if matches:
            pool.credentials(pool.id_of(user=token), user=token)
        else:
            with refused("NotAuthorizedException", DENIED):
                pool.credentials(pool.id_of(user=token), user=token)

    @pytest.mark.parametrize(
        "mapping",
        [
            {"Type": "Token"},
            {"Type": "Rules", "AmbiguousRoleResolution": "Deny"},
        ],
    )
    def test_an_incomplete_mapping_is_refused(self, pool: Identities, mapping: dict[str, Any]) -> None:
        with refused("InvalidParameterException"):
            pool.map_roles(mapping)

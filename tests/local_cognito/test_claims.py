"""The claims of tokens: groups and roles, scopes, and what the trigger PreTokenGeneration may change."""

import json
from typing import Any

import pytest

from local_cognito.errors import InvalidLambdaResponseException
from local_cognito.model import claims, token_overrides
from local_cognito.model.groups import Group
from local_cognito.model.token_overrides import PROTECTED, TokenOverrides
from local_cognito.model.users import User

ADMIN, EDITOR = "arn:aws:iam::000000000000:role/admin", "arn:aws:iam::000000000000:role/editor"
CLAIMS: dict[str, object] = {"sub": "1", "name": "Ada", "scope": "openid email", "cognito:groups": ["staff"]}


def group(role: str | None, precedence: int | None) -> Group:
    return Group("us-east-1_Test", "group", None, role, precedence, 0, 0)


class TestRoles:
    @pytest.mark.parametrize(
        ("groups", "roles", "preferred"),
        [
            ([], None, None),
            ([group(None, 0)], None, None),
            ([group(ADMIN, 0)], [ADMIN], ADMIN),
            ([group(ADMIN, 0), group(EDITOR, 1)], [ADMIN, EDITOR], ADMIN),
            ([group(None, 0), group(EDITOR, 1)], [EDITOR], EDITOR),
            ([group(ADMIN, 1), group(EDITOR, 1)], [ADMIN, EDITOR], None),
            ([group(ADMIN, 1), group(ADMIN, 1)], [ADMIN], ADMIN),
            ([group(ADMIN, None), group(EDITOR, None)], [ADMIN, EDITOR], None),
            ([group(ADMIN, 0), group(ADMIN, 1), group(EDITOR, 2)], [ADMIN, EDITOR], ADMIN),
            ([group(ADMIN, 0), group(EDITOR, 0), group(ADMIN, 1)], [ADMIN, EDITOR], None),
        ],
    )
    def test_the_role_of_the_best_precedence_is_preferred_unless_there_is_a_tie(
        self, groups: list[Group], roles: list[str] | None, preferred: str | None
    ) -> None:
        found = claims.roles(groups)

        assert found.get("cognito:roles") == roles
        assert found.get("cognito:preferred_role") == preferred
        assert found.keys() == {
            name for name, value in {"cognito:roles": roles, "cognito:preferred_role": preferred}.items() if value
        }


class TestScopes:
    @pytest.mark.parametrize(
        ("scope", "allowed"),
        [
            (None, ["email", "email_verified", "phone_number", "phone_number_verified", "name", "custom:team"]),
            ("openid", ["email", "email_verified", "phone_number", "phone_number_verified", "name", "custom:team"]),
            ("openid email", ["email", "email_verified"]),
            ("openid phone", ["phone_number", "phone_number_verified"]),
            ("openid profile", ["name", "custom:team"]),
            ("openid email profile", ["email", "email_verified", "name", "custom:team"]),
        ],
    )
    def test_a_scope_includes_attributes(self, scope: str | None, allowed: list[str]) -> None:
        names = ("email", "email_verified", "phone_number", "phone_number_verified", "name", "custom:team")

        assert [name for name in names if claims.allows_attribute(scope, name)] == allowed


def test_the_claim_of_identities_has_texts_where_the_attribute_has_other_types() -> None:
    entry = {"userId": "1", "providerName": "Google", "issuer": None, "primary": True, "dateCreated": 1772000000000}
    linked = entry | {"primary": False}
    user = User("1", "pool", "ada", "CONFIRMED", None, {"identities": json.dumps([entry, linked])}, 0, 0)

    assert claims.identities_claim(user) == [
        entry | {"primary": "true", "dateCreated": "1772000000000"},
        entry | {"primary": "false", "dateCreated": "1772000000000"},
    ]


class TestOverrides:
    def test_nothing_is_changed_without_overrides(self) -> None:
        assert TokenOverrides().apply_to_access(CLAIMS) == CLAIMS
        assert TokenOverrides().apply_to_identity(CLAIMS) == CLAIMS

    @pytest.mark.parametrize("name", [*sorted(PROTECTED), "cognito:username", "cognito:anything", "username"])
    def test_protected_claims_are_neither_changed_nor_suppressed(self, name: str) -> None:
        changes = {"claimsToAddOrOverride": {name: "forged"}, "claimsToSuppress": [name]}
        overrides = TokenOverrides(changes, changes)
        own = CLAIMS | {name: "own"}

        assert overrides.apply_to_access(own) == own
        assert overrides.apply_to_identity(own) == own
        without = {other: value for other, value in CLAIMS.items() if other != name}
        assert name not in overrides.apply_to_identity(without)

    def test_suppressing_wins_over_adding(self) -> None:
        changes = {"claimsToAddOrOverride": {"plan": "gold", "name": "Ida"}, "claimsToSuppress": ["plan"]}

        assert TokenOverrides({}, changes).apply_to_identity(CLAIMS) == CLAIMS | {"name": "Ida"}

    @pytest.mark.parametrize(
        ("changes", "scope"),
        [
            ({"scopesToAdd": ["read", "email"]}, "openid email read"),
            ({"scopesToSuppress": ["email"]}, "openid"),
            ({"scopesToAdd": ["read"], "scopesToSuppress": ["read", "openid"]}, "email"),
            ({"scopesToAdd": None, "scopesToSuppress": None}, "openid email"),
        ],
    )
    def test_scopes_are_added_and_suppressed(self, changes: dict[str, Any], scope: str) -> None:
        assert TokenOverrides(changes).apply_to_access(CLAIMS)["scope"] == scope

    @pytest.mark.parametrize(
        ("groups", "in_access", "in_identity"),
        [
            (None, {"cognito:groups": ["staff"]}, {"cognito:groups": ["staff"], "cognito:roles": [ADMIN]}),
            ({}, {}, {}),
            ({"groupsToOverride": ["a"]}, {"cognito:groups": ["a"]}, {"cognito:groups": ["a"]}),
            (
                {"iamRolesToOverride": [EDITOR], "preferredRole": EDITOR},
                {},
                {"cognito:roles": [EDITOR], "cognito:preferred_role": EDITOR},
            ),
        ],
    )
    def test_groups_are_replaced_in_both_tokens_and_roles_in_the_id_token(
        self, groups: dict[str, Any] | None, in_access: dict[str, Any], in_identity: dict[str, Any]
    ) -> None:
        overrides = TokenOverrides(groups=groups)
        bare = {"sub": "1", "scope": ""}

        assert overrides.apply_to_access(bare | {"cognito:groups": ["staff"]}) == bare | in_access
        roles = {"cognito:groups": ["staff"], "cognito:roles": [ADMIN]}
        assert overrides.apply_to_identity(bare | roles) == bare | in_identity

    def test_version_1_changes_the_id_token_and_version_2_both(self) -> None:
        changes = {"claimsToAddOrOverride": {"plan": "gold"}}
        groups = {"groupOverrideDetails": {"groupsToOverride": ["a"]}}

        first = token_overrides.parse({"claimsOverrideDetails": changes | groups})
        second = token_overrides.parse(
            {
                "claimsOverrideDetails": {"claimsToAddOrOverride": {"ignored": "1"}},
                "claimsAndScopeOverrideDetails": {
                    "idTokenGeneration": changes,
                    "accessTokenGeneration": changes,
                    **groups,
                },
            }
        )

        assert first == TokenOverrides({}, changes | groups, {"groupsToOverride": ["a"]})
        assert second == TokenOverrides(changes, changes, {"groupsToOverride": ["a"]})
        assert token_overrides.parse({}) == TokenOverrides()
        assert token_overrides.parse({"claimsOverrideDetails": {"groupOverrideDetails": {}}}).groups == {}
        assert token_overrides.parse({"claimsOverrideDetails": {"groupOverrideDetails": None}}).groups is None

    @pytest.mark.parametrize(
        "details",
        [
            {"claimsOverrideDetails": "x"},
            {"claimsOverrideDetails": {"claimsToAddOrOverride": ["x"]}},
            {"claimsOverrideDetails": {"claimsToSuppress": "x"}},
            {"claimsOverrideDetails": {"claimsToSuppress": [1]}},
            {"claimsOverrideDetails": {"groupOverrideDetails": []}},
            {"claimsAndScopeOverrideDetails": []},
            {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": []}},
            {"claimsAndScopeOverrideDetails": {"idTokenGeneration": "x"}},
            {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"scopesToAdd": "read"}}},
            {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"scopesToAdd": [None]}}},
            {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"scopesToSuppress": {"a": 1}}}},
        ],
    )
    def test_a_malformed_response_is_refused(self, details: dict[str, Any]) -> None:
        with pytest.raises(InvalidLambdaResponseException):
            token_overrides.parse(details)

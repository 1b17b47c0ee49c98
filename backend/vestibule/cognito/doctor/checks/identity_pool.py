"""Checks of the identity pool, which exchanges tokens for AWS credentials."""

import json
from collections.abc import Iterator, Mapping

from vestibule.cognito.doctor.account import Document
from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.doctor.reading import NotFound

SET_BY_COGNITO = frozenset({"sub", "aud", "iss", "cognito:groups", "cognito:preferred_role", "cognito:username"})


@check(
    46,
    "identity-pool",
    Severity.ERROR,
    effect="“Token is not from a supported provider”; or guests and signed-out users get AWS credentials.",
)
def identity_pool(facts: Facts) -> Iterator[Fault]:
    """The identity pool does not accept our tokens, or gives AWS credentials to too many."""
    if facts.identity_pool.id is None:
        return
    try:
        pool = facts.identity_pool.description
    except NotFound:
        region = facts.settings.identity_pool_region
        yield Fault(
            f"There is no identity pool {facts.identity_pool.id}.",
            facts.recipes.aws("cognito-identity", "list-identity-pools", "--max-results", "60", region=region),
        )
        return
    yield from _provider(facts, pool)
    if pool.get("AllowClassicFlow"):
        yield Fault(
            "The classic flow is on: it lets clients choose a role and skips the scope-down policy of guests.",
            update(facts, {"AllowClassicFlow": False}),
            Severity.WARNING,
        )
    if pool.get("AllowUnauthenticatedIdentities"):
        yield Fault(
            "Guests get AWS credentials without signing in.",
            update(facts, {"AllowUnauthenticatedIdentities": False}) + "  # unless you want guests",
            Severity.WARNING,
        )
    yield from _token_mapping(facts)
    yield from _trust_policies(facts)


def _provider(facts: Facts, pool: Document) -> Iterator[Fault]:
    name, client_id = facts.settings.login_provider, facts.settings.client_id
    providers = [*pool.get("CognitoIdentityProviders", [])]
    own = [each for each in providers if (each.get("ProviderName"), each.get("ClientId")) == (name, client_id)]
    if not own:
        added = {"ProviderName": name, "ClientId": client_id, "ServerSideTokenCheck": True}
        yield Fault(
            f"The identity pool does not accept tokens of app client {client_id}.",
            update(facts, {"CognitoIdentityProviders": [*providers, added]}),
        )
    elif not own[0].get("ServerSideTokenCheck"):
        checked = [{**each, "ServerSideTokenCheck": True} if each == own[0] else each for each in providers]
        yield Fault(
            "ServerSideTokenCheck is off: users who signed out still get AWS credentials.",
            update(facts, {"CognitoIdentityProviders": checked}),
            Severity.WARNING,
        )


def _token_mapping(facts: Facts) -> Iterator[Fault]:
    by_token = [each for each in mappings(facts).values() if each.get("Type") == "Token"]
    if not by_token or any(group.get("RoleArn") for group in facts.user_pool.groups.values()):
        return
    denies = any(each.get("AmbiguousRoleResolution") == "Deny" for each in by_token)
    yield Fault(
        "Roles come from the token, and no group of the pool has a role: "
        + ("nobody gets AWS credentials." if denies else "everybody gets the role of authenticated users."),
        facts.recipes.cognito("update-group", "--group-name", "admins", "--role-arn", "<role>"),
        None if denies else Severity.INFO,
    )


def _trust_policies(facts: Facts) -> Iterator[Fault]:
    for kind, arn in facts.identity_pool.roles.get("Roles", {}).items():
        text = json.dumps(facts.account.trust_policy(arn))
        missing = [
            claim
            for claim, value in (("aud", str(facts.identity_pool.id)), ("amr", kind))
            if f"cognito-identity.amazonaws.com:{claim}" not in text or f'"{value}"' not in text
        ]
        if missing:
            role = str(arn).rpartition("/")[2]
            yield Fault(
                f"The trust policy of role {role} does not require {' and '.join(missing)}: "
                "users of other identity pools, or guests, can assume it.",
                facts.recipes.aws(
                    *("iam", "update-assume-role-policy", "--role-name", role),
                    *("--policy-document", json.dumps(trust_policy(str(facts.identity_pool.id), kind))),
                ),
            )


@check(
    47,
    "role-by-writable-claim",
    Severity.ERROR,
    effect="Users choose their own IAM role.",
)
def role_by_writable_claim(facts: Facts) -> Iterator[Fault]:
    """The identity pool chooses the IAM role by an attribute that users can write."""
    if facts.identity_pool.id is None:
        return
    writable = facts.client.get("WriteAttributes", [])
    for mapping in mappings(facts).values():
        for rule in mapping.get("RulesConfiguration", {}).get("Rules", []):
            claim = str(rule.get("Claim", ""))
            if claim not in SET_BY_COGNITO and (not writable or claim in writable):
                yield Fault(
                    f"A rule maps the claim {claim} to a role.",
                    "Give a group the role and map by token: "
                    + facts.recipes.cognito("update-group", "--group-name", "<group>", "--role-arn", "<role>"),
                )


def mappings(facts: Facts) -> Mapping[str, Document]:
    """The role mappings by provider."""
    found: Mapping[str, Document] = facts.identity_pool.roles.get("RoleMappings", {})
    return found


def update(facts: Facts, change: Mapping[str, object]) -> str:
    """The command that changes the identity pool; UpdateIdentityPool resets what is left out."""
    pool = {name: value for name, value in facts.identity_pool.description.items() if name != "IdentityPoolTags"}
    return facts.recipes.aws(
        *("cognito-identity", "update-identity-pool", "--cli-input-json", json.dumps({**pool, **change})),
        region=facts.settings.identity_pool_region,
    )


def trust_policy(identity_pool_id: str, kind: str) -> Document:
    """The trust policy of an identity pool's role; `kind` is authenticated or unauthenticated."""
    provider = "cognito-identity.amazonaws.com"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": provider},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    "StringEquals": {f"{provider}:aud": identity_pool_id},
                    "ForAnyValue:StringLike": {f"{provider}:amr": kind},
                },
            }
        ],
    }

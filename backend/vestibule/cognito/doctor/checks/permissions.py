"""Checks of administration: the group `admins`, and our own AWS permissions."""

import json
from collections.abc import Iterator

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, NotRead, Severity

ADMINS = "admins"
NEEDED = (
    *("AdminCreateUser", "AdminDeleteSoftwareToken", "AdminDeleteUser", "AdminDeleteUserAttributes"),
    *("AdminDisableProviderForUser", "AdminDisableUser", "AdminEnableUser", "AdminGetUser"),
    *("AdminLinkProviderForUser", "AdminSetUserMFAPreference", "AdminSetUserPassword", "AdminUpdateUserAttributes"),
    *("AdminUserGlobalSignOut", "DescribeUserPool", "DescribeUserPoolClient", "GetUserPoolMfaConfig", "ListUsers"),
)
"""What the API calls with its role (cognito/admin)."""
DESTRUCTIVE = ("DeleteUserPool", "DeleteUserPoolClient")


@check(
    48,
    "admins-group",
    Severity.ERROR,
    effect="Nobody can administer users; or everybody who signs in with a provider gets rights.",
)
def admins_group(facts: Facts) -> Iterator[Fault]:
    """The group admins is missing, or a group that Cognito fills by itself gives rights."""
    groups = facts.user_pool.groups
    if ADMINS not in groups:
        yield Fault(
            "There is no group admins.",
            facts.recipes.cognito("create-group", "--group-name", ADMINS, "--precedence", "0"),
        )
    automatic = [f"{facts.user_pool.id}_{name}" for name in facts.user_pool.providers]
    for name in automatic:
        if groups.get(name, {}).get("RoleArn"):
            delete = facts.recipes.cognito("delete-group", "--group-name", name)
            create = facts.recipes.cognito("create-group", "--group-name", name)
            yield Fault(
                f"Cognito adds every user of a provider to the group {name}, which has an IAM role.",
                f"{delete} && {create}  # decide first: give the role to a group of your own; this one loses its users",
            )


@check(
    49,
    "permissions",
    Severity.ERROR,
    effect="Account recovery, recovery codes or administration fail at their first use; or a leak deletes the pool.",
)
def permissions(facts: Facts) -> Iterator[Fault]:
    """Our AWS credentials lack a permission that the API uses, or have one that it never needs."""
    if not facts.settings.cognito_admin:
        return
    arn = facts.pool.get("Arn")
    if arn is None:
        raise NotRead("the pool's description has no ARN")
    wanted = [f"cognito-idp:{action}" for action in (*NEEDED, *DESTRUCTIVE)]
    permitted = facts.account.permitted_actions(tuple(wanted), arn)
    principal = facts.account.caller_arn.rpartition("/")[2]
    if denied := [action for action in wanted[: len(NEEDED)] if action not in permitted]:
        yield Fault(
            f"{principal} may not call {', '.join(denied)}.",
            _grant(facts, arn),
        )
    if excessive := [action for action in wanted[len(NEEDED) :] if action in permitted]:
        yield Fault(
            f"{principal} may call {', '.join(excessive)}. That is right for an operator, not for the API's role.",
            "Give the API a role of its own, with the policy in docs/operations.md.",
            Severity.INFO,
        )


def policy(pool_arn: str) -> dict[str, object]:
    """The IAM policy of the API's role: what it calls, on one pool."""
    actions = [f"cognito-idp:{action}" for action in NEEDED]
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": pool_arn}]}


def _grant(facts: Facts, pool_arn: str) -> str:
    """The command that gives our role, or user, the permissions of the API."""
    kind = "role" if ":role/" in facts.account.caller_arn else "user"
    return facts.recipes.aws(
        *("iam", f"put-{kind}-policy", f"--{kind}-name", facts.account.caller_arn.rpartition("/")[2]),
        *("--policy-name", "vestibule", "--policy-document", json.dumps(policy(pool_arn))),
    )

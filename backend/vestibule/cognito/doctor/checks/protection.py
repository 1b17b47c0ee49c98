"""Checks of what protects the pool: deletion, policies, threat protection, the firewall."""

from collections.abc import Iterator

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, NotRead, Severity
from vestibule.cognito.doctor.recipes import to_jq
from vestibule.cognito.doctor.stack_template import POLICIES, policies_of_pools

STACK_TAG = "aws:cloudformation:stack-name"
MIN_LENGTH, MIN_LENGTH_WITHOUT_MFA = 8, 12
MAX_TEMPORARY_DAYS = 7


@check(
    34,
    "self-sign-up",
    Severity.ERROR,
    effect="Anybody who knows the client id can join, or the sign-up form always fails.",
)
def self_sign_up(facts: Facts) -> Iterator[Fault]:
    """The pool and SELF_SIGN_UP disagree on whether users may sign up themselves."""
    settings = facts.settings
    if "self_sign_up" not in settings.model_fields_set:
        return  # then the app follows the pool
    is_open = not facts.pool.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly", False)
    if is_open != settings.self_sign_up:
        yield Fault(
            f"SELF_SIGN_UP is {'on' if settings.self_sign_up else 'off'}, and the pool's is the opposite.",
            facts.recipes.pool(f".AdminCreateUserConfig.AllowAdminCreateUserOnly = {to_jq(is_open)}"),
        )


@check(
    35,
    "deletion-protection",
    Severity.WARNING,
    effect="One command deletes every user.",
)
def deletion_protection(facts: Facts) -> Iterator[Fault]:
    """Deletion protection is off."""
    if facts.pool.get("DeletionProtection") != "ACTIVE":
        yield Fault("DeletionProtection is INACTIVE.", facts.recipes.pool('.DeletionProtection = "ACTIVE"'))


@check(
    36,
    "stack-retention",
    Severity.WARNING,
    effect="Renaming the resource in the template, or deleting the stack, deletes every user.",
)
def stack_retention(facts: Facts) -> Iterator[Fault]:
    """The pool's CloudFormation stack deletes or replaces the pool with its resource."""
    stack = facts.pool.get("UserPoolTags", {}).get(STACK_TAG)
    if stack is None:
        return
    pools = policies_of_pools(facts.account.stack_template(stack))
    if not pools:
        raise NotRead(f"the template of stack {stack} shows no user pool; a transform may make it")
    missing = [name for name in POLICIES if any(pool.get(name) != "Retain" for pool in pools)]
    if missing:
        deploy = facts.recipes.aws("cloudformation", "deploy", "--stack-name", stack, "--template-file", "<file>")
        yield Fault(
            f"The user pool of stack {stack} has no {' and no '.join(f'{name}: Retain' for name in missing)}.",
            f"Add {' and '.join(f'{name}: Retain' for name in POLICIES)} to the AWS::Cognito::UserPool resource, "
            f"then: {deploy}",
        )


@check(
    37,
    "password-policy",
    Severity.WARNING,
    effect="Passwords can be guessed, or an old invitation still works.",
)
def password_policy(facts: Facts) -> Iterator[Fault]:
    """The password policy is weak."""
    policy = facts.pool.get("Policies", {}).get("PasswordPolicy", {})
    without_mfa = facts.pool.get("MfaConfiguration", "OFF") == "OFF"
    wanted = MIN_LENGTH_WITHOUT_MFA if without_mfa else MIN_LENGTH
    length, days = policy.get("MinimumLength", MIN_LENGTH), policy.get("TemporaryPasswordValidityDays", 7)
    if length < wanted:
        yield Fault(
            f"Passwords of {length} characters are accepted{', without a second factor' if without_mfa else ''}.",
            facts.recipes.pool(f".Policies.PasswordPolicy.MinimumLength = {wanted}"),
        )
    if days > MAX_TEMPORARY_DAYS:
        yield Fault(
            f"Temporary passwords are valid for {days} days.",
            facts.recipes.pool(f".Policies.PasswordPolicy.TemporaryPasswordValidityDays = {MAX_TEMPORARY_DAYS}"),
        )


@check(
    43,
    "threat-protection",
    Severity.WARNING,
    effect="Threat protection does nothing, or you pay for it unused.",
)
def threat_protection(facts: Facts) -> Iterator[Fault]:
    """The feature plan and threat protection do not fit together."""
    mode = facts.pool.get("UserPoolAddOns", {}).get("AdvancedSecurityMode", "OFF")
    if mode != "OFF" and facts.tier != "PLUS":
        yield Fault(
            f"AdvancedSecurityMode is {mode}, and the plan is {facts.tier}.",
            facts.recipes.pool('.UserPoolTier = "PLUS"') + "  # costs more; or switch it off",
        )
    if mode == "OFF" and facts.tier == "PLUS":
        yield Fault(
            "The plan is PLUS, and AdvancedSecurityMode is OFF.",
            facts.recipes.pool('.UserPoolAddOns = {"AdvancedSecurityMode": "AUDIT"}'),
        )


@check(
    51,
    "firewall",
    Severity.INFO,
    effect="Bots reach Cognito directly; or users cannot set up an authenticator app.",
)
def firewall(facts: Facts) -> Iterator[Fault]:
    """No web application firewall limits requests to the pool, or its CAPTCHA breaks managed login."""
    arn = facts.pool.get("Arn")
    if arn is None:
        raise NotRead("the pool's description has no ARN")
    acl = facts.account.web_acl(arn)
    if acl is None:
        yield Fault(
            "No web ACL is associated with the pool.",
            facts.recipes.aws("wafv2", "associate-web-acl", "--resource-arn", arn, "--web-acl-arn", "<web ACL>"),
        )
        return
    captcha = [rule["Name"] for rule in acl.get("Rules", []) if "Captcha" in rule.get("Action", {})]
    if captcha and facts.uses_oauth and "totp" in facts.mfa_methods:
        yield Fault(
            f"Rule {captcha[0]} asks for a CAPTCHA, which breaks the set-up of authenticator apps in managed login.",
            "Exclude requests with the header x-amzn-cognito-operation-name AssociateSoftwareToken or "
            "VerifySoftwareToken from the rule.",
            Severity.WARNING,
        )

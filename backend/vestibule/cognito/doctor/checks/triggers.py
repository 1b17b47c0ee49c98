"""Checks of Lambda triggers."""

from collections.abc import Iterator, Mapping

from vestibule.cognito.doctor.account import Document
from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.doctor.reading import NotFound

COGNITO = "cognito-idp.amazonaws.com"


def triggers_of(configuration: Mapping[str, object]) -> dict[str, str]:
    """The functions' ARNs by trigger. Some triggers name theirs with a version."""
    found = {
        name: value.get("LambdaArn") if isinstance(value, Mapping) else value for name, value in configuration.items()
    }
    return {name: arn for name, arn in found.items() if isinstance(arn, str) and ":lambda:" in arn}


@check(
    40,
    "triggers",
    Severity.ERROR,
    effect="Sign-up or sign-in fails (UnexpectedLambdaException).",
)
def triggers(facts: Facts) -> Iterator[Fault]:
    """A trigger's function does not exist, or Cognito may not call it."""
    pool_arn = facts.pool.get("Arn", "")
    for name, arn in triggers_of({**facts.pool.get("LambdaConfig", {})}).items():
        function = arn.split(":function:")[-1]
        try:
            policy = facts.account.function_policy(arn)
        except NotFound:
            yield Fault(f"{name}: there is no function {function}.", facts.recipes.pool(f"del(.LambdaConfig.{name})"))
            continue
        if not any(_permits(statement, pool_arn) for statement in policy.get("Statement", [])):
            yield Fault(
                f"{name}: Cognito may not call {function}.",
                facts.recipes.aws(
                    *("lambda", "add-permission", "--statement-id", "cognito", "--action", "lambda:InvokeFunction"),
                    *("--principal", COGNITO, "--source-arn", pool_arn, "--function-name", arn),
                ),
            )


def _permits(statement: Document, pool_arn: str) -> bool:
    principal = statement.get("Principal", {})
    services = principal.get("Service", []) if isinstance(principal, dict) else principal
    conditions = statement.get("Condition", {})
    sources = [
        source
        for test in ("ArnLike", "ArnEquals", "StringEquals", "StringLike")
        for source in _many(
            conditions.get(test, {}).get("AWS:SourceArn") or conditions.get(test, {}).get("aws:SourceArn")
        )
    ]
    allowed = statement.get("Effect") == "Allow" and COGNITO in _many(services)
    return allowed and (not sources or any(_matches(source, pool_arn) for source in sources))


def _many(value: object) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, list) else []


def _matches(pattern: str, arn: str) -> bool:
    return pattern == arn or (pattern.endswith("*") and arn.startswith(pattern[:-1]))


@check(
    41,
    "pre-sign-up-trigger",
    Severity.INFO,
    effect="If it confirms or verifies everybody, nobody proves an address, and an alias moves to whoever claims it.",
)
def pre_sign_up_trigger(facts: Facts) -> Iterator[Fault]:
    """A PreSignUp trigger decides whether accounts are confirmed; the API does not show what it does."""
    if "PreSignUp" in facts.pool.get("LambdaConfig", {}):
        yield Fault(
            "The pool has a PreSignUp trigger.",
            "Review the function: it sets autoConfirmUser or autoVerifyEmail only for addresses that were proved.",
        )

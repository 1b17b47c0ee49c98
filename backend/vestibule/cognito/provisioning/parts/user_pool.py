"""The user pool itself: its settings."""

from vestibule.cognito.provisioning.differences import changed, created, differences
from vestibule.cognito.provisioning.documents.pool import fixed_settings, pool_settings
from vestibule.cognito.provisioning.losses import losses
from vestibule.cognito.provisioning.parts.attributes import fixed_part
from vestibule.cognito.provisioning.plan import Effect, Ids, Part, Step, of_pool
from vestibule.cognito.provisioning.pool_state import PoolState
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile

POOL = "user pool"
CHANGED_WITH_MFA = "MfaConfiguration"
"""UpdateUserPool keeps it if it is left out, and refuses it for pools without SMS: SetUserPoolMfaConfig changes it."""


def pool_part(file: PoolFile, state: PoolState | None, updatable: frozenset[str]) -> Part:
    """Create the pool, or change its settings. `updatable` are the members that UpdateUserPool takes."""
    wanted = pool_settings(file)
    if state is None:
        request = {**created(wanted), **fixed_settings(file)}
        yield Step(POOL, Effect.ADDED, "CreateUserPool", lambda _: request, created=_keep_pool_id)
        return
    actual = {name: value for name, value in state.pool.items() if name in updatable and name != CHANGED_WITH_MFA}
    actual["PoolName"] = state.pool["Name"]
    yield from fixed_part(file, state.pool)
    if found := [*differences(wanted, actual)]:
        document = _without_conflicts(changed(actual, found))
        yield Step(
            POOL,
            Effect.IN_PLACE,
            "UpdateUserPool",
            of_pool(document),
            differences=tuple(found),
            losses=losses(POOL, found),
        )


def _keep_pool_id(ids: Ids, response: Document) -> None:
    ids.pool_id = response["UserPool"]["Id"]


def _without_conflicts(document: Document) -> Document:
    """The document as UpdateUserPool takes it: what DescribeUserPool returns twice only once, or both the same."""
    if "TemporaryPasswordValidityDays" in document.get("Policies", {}).get("PasswordPolicy", {}):
        document.get("AdminCreateUserConfig", {}).pop("UnusedAccountValidityDays", None)
    # AWS's own tags, such as CloudFormation's, are described too, but nobody may set them.
    tags = document.get("UserPoolTags", {})
    document["UserPoolTags"] = {name: value for name, value in tags.items() if not name.startswith("aws:")}
    template = document.get("VerificationMessageTemplate", {})
    for old, new in (
        ("EmailVerificationSubject", "EmailSubject"),
        ("EmailVerificationMessage", "EmailMessage"),
        ("SmsVerificationMessage", "SmsMessage"),
    ):
        if old in document and new in template:
            document[old] = template[new]
    return document

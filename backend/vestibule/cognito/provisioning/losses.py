"""What users or applications lose by a change."""

from collections.abc import Iterable, Iterator

from vestibule.cognito.provisioning.differences import Difference, is_empty

TIERS = ("LITE", "ESSENTIALS", "PLUS")
HARMLESS = frozenset({"EmailSubject", "EmailMessage", "SmsMessage", "SMSMessage", "Subject", "Message", "Description"})
IDENTIFIERS = ("Name", "ScopeName", "ClientId")
OFF = ("OFF", "DISABLED", "INACTIVE", "LEGACY", "COGNITO_DEFAULT")


def losses(resource: str, differences: Iterable[Difference]) -> tuple[str, ...]:
    """One line for each difference by which something is lost."""
    return tuple(f"{resource}: {line}" for difference in differences for line in _losses(difference))


def _losses(difference: Difference) -> Iterator[str]:
    actual, wanted, last = difference.actual, difference.wanted, difference.path[-1]
    if last == "AllowAdminCreateUserOnly" and wanted:
        yield "users can no longer sign up"
    elif last in HARMLESS or difference.is_secret or is_empty(actual):
        return
    elif isinstance(actual, list | dict):
        kept = {_named(item) for item in wanted or []}
        if gone := [name for name in map(_named, actual) if name not in kept]:
            yield f"{difference.name} loses {', '.join(gone)}"
    elif is_empty(wanted) or (wanted in OFF and actual not in OFF):
        yield f"{difference.name} is turned off (is {actual})"
    else:
        yield from _lowered(last, actual, wanted)


def _lowered(member: str, actual: str, wanted: str) -> Iterator[str]:
    if member == "UserPoolTier" and TIERS.index(wanted) < TIERS.index(actual):
        yield f"the plan is lowered from {actual} to {wanted}"
    elif member == "RelyingPartyId":
        yield f"every passkey of {actual} stops working"


def _named(item: object) -> str:
    """What identifies an item of a list."""
    if not isinstance(item, dict):
        return str(item)
    return str(next((item[member] for member in IDENTIFIERS if member in item), item))

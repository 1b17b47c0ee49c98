"""The MFA configuration, which has its own operation."""

from collections.abc import Callable, Iterator, Mapping

from vestibule.cognito.provisioning.differences import Difference, differences
from vestibule.cognito.provisioning.documents.pool import mfa_config
from vestibule.cognito.provisioning.losses import losses
from vestibule.cognito.provisioning.plan import Effect, Part, Step, of_pool
from vestibule.cognito.provisioning.pool_state import PoolState
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile

MFA = "multi-factor authentication"
FACTORS: Mapping[str, tuple[str, Callable[[Document | None], bool]]] = {
    # The block of TOTP says whether it is on; that of e-mail may be empty, and is on where it is present.
    "SoftwareTokenMfaConfiguration": ("totp", lambda block: bool(block and block.get("Enabled"))),
    "EmailMfaConfiguration": ("email", lambda block: block is not None),
    "SmsMfaConfiguration": ("sms", lambda block: bool(block and "SmsConfiguration" in block)),
    "WebAuthnConfiguration": ("passkeys", lambda block: bool(block and block.get("RelyingPartyId"))),
}
"""By member: the factor, and whether its block turns it on."""


def mfa_part(file: PoolFile, state: PoolState | None) -> Part:
    """Set the MFA configuration, which has its own operation."""
    wanted, actual = mfa_config(file), state.mfa if state else {}
    if "MfaConfiguration" not in actual:
        actual = {**actual, "MfaConfiguration": "OFF"}
    found = [*_mfa_differences(wanted, actual)]
    if not found:
        return
    blocks = {name: {**actual.get(name, {}), **block} for name, block in wanted.items() if isinstance(block, dict)}
    document = {"MfaConfiguration": wanted["MfaConfiguration"], **blocks}
    yield Step(
        MFA,
        Effect.OTHER_CALL if state else Effect.ADDED,
        "SetUserPoolMfaConfig",
        of_pool(document),
        differences=tuple(found) if state else (),
        losses=losses(MFA, found),
    )


def _mfa_differences(wanted: Document, actual: Document) -> Iterator[Difference]:
    """Differences of the mode, then for each factor whether it is on, then its settings."""
    yield from differences({"MfaConfiguration": wanted["MfaConfiguration"]}, actual)
    for member, (factor, is_on) in FACTORS.items():
        was, will_be = is_on(actual.get(member)), is_on(wanted.get(member))
        if was != will_be:
            yield Difference((factor,), was, will_be)
        elif will_be:
            yield from differences({member: wanted[member]}, actual)


def mfa_goes_first(file: PoolFile, state: PoolState | None) -> bool:
    """Whether MFA must change before the pool.

    A factor that is given up may exclude the pool's new settings, and a first factor may need passkeys to be set up.
    Otherwise a new factor may need the pool's new settings.
    """
    if state is None:
        return False
    was, will_be = state.mfa, mfa_config(file)
    lowered = was.get("MfaConfiguration") == "ON" and will_be["MfaConfiguration"] != "ON"
    on_before = {factor for name, (factor, is_on) in FACTORS.items() if is_on(was.get(name))}
    on_after = {factor for name, (factor, is_on) in FACTORS.items() if is_on(will_be.get(name))}
    return lowered or bool(on_before - on_after) or on_after - on_before == {"passkeys"}

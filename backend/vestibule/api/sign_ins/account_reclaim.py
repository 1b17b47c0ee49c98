"""Reclaim an account for the user who proved its address: passwords and attributes of others do not survive."""

from contextlib import suppress

from pydantic import SecretStr

from vestibule.api.sign_ins.account_sessions import attributes_to_keep
from vestibule.errors import AppError, StoreUnavailable
from vestibule.services import Services


def reclaim(services: Services, email: str, password: SecretStr | None, *, client_ip: str | None) -> bool:
    """Make the present password useless, and set `password` if there is one. Returns whether it was set.

    The record comes first, so that nothing is missed if Cognito cannot be reached.
    """
    try:
        services.records.ownership.require_new_password(email, client_ip)
    except StoreUnavailable:
        _replace_password(services, email, password)
        raise
    return _replace_password(services, email, password)


def _replace_password(services: Services, email: str, password: SecretStr | None) -> bool:
    recovery = services.cognito.admin.recovery
    with suppress(AppError):  # without AWS credentials, the first sign-in does it
        if password is None:
            recovery.disable_password(email)
            return False
        recovery.set_password(email, password)
        recovery.clear_attributes(email, keep=attributes_to_keep(services))
        services.records.ownership.done(email)
        return True
    return False

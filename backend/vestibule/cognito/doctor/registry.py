"""Every check, by number."""

from types import ModuleType

from vestibule.cognito.doctor.check import Check
from vestibule.cognito.doctor.checks import (
    app_client,
    attributes,
    connection,
    domain,
    identity_pool,
    mail,
    mfa,
    oauth,
    permissions,
    protection,
    providers,
    recovery,
    token_validity,
    triggers,
)

MODULES: tuple[ModuleType, ...] = (
    *(app_client, attributes, connection, domain, identity_pool, mail, mfa, oauth, permissions, protection, providers),
    *(recovery, token_validity, triggers),
)

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (each for module in MODULES for each in vars(module).values() if isinstance(each, Check)),
        key=lambda each: each.number,
    )
)
CHEAP_CHECKS: tuple[Check, ...] = tuple(each for each in CHECKS if each.cheap)

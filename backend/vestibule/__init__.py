"""Vestibule: complete user accounts on AWS Cognito, as a service of their own or inside another FastAPI application.

    from fastapi import FastAPI
    from vestibule import CurrentUser, lifespan

    app = FastAPI(lifespan=lifespan)

    @app.get("/reports")
    async def reports(user: CurrentUser) -> str:
        return f"Reports of {user.username}"

The names below are the public interface; they are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vestibule.api.deps import CurrentUser, OptionalUser
    from vestibule.api.security.bearer import current_user, optional_user
    from vestibule.api.security.guards import require_group, require_scope
    from vestibule.embedding import add_account_endpoints, lifespan, token_verifier
    from vestibule.errors import AppError
    from vestibule.settings import Settings
    from vestibule.tokens.claims import AccessClaims

__all__ = [
    "AccessClaims",
    "AppError",
    "CurrentUser",
    "OptionalUser",
    "Settings",
    "add_account_endpoints",
    "current_user",
    "lifespan",
    "optional_user",
    "require_group",
    "require_scope",
    "token_verifier",
]

_MODULES = {
    "AccessClaims": "vestibule.tokens.claims",
    "AppError": "vestibule.errors",
    "CurrentUser": "vestibule.api.deps",
    "OptionalUser": "vestibule.api.deps",
    "Settings": "vestibule.settings",
    "add_account_endpoints": "vestibule.embedding",
    "current_user": "vestibule.api.security.bearer",
    "lifespan": "vestibule.embedding",
    "optional_user": "vestibule.api.security.bearer",
    "require_group": "vestibule.api.security.guards",
    "require_scope": "vestibule.api.security.guards",
    "token_verifier": "vestibule.embedding",
}


def __getattr__(name: str) -> object:
    """Import a public name (PEP 562). The command line must not wait for FastAPI and boto3."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    """The public names too, for completion in shells and notebooks."""
    return sorted({*globals(), *__all__})

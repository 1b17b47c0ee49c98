"""How OAuth clients and agents find out who issues tokens for this API, and how to get one.

Protected resource metadata (RFC 9728) and authorization server metadata (RFC 8414).
"""

from typing import Literal, Self

from pydantic import BaseModel

from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.services import ServicesDep
from vestibule.cognito.scopes import SELF_SERVICE
from vestibule.errors import NotFound
from vestibule.settings.security import RESOURCE_METADATA_PATH

router = TopicRouter(tags=["well-known"], responses=problems(NotFound))


class ProtectedResource(BaseModel):
    """The metadata of RFC 9728, section 2. `resource` is RESOURCE_URL, the `aud` of tokens for this API."""

    resource: str
    authorization_servers: list[str]
    bearer_methods_supported: list[Literal["header"]] = ["header"]


class AuthorizationServer(BaseModel):
    """The metadata of RFC 8414, section 2. `issuer` is where it is; tokens name the pool as theirs."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    scopes_supported: list[str] = ["openid", "email", "phone", "profile", SELF_SERVICE]
    response_types_supported: list[Literal["code"]] = ["code"]
    response_modes_supported: list[Literal["query"]] = ["query"]
    grant_types_supported: list[str] = ["authorization_code", "refresh_token", "client_credentials"]
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic", "client_secret_post", "none"]
    code_challenge_methods_supported: list[Literal["S256"]] = ["S256"]

    @classmethod
    def of(cls, issuer: str, domain: str, jwks_url: str) -> Self:
        """The endpoints of the domain."""
        return cls(
            issuer=issuer,
            authorization_endpoint=f"{domain}/oauth2/authorize",
            token_endpoint=f"{domain}/oauth2/token",
            revocation_endpoint=f"{domain}/oauth2/revoke",
            userinfo_endpoint=f"{domain}/oauth2/userInfo",
            jwks_uri=jwks_url,
        )


@router.get(RESOURCE_METADATA_PATH)
@router.get(RESOURCE_METADATA_PATH + "/{path:path}", include_in_schema=False)
async def protected_resource(services: ServicesDep, path: str = "") -> ProtectedResource:
    """Return the metadata. If RESOURCE_URL has a path, it follows the well-known path (RFC 9728, section 3.1)."""
    settings = services.settings
    if settings.resource_url is None or f"/{path}".rstrip("/") not in ("", settings.resource_path):
        raise NotFound
    issuers = [pool.issuer for pool in settings.trusted_pools]
    if settings.cognito_domain is not None and settings.resource_origin is not None:
        issuers[0] = settings.resource_origin
    return ProtectedResource(resource=settings.resource_url, authorization_servers=issuers)


@router.get("/.well-known/oauth-authorization-server")
async def authorization_server(services: ServicesDep) -> AuthorizationServer:
    """Return the metadata of the pool's domain: Cognito's own leaves out that it supports PKCE."""
    settings = services.settings
    if settings.resource_origin is None or settings.cognito_domain is None:
        raise NotFound
    return AuthorizationServer.of(settings.resource_origin, settings.cognito_domain, settings.cognito_jwks_url)

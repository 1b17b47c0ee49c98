"""Protected resource metadata (RFC 9728): how OAuth clients and agents find out who issues tokens for this API."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from vestibule.api.http.problems import problems
from vestibule.api.services import ServicesDep
from vestibule.errors import NotFound
from vestibule.settings.security import RESOURCE_METADATA_PATH

router = APIRouter(tags=["well-known"], responses=problems(NotFound))


class ProtectedResource(BaseModel):
    """The metadata of RFC 9728, section 2. `resource` is RESOURCE_URL, the `aud` of tokens for this API."""

    resource: str
    authorization_servers: list[str]
    bearer_methods_supported: list[Literal["header"]] = ["header"]


@router.get(RESOURCE_METADATA_PATH)
@router.get(RESOURCE_METADATA_PATH + "/{path:path}", include_in_schema=False)
async def protected_resource(services: ServicesDep, path: str = "") -> ProtectedResource:
    """Return the metadata. If RESOURCE_URL has a path, it follows the well-known path (RFC 9728, section 3.1)."""
    settings = services.settings
    if settings.resource_url is None or f"/{path}".rstrip("/") not in ("", settings.resource_path):
        raise NotFound
    issuers = [pool.issuer for pool in settings.trusted_pools]
    return ProtectedResource(resource=settings.resource_url, authorization_servers=issuers)

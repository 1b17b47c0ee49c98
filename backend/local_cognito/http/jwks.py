"""A pool's public keys and its OpenID Connect discovery document."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_cognito.context import Context
from local_cognito.crypto.keys import Key
from local_cognito.errors import ResourceNotFoundException
from local_cognito.http.wire import error_response
from local_cognito.identity.model import keys
from local_cognito.model import domains, pools


class Jwks:
    """The endpoints below `/<pool id>/.well-known`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def keys(self, request: Request) -> Response:
        """GET /<pool id>/.well-known/jwks.json."""
        try:
            pool_keys = self._pool_keys(request.path_params["pool_id"])
        except ResourceNotFoundException as error:
            return error_response(error)
        return JSONResponse({"keys": [key.jwk() for key in pool_keys.values()]})

    def openid_configuration(self, request: Request) -> Response:
        """GET /<pool id>/.well-known/openid-configuration."""
        pool_id = request.path_params["pool_id"]
        try:
            with self._context.storage.read() as db:
                pool = pools.find(db, pool_id)
        except ResourceNotFoundException as error:
            return error_response(error)
        with self._context.storage.read() as db:
            has_domain = bool(domains.of_pool(db, pool.id))
        endpoint = str(request.base_url).rstrip("/")
        document = openid_configuration(self._context.issuer(pool.id, pool.issuer_type), pool.id, endpoint)
        return JSONResponse(
            document | (domain_endpoints(self._context.settings.domain_url, endpoint) if has_domain else {})
        )

    def identity_keys(self, _: Request) -> Response:
        """GET /cognito-identity.amazonaws.com/.well-known/jwks.json: the key of OpenID tokens of identity pools."""
        return JSONResponse({"keys": [keys.service_key(self._context).jwk()]})

    def _pool_keys(self, pool_id: str) -> Mapping[str, Key]:
        with self._context.storage.read() as db:
            pool_keys = self._context.keyring.of_pool(db, pool_id)
        if not pool_keys:
            raise ResourceNotFoundException(f"User pool {pool_id} does not exist.")
        return pool_keys


def openid_configuration(issuer: str, pool_id: str, endpoint: str) -> dict[str, object]:
    """A discovery document (OpenID Connect Discovery 1.0). The key URL is this server's; the issuer may be AWS's."""
    return {
        "issuer": issuer,
        "jwks_uri": f"{endpoint}/{pool_id}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }


def domain_endpoints(domain_url: str | None, endpoint: str) -> dict[str, object]:
    """The endpoints of a pool's domain. Browsers visit the first two, apps call the others at this server."""
    domain = domain_url or endpoint
    return {
        "authorization_endpoint": f"{domain}/oauth2/authorize",
        "end_session_endpoint": f"{domain}/logout",
        "token_endpoint": f"{endpoint}/oauth2/token",
        "revocation_endpoint": f"{endpoint}/oauth2/revoke",
        "userinfo_endpoint": f"{endpoint}/oauth2/userInfo",
    }

"""The documents of the identity pool."""

from vestibule.cognito.transport.aws import Document
from vestibule.pool_file.identity_pool import IdentityPool


def identity_pool(table: IdentityPool, provider: str, client_ids: list[str]) -> Document:
    """CreateIdentityPool and UpdateIdentityPool. `provider` is the user pool's name as a provider."""
    return {
        "IdentityPoolName": table.name,
        "AllowUnauthenticatedIdentities": table.guest_role_arn is not None,
        # The classic flow gives credentials of any role that trusts the pool.
        "AllowClassicFlow": False,
        "CognitoIdentityProviders": [
            {"ProviderName": provider, "ClientId": client_id, "ServerSideTokenCheck": table.server_side_token_check}
            for client_id in client_ids
        ],
    }


def identity_pool_roles(table: IdentityPool, provider: str, client_ids: list[str]) -> Document:
    """SetIdentityPoolRoles."""
    guests = {"unauthenticated": table.guest_role_arn} if table.guest_role_arn else {}
    mapping = {"Type": "Token", "AmbiguousRoleResolution": table.without_group}
    mappings = {f"{provider}:{client_id}": mapping for client_id in client_ids} if table.role_from_token else {}
    return {
        "Roles": {"authenticated": table.authenticated_role_arn, **guests},
        "RoleMappings": mappings,
    }

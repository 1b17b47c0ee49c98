"""An app client's documents."""

from vestibule.cognito.scopes import SIGN_IN_SCOPES
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file.clients import Client


def client_settings(name: str, client: Client) -> Document:
    """What CreateUserPoolClient and UpdateUserPoolClient have in common."""
    return {
        "ClientName": name,
        "ExplicitAuthFlows": _auth_flows(client),
        # Without these, the pool reveals who has an account, and sign-out revokes nothing.
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": True,
        "AccessTokenValidity": client.access_token_minutes,
        "IdTokenValidity": client.id_token_minutes,
        "RefreshTokenValidity": client.refresh_token_days,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
        "RefreshTokenRotation": _rotation(client),
        "AuthSessionValidity": client.auth_session_minutes,
        "EnablePropagateAdditionalUserContextData": client.propagate_client_ip,
        **_oauth(client),
        **({} if client.read_attributes is None else {"ReadAttributes": client.read_attributes}),
        **({} if client.write_attributes is None else {"WriteAttributes": client.write_attributes}),
    }


def _auth_flows(client: Client) -> list[str]:
    """Never empty: Cognito would fill in flows that nobody asked for."""
    flows = [] if client.kind == "machine" else [f"ALLOW_{flow}" for flow in client.auth_flows]
    return flows if _rotates(client) and flows else [*flows, "ALLOW_REFRESH_TOKEN_AUTH"]


def _rotates(client: Client) -> bool:
    return client.rotate_refresh_tokens and client.kind != "machine" and bool(client.auth_flows)


def _rotation(client: Client) -> Document:
    """Rotation and ALLOW_REFRESH_TOKEN_AUTH exclude each other."""
    if not _rotates(client):
        return {"Feature": "DISABLED"}
    return {"Feature": "ENABLED", "RetryGracePeriodSeconds": client.rotation_grace_seconds}


def _oauth(client: Client) -> Document:
    has_oauth = client.kind == "machine" or bool(client.callback_urls)
    flow = ["client_credentials"] if client.kind == "machine" else ["code"]
    return {
        "AllowedOAuthFlowsUserPoolClient": has_oauth,
        "AllowedOAuthFlows": flow if has_oauth else [],
        "AllowedOAuthScopes": (client.scopes or [*SIGN_IN_SCOPES]) if has_oauth else [],
        "CallbackURLs": client.callback_urls,
        "LogoutURLs": client.sign_out_urls,
        **({"SupportedIdentityProviders": client.providers} if has_oauth and client.kind != "machine" else {}),
    }

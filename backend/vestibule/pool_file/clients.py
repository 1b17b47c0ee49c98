"""App clients."""

from typing import Literal

from pydantic import Field

from vestibule.pool_file.table import AttributeName, Table, Url

AuthFlow = Literal["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH", "CUSTOM_AUTH", "ADMIN_USER_PASSWORD_AUTH"]
MAX_ACCESS_TOKEN_MINUTES = 1440


class Client(Table):
    """An app client. The file's first one is the API's own; its name is the table's."""

    kind: Literal["public", "confidential", "machine"] = "public"
    """`public` has no secret; `confidential` has one; `machine` has one and gets tokens for itself, not for users."""
    auth_flows: list[AuthFlow] = ["USER_PASSWORD_AUTH"]
    """The ways to sign in through Cognito's API. Ignored for machines."""
    rotate_refresh_tokens: bool = True
    """Whether each refresh token is replaced when it is used."""
    rotation_grace_seconds: int = Field(10, ge=0, le=60)
    access_token_minutes: int = Field(60, ge=5, le=MAX_ACCESS_TOKEN_MINUTES)
    id_token_minutes: int = Field(60, ge=5, le=MAX_ACCESS_TOKEN_MINUTES)
    refresh_token_days: int = Field(30, ge=1, le=3650)
    auth_session_minutes: int = Field(3, ge=3, le=15)
    """How long a challenge may take."""
    read_attributes: list[AttributeName] | None = None
    """By default all standard attributes."""
    write_attributes: list[AttributeName] | None = None
    """By default all standard attributes."""
    callback_urls: list[Url] = Field([], max_length=100)
    """Where managed login sends users back to. Without any, the client has no OAuth."""
    sign_out_urls: list[Url] = Field([], max_length=100)
    scopes: list[str] = Field([], max_length=50)
    """OAuth scopes. By default `openid email profile aws.cognito.signin.user.admin` if there are callback URLs."""
    providers: list[str] = ["COGNITO"]
    """Who users may sign in with at managed login: `COGNITO`, and names of [providers]."""
    propagate_client_ip: bool = False
    """Whether a confidential client may send the user's IP address, for threat protection."""
    sso_session_minutes: int | None = Field(None, ge=0, le=129_600)
    """How long managed login signs users in again without asking; needs [sessions]."""

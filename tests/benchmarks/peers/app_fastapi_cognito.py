"""FastAPI and fastapi-cognito, as its README puts them together, with a model that also reads the groups."""

from typing import Annotated, Any

from answer import CLIENT_ID, JWKS_URL, POOL_ID, REGION, AuthTest, answer
from fastapi import Depends, FastAPI
from fastapi_cognito import CognitoAuth, CognitoSettings, CognitoToken
from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """The settings of fastapi-cognito."""

    check_expiration: bool = True
    jwt_header_prefix: str = "Bearer"
    jwt_header_name: str = "Authorization"
    userpools: dict[str, dict[str, Any]] = {
        "pool": {"region": REGION, "userpool_id": POOL_ID, "app_client_id": CLIENT_ID, "jwks_url": JWKS_URL}
    }


class Token(CognitoToken):
    """The token, and the groups in it."""

    groups: list[str] = Field(default=[], alias="cognito:groups")


cognito = CognitoAuth(settings=CognitoSettings.from_global_settings(Settings()), custom_model=Token)

app = FastAPI()


@app.get("/api/auth_test")
async def auth_test(user: Annotated[Token, Depends(cognito.auth_required)]) -> AuthTest:
    """Require a valid access token."""
    return answer(user.model_dump(by_alias=True))


@app.get("/live")
async def live() -> None:
    """Respond that it is running."""

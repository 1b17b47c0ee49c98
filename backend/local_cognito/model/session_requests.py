"""Requests about sessions. They are newer than the type stubs of boto3."""

from typing import Literal, NotRequired, TypedDict


class TokenSession(TypedDict):
    """UserPoolTokenSessionConfigType."""

    MaxPerUser: int


class SsoSession(TypedDict):
    """ClientSSOSessionConfigType."""

    MaxValidityMinutes: int


class GetUserPoolSessionConfigurationRequest(TypedDict):
    """GetUserPoolSessionConfiguration."""

    UserPoolId: str


class SetUserPoolSessionConfigurationRequest(TypedDict):
    """SetUserPoolSessionConfiguration."""

    UserPoolId: str
    UserSessionTracking: Literal["ENABLED", "DISABLED"]
    TokenSession: TokenSession


class GetUserPoolClientSessionConfigurationRequest(TypedDict):
    """GetUserPoolClientSessionConfiguration."""

    UserPoolId: str
    ClientId: str


class SetUserPoolClientSessionConfigurationRequest(TypedDict):
    """SetUserPoolClientSessionConfiguration."""

    UserPoolId: str
    ClientId: str
    SSOSession: SsoSession


class ListUserSessionsRequest(TypedDict):
    """ListUserSessions."""

    AccessToken: str


class RevokeUserSessionRequest(TypedDict):
    """RevokeUserSession."""

    AccessToken: str
    SessionId: str
    RevokeAssociatedSessions: NotRequired[str]


class AdminListUserSessionsRequest(TypedDict):
    """AdminListUserSessions."""

    UserPoolId: str
    Username: str


class AdminRevokeUserSessionRequest(TypedDict):
    """AdminRevokeUserSession."""

    UserPoolId: str
    Username: str
    SessionId: str
    RevokeAssociatedSessions: NotRequired[str]

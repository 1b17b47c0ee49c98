"""The error tree: every failure of a request, with its HTTP status and stable code.

AppError
├── InvalidRequest 422            a value is not acceptable; `field` names it
│   ├── MalformedRequest 400      not JSON, or ambiguous
│   ├── UnreadableRequest 400     not HTTP
│   ├── BodyTimeout 408, BodyTooLarge 413, HeadersTooLarge 431
│   ├── UnsupportedMediaType 415
│   ├── UnknownAttribute, InvalidAttribute
│   ├── PasswordTooWeak, PasswordReused
│   ├── WrongPassword 400         the current password, at a change
│   ├── CodeMismatch, CodeExpired, PasskeyRejected 400
│   ├── IdTokenInvalid 400        of another session, expired, or no ID token
│   ├── SessionInvalid 400        the encrypted session of a challenge
│   ├── OAuthStateInvalid 400     the callback of a sign-in by redirect
│   ├── SignInCancelled, ProviderEmailMissing, OtherIdentity 400
│   └── RejectedByPool 400        a Lambda trigger of the pool rejected it
├── NotAuthenticated 401
│   ├── InvalidCredentials
│   ├── InvitationExpired
│   ├── SessionEnded              the refresh token is no longer valid
│   │   └── RefreshTokenReused    it was replaced and used again
│   └── BearerError               RFC 6750: sends WWW-Authenticate
│       ├── TokenMissing
│       ├── TokenInvalid
│       │   ├── TokenExpired
│       │   └── TokenRevoked
├── Forbidden 403
│   ├── MissingGroup, InsufficientScope
│   ├── OriginRefused
│   ├── StepUpRequired            `methods` would prove who the user is
│   ├── SignUpDisabled, NotAllowed, FeatureUnavailable
│   └── TokenTooLarge             the access token exceeds the size of a header
├── NotFound 404, MethodNotAllowed 405
├── Conflict 409
│   ├── UserExists, AddressInUse
│   ├── NewCodeSent
│   ├── FactorUnavailable, FactorRequired, LastFactor
│   ├── AccountExists, IdentityInUse, PrimaryIdentity, AuthorizeAgain
│   └── AlreadyConfirmed
├── TooManyRequests 429           our rate limit or Cognito's; `retry_after` in seconds
│   └── TooManyAttempts           passwords or codes
├── Misconfigured 500             details only in the log
├── CodeDeliveryFailed, ProviderFailed 502
├── Unavailable 503
│   ├── CognitoUnavailable
│   ├── KeysUnavailable
│   └── StoreUnavailable
└── CognitoTimeout, ProviderTimeout 504
"""

from vestibule.errors.access import (
    BearerError,
    FeatureUnavailable,
    Forbidden,
    InsufficientScope,
    InvalidCredentials,
    InvitationExpired,
    MissingGroup,
    NotAllowed,
    NotAuthenticated,
    OriginRefused,
    RefreshTokenReused,
    SessionEnded,
    SignUpDisabled,
    StepUpRequired,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    TokenRevoked,
    TokenTooLarge,
)
from vestibule.errors.base import AppError
from vestibule.errors.oauth import (
    AccountExists,
    AuthorizeAgain,
    IdentityInUse,
    OAuthStateInvalid,
    OtherIdentity,
    PrimaryIdentity,
    ProviderEmailMissing,
    ProviderFailed,
    ProviderTimeout,
    SignInCancelled,
)
from vestibule.errors.request import (
    AddressInUse,
    AlreadyConfirmed,
    BodyTimeout,
    BodyTooLarge,
    CodeExpired,
    CodeMismatch,
    Conflict,
    FactorRequired,
    FactorUnavailable,
    HeadersTooLarge,
    IdTokenInvalid,
    InvalidAttribute,
    InvalidRequest,
    LastFactor,
    MalformedRequest,
    MethodNotAllowed,
    NewCodeSent,
    NotFound,
    PasskeyRejected,
    PasswordReused,
    PasswordTooWeak,
    RejectedByPool,
    SessionInvalid,
    TooManyAttempts,
    TooManyRequests,
    UnknownAttribute,
    UnreadableRequest,
    UnsupportedMediaType,
    UserExists,
    WrongPassword,
)
from vestibule.errors.upstream import (
    RESPONSE_LOST,
    CodeDeliveryFailed,
    CognitoTimeout,
    CognitoUnavailable,
    KeysUnavailable,
    Misconfigured,
    StoreUnavailable,
    Unavailable,
)

__all__ = [
    "RESPONSE_LOST",
    "AccountExists",
    "AddressInUse",
    "AlreadyConfirmed",
    "AppError",
    "AuthorizeAgain",
    "BearerError",
    "BodyTimeout",
    "BodyTooLarge",
    "CodeDeliveryFailed",
    "CodeExpired",
    "CodeMismatch",
    "CognitoTimeout",
    "CognitoUnavailable",
    "Conflict",
    "FactorRequired",
    "FactorUnavailable",
    "FeatureUnavailable",
    "Forbidden",
    "HeadersTooLarge",
    "IdTokenInvalid",
    "IdentityInUse",
    "InsufficientScope",
    "InvalidAttribute",
    "InvalidCredentials",
    "InvalidRequest",
    "InvitationExpired",
    "KeysUnavailable",
    "LastFactor",
    "MalformedRequest",
    "MethodNotAllowed",
    "Misconfigured",
    "MissingGroup",
    "NewCodeSent",
    "NotAllowed",
    "NotAuthenticated",
    "NotFound",
    "OAuthStateInvalid",
    "OriginRefused",
    "OtherIdentity",
    "PasskeyRejected",
    "PasswordReused",
    "PasswordTooWeak",
    "PrimaryIdentity",
    "ProviderEmailMissing",
    "ProviderFailed",
    "ProviderTimeout",
    "RefreshTokenReused",
    "RejectedByPool",
    "SessionEnded",
    "SessionInvalid",
    "SignInCancelled",
    "SignUpDisabled",
    "StepUpRequired",
    "StoreUnavailable",
    "TokenExpired",
    "TokenInvalid",
    "TokenMissing",
    "TokenRevoked",
    "TokenTooLarge",
    "TooManyAttempts",
    "TooManyRequests",
    "Unavailable",
    "UnknownAttribute",
    "UnreadableRequest",
    "UnsupportedMediaType",
    "UserExists",
    "WrongPassword",
]

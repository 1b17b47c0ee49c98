"""Field types of request bodies. Their limits are Cognito's."""

from vestibule.cognito.fields.attributes import AttributeName, AttributeValue
from vestibule.cognito.fields.body import RequestBody
from vestibule.cognito.fields.code import Code, DeviceName, RecoveryCode, TotpCode
from vestibule.cognito.fields.email import Email, NewEmail, Username
from vestibule.cognito.fields.password import NewPasswordStr, PasswordStr
from vestibule.cognito.fields.redirect import NextPath, ProviderName
from vestibule.cognito.fields.token import OpaqueToken, TriggerAnswer

__all__ = [
    "AttributeName",
    "AttributeValue",
    "Code",
    "DeviceName",
    "Email",
    "NewEmail",
    "NewPasswordStr",
    "NextPath",
    "OpaqueToken",
    "PasswordStr",
    "ProviderName",
    "RecoveryCode",
    "RequestBody",
    "TotpCode",
    "TriggerAnswer",
    "Username",
]

"""How Cognito sends mail and SMS, and what it says."""

from typing import Annotated

from pydantic import Field

from vestibule.pool_file.table import Arn, Table

Address = Annotated[str, Field(min_length=3, max_length=320, pattern=r"@")]
MAX_SUBJECT, MAX_EMAIL, MAX_SMS = 140, 20_000, 140


class Email(Table):
    """The sender of mail. Without ses_identity_arn, Cognito sends at most 50 mails a day, from its own address."""

    ses_identity_arn: Arn | None = None
    """The verified identity in Amazon SES. E-mail codes as a factor need it."""
    sender: str | None = Field(None, min_length=3, max_length=320)
    """The From header: `Example <accounts@example.com>`."""
    reply_to: Address | None = None
    configuration_set: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{1,64}$")
    """The SES configuration set, for bounces."""


class Sms(Table):
    """The sender of SMS."""

    sns_caller_arn: Arn
    """The IAM role with which Cognito calls Amazon SNS."""
    external_id: str | None = Field(None, min_length=1, max_length=131)
    """What the role's trust policy expects as sts:ExternalId."""
    region: str | None = Field(None, pattern=r"^[a-z0-9-]+$")


class Languages(Table):
    """A text in English and French. A pool has one text for everybody, so both are sent, English first."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)

    def joined(self, separator: str) -> str:
        """Both texts."""
        return f"{self.en}{separator}{self.fr}"


class CodeMessage(Table):
    """A message with a code, `{####}`."""

    subject: Languages
    email: Languages
    """HTML."""
    sms: Languages | None = None


class Invitation(CodeMessage):
    """The message to a user whom an administrator created: `{username}` and the temporary password, `{####}`."""


class Messages(Table):
    """What Cognito's messages say. What is left out is as the pool has it."""

    verification: CodeMessage | None = None
    """The code that confirms a sign-up, a new address or a password reset."""
    invitation: Invitation | None = None
    mfa: CodeMessage | None = None
    """The code of a second factor."""

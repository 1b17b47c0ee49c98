"""Lambda triggers."""

from typing import Literal

from pydantic import model_validator

from vestibule.pool_file.table import Arn, Table


class PreTokenGeneration(Table):
    """The trigger that changes claims."""

    arn: Arn
    version: Literal["V1_0", "V2_0", "V3_0"] = "V2_0"
    """V1_0 changes ID tokens only; V2_0 also access tokens; V3_0 also those of machines."""


class Triggers(Table):
    """Lambda functions by their trigger. What is left out has no function."""

    pre_sign_up: Arn | None = None
    post_confirmation: Arn | None = None
    pre_authentication: Arn | None = None
    post_authentication: Arn | None = None
    pre_token_generation: PreTokenGeneration | None = None
    custom_message: Arn | None = None
    user_migration: Arn | None = None
    define_auth_challenge: Arn | None = None
    create_auth_challenge: Arn | None = None
    verify_auth_challenge_response: Arn | None = None
    custom_email_sender: Arn | None = None
    custom_sms_sender: Arn | None = None
    inbound_federation: Arn | None = None
    kms_key_arn: Arn | None = None
    """The key that encrypts codes for custom senders."""

    @model_validator(mode="after")
    def _key(self) -> "Triggers":
        if (self.custom_email_sender or self.custom_sms_sender) and not self.kms_key_arn:
            raise ValueError("custom senders need kms_key_arn")
        return self

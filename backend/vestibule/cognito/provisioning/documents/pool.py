"""A user pool's documents: what can be changed, what is fixed at creation, and the MFA configuration."""

from typing import Any

from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile
from vestibule.pool_file.checks import SEPARATORS
from vestibule.pool_file.delivery import CodeMessage, Sms
from vestibule.pool_file.triggers import Triggers
from vestibule.pool_file.users import Attribute, CustomAttribute, Sessions

NAME_TAG = "vestibule:pool"
"""The tag by which `apply` finds a pool that it created, if `.env` does not name it yet."""


def pool_settings(file: PoolFile) -> Document:
    """What CreateUserPool and UpdateUserPool have in common. None removes a member."""
    return {
        "PoolName": file.name,
        "UserPoolTier": file.tier,
        "DeletionProtection": "ACTIVE",
        "UserPoolTags": {**file.tags, NAME_TAG: file.name},
        "Policies": _policies(file),
        "AutoVerifiedAttributes": file.sign_in.auto_verified_attributes,
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": file.sign_in.verify_before_update},
        "AccountRecoverySetting": {
            "RecoveryMechanisms": [
                {"Priority": number, "Name": name} for number, name in enumerate(file.recovery.mechanisms, 1)
            ]
        },
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": not file.sign_in.self_sign_up,
            **_message("InviteMessageTemplate", file.messages.invitation, sms="SMSMessage"),
        },
        "EmailConfiguration": _email(file),
        "DeviceConfiguration": _devices(file),
        "LambdaConfig": lambda_config(file.triggers),
        "UserPoolAddOns": {"AdvancedSecurityMode": file.threat_protection},
        **_message("VerificationMessageTemplate", file.messages.verification, sms="SmsMessage"),
        **sms_configuration(file.sms),
    }


def fixed_settings(file: PoolFile) -> Document:
    """What only CreateUserPool takes."""
    standard = [standard_attribute(name, attribute) for name, attribute in file.attributes.items()]
    schema = [*standard, *(custom_attribute(name, rule) for name, rule in file.custom_attributes.items())]
    return {
        **({"UsernameAttributes": file.sign_in.username_attributes} if file.sign_in.username_attributes else {}),
        **({"AliasAttributes": file.sign_in.alias_attributes} if file.sign_in.alias_attributes else {}),
        "UsernameConfiguration": {"CaseSensitive": file.sign_in.case_sensitive},
        **({"Schema": schema} if schema else {}),
    }


def standard_attribute(name: str, attribute: Attribute) -> Document:
    """SchemaAttributeType. Two standard attributes are not texts of any length."""
    entry: Document = {
        "Name": name,
        "AttributeDataType": "String",
        "Required": attribute.required,
        "Mutable": attribute.mutable,
    }
    if name == "updated_at":
        return entry | {"AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "0"}}
    limits = (10, 10) if name == "birthdate" else (attribute.min_length, attribute.max_length)
    return entry | {"StringAttributeConstraints": _range("Length", *limits)}


def custom_attribute(name: str, attribute: CustomAttribute) -> Document:
    """SchemaAttributeType of an attribute without `custom:`. Limits of strings are spelled out, as AWS stores them."""
    entry: Document = {"Name": name, "AttributeDataType": attribute.type, "Mutable": attribute.mutable}
    if attribute.type == "String":
        longest = 2048 if attribute.max_length is None else attribute.max_length
        entry["StringAttributeConstraints"] = _range("Length", attribute.min_length or 0, longest)
    if attribute.type == "Number":
        entry["NumberAttributeConstraints"] = _range("Value", attribute.min_value, attribute.max_value)
    return entry


def mfa_config(file: PoolFile) -> Document:
    """SetUserPoolMfaConfig: the whole configuration, since what is left out is turned off."""
    mfa, texts = file.mfa, file.messages.mfa
    email, sms = _texts(texts), texts.sms if texts else None
    message = {"SmsAuthenticationMessage": sms.joined(SEPARATORS["sms"])} if sms else {}
    blocks: Document = {
        "SoftwareTokenMfaConfiguration": {"Enabled": True} if mfa.totp else None,
        "EmailMfaConfiguration": email if mfa.email else None,
        "SmsMfaConfiguration": {**message, **sms_configuration(file.sms)} if mfa.sms else None,
        "WebAuthnConfiguration": mfa.passkeys
        and {
            "RelyingPartyId": mfa.passkeys.relying_party_id,
            "UserVerification": mfa.passkeys.user_verification,
            "FactorConfiguration": (
                "MULTI_FACTOR_WITH_USER_VERIFICATION" if mfa.passkeys.multi_factor else "SINGLE_FACTOR"
            ),
        },
    }
    return {"MfaConfiguration": mfa.mode} | {name: block for name, block in blocks.items() if block is not None}


def session_configuration(sessions: Sessions) -> Document:
    """SetUserPoolSessionConfiguration, which replaces all."""
    return {
        "UserSessionTracking": "ENABLED" if sessions.tracking else "DISABLED",
        "TokenSession": {"MaxPerUser": sessions.max_per_user},
    }


def sms_configuration(sms: Sms | None) -> Document:
    """The member SmsConfiguration; empty without [sms]."""
    if sms is None:
        return {}
    given = {"SnsCallerArn": sms.sns_caller_arn, "ExternalId": sms.external_id, "SnsRegion": sms.region}
    return {"SmsConfiguration": {name: value for name, value in given.items() if value}}


def lambda_config(triggers: Triggers) -> Document:
    """LambdaConfigType. The function of PreTokenGeneration is in two members, as AWS describes it."""
    plain = {
        "PreSignUp": triggers.pre_sign_up,
        "PostConfirmation": triggers.post_confirmation,
        "PreAuthentication": triggers.pre_authentication,
        "PostAuthentication": triggers.post_authentication,
        "CustomMessage": triggers.custom_message,
        "UserMigration": triggers.user_migration,
        "DefineAuthChallenge": triggers.define_auth_challenge,
        "CreateAuthChallenge": triggers.create_auth_challenge,
        "VerifyAuthChallengeResponse": triggers.verify_auth_challenge_response,
        "KMSKeyID": triggers.kms_key_arn,
    }
    config: Document = {name: arn for name, arn in plain.items() if arn}
    if token := triggers.pre_token_generation:
        config["PreTokenGeneration"] = token.arn
        config["PreTokenGenerationConfig"] = {"LambdaArn": token.arn, "LambdaVersion": token.version}
    versioned = {
        "CustomEmailSender": triggers.custom_email_sender,
        "CustomSMSSender": triggers.custom_sms_sender,
        "InboundFederation": triggers.inbound_federation,
    }
    return config | {name: {"LambdaArn": arn, "LambdaVersion": "V1_0"} for name, arn in versioned.items() if arn}


def _policies(file: PoolFile) -> Document:
    policy = file.password_policy
    return {
        "PasswordPolicy": {
            "MinimumLength": policy.minimum_length,
            "RequireLowercase": policy.require_lowercase,
            "RequireUppercase": policy.require_uppercase,
            "RequireNumbers": policy.require_numbers,
            "RequireSymbols": policy.require_symbols,
            "PasswordHistorySize": policy.history_size,
            "TemporaryPasswordValidityDays": policy.temporary_password_days,
        },
        "SignInPolicy": {"AllowedFirstAuthFactors": file.sign_in.first_auth_factors},
    }


def _email(file: PoolFile) -> Document:
    return {
        "EmailSendingAccount": "DEVELOPER" if file.email.ses_identity_arn else "COGNITO_DEFAULT",
        "SourceArn": file.email.ses_identity_arn,
        "From": file.email.sender,
        "ReplyToEmailAddress": file.email.reply_to,
        "ConfigurationSet": file.email.configuration_set,
    }


def _devices(file: PoolFile) -> Document | None:
    if file.devices is None:
        return None
    return {
        "ChallengeRequiredOnNewDevice": file.devices.challenge_required_on_new_device,
        "DeviceOnlyRememberedOnUserPrompt": file.devices.remembered_on_user_prompt,
    }


def _message(member: str, message: CodeMessage | None, *, sms: str) -> Document:
    """A template of two languages; nothing if the file has no text, so that the pool's stays."""
    if message is None:
        return {}
    texts: Document = {"EmailSubject": "", "EmailMessage": ""}
    subject_and_message = _texts(message)
    texts["EmailSubject"], texts["EmailMessage"] = subject_and_message["Subject"], subject_and_message["Message"]
    return {member: {**texts, **({sms: message.sms.joined(SEPARATORS["sms"])} if message.sms else {})}}


def _texts(message: CodeMessage | None) -> dict[str, Any]:
    if message is None:
        return {}
    return {
        "Subject": message.subject.joined(SEPARATORS["subject"]),
        "Message": message.email.joined(SEPARATORS["email"]),
    }


def _range(what: str, lowest: int | None, highest: int | None) -> Document:
    limits = {f"Min{what}": lowest, f"Max{what}": highest}
    return {name: str(limit) for name, limit in limits.items() if limit is not None}

"""sms: a code was sent by SMS, as a second factor or in place of the password."""

from typing import Literal

from vestibule.cognito.challenges.sent_code import SentCode, SentCodeAnswer, SentCodeStep


class SmsStep(SentCodeStep):
    """A code was sent by SMS."""

    kind: Literal["sms"] = "sms"


class SmsAnswer(SentCodeAnswer):
    """The code from the message."""

    kind: Literal["sms"]


class Sms(SentCode[SmsAnswer]):
    """RespondToAuthChallenge, SMS_MFA or SMS_OTP."""

    kind = "sms"
    cognito_names = ("SMS_MFA", "SMS_OTP")
    lifetime = 180
    limit = "challenge"
    step_model = SmsStep
    answer_model = SmsAnswer

"""email_otp: a code was sent by e-mail, as a second factor or in place of the password."""

from typing import Literal

from vestibule.cognito.challenges.sent_code import SentCode, SentCodeAnswer, SentCodeStep


class EmailOtpStep(SentCodeStep):
    """A code was sent by e-mail."""

    kind: Literal["email_otp"] = "email_otp"


class EmailOtpAnswer(SentCodeAnswer):
    """The code from the e-mail."""

    kind: Literal["email_otp"]


class EmailOtp(SentCode[EmailOtpAnswer]):
    """RespondToAuthChallenge, EMAIL_OTP."""

    kind = "email_otp"
    cognito_names = ("EMAIL_OTP",)
    lifetime = 180
    limit = "challenge"
    step_model = EmailOtpStep
    answer_model = EmailOtpAnswer

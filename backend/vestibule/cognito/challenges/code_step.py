"""CodeStep: the step of a challenge that is answered with a mailed code."""

from vestibule.cognito.challenges.challenge import ChallengeStep
from vestibule.cognito.models import CodeDelivery


class CodeStep(ChallengeStep):
    """A code was sent; another can be requested after `resend_wait_seconds`."""

    delivery: CodeDelivery
    resend_wait_seconds: int

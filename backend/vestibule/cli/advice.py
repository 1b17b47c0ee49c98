"""What to do about a failed call to AWS."""

from vestibule.cognito.transport.aws import CallFailed

NO_CREDENTIALS = ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError")
DENIED = ("AccessDeniedException", "UnauthorizedException")


def advice(error: CallFailed) -> str:
    """What the user can do about it; empty if that is not known."""
    if error.code in NO_CREDENTIALS:
        return "No AWS credentials were found: `aws configure`, AWS_PROFILE, or a role of this machine."
    if error.code in DENIED:
        return f"The credentials need permission for {error.operation}."
    if error.code == "ResourceNotFoundException":
        return "Is it the right region, and the right AWS account? `.env` and the environment name the pool."
    return ""

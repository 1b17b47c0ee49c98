"""The documents of log delivery."""

from vestibule.cognito.transport.aws import Document


def log_configuration(log_group_arn: str) -> Document:
    """LogConfigurationType: mail and SMS that could not be delivered."""
    return {
        "LogLevel": "ERROR",
        "EventSource": "userNotification",
        "CloudWatchLogsConfiguration": {"LogGroupArn": log_group_arn},
    }

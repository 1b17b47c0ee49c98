"""The log of notifications."""

from vestibule.cognito.provisioning.differences import differences
from vestibule.cognito.provisioning.documents.log_delivery import log_configuration
from vestibule.cognito.provisioning.plan import Effect, Part, Step, of_pool
from vestibule.cognito.provisioning.pool_state import PoolState
from vestibule.pool_file import PoolFile


def log_part(file: PoolFile, state: PoolState | None) -> Part:
    """Deliver failures of mail and SMS to CloudWatch, next to what else is delivered."""
    if file.notification_log_group_arn is None:
        return
    wanted = log_configuration(file.notification_log_group_arn)
    others = [one for one in (state.log_delivery if state else ()) if one["EventSource"] != "userNotification"]
    actual = next((one for one in (state.log_delivery if state else ()) if one not in others), {})
    if found := [*differences(wanted, actual)]:
        request = {"LogConfigurations": [*others, wanted]}
        yield Step(
            "log delivery",
            Effect.OTHER_CALL if actual else Effect.ADDED,
            "SetLogDeliveryConfiguration",
            of_pool(request),
            differences=tuple(found) if actual else (),
        )

"""The log of notifications."""

from functools import partial

from vestibule.cognito.provisioning.aws import Document
from vestibule.cognito.provisioning.differences import differences
from vestibule.cognito.provisioning.documents.log_delivery import log_configuration
from vestibule.cognito.provisioning.plan import Effect, Ids, Part, Step
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
            partial(_of_pool, request),
            differences=tuple(found) if actual else (),
        )


def _of_pool(request: Document, ids: Ids) -> Document:
    return {"UserPoolId": ids.pool_id, **request}

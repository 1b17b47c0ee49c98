"""Groups."""

from vestibule.cognito.provisioning.differences import changed, differences
from vestibule.cognito.provisioning.documents.groups import group
from vestibule.cognito.provisioning.losses import losses
from vestibule.cognito.provisioning.plan import Effect, Part, Step, of_pool
from vestibule.cognito.provisioning.pool_state import PoolState
from vestibule.pool_file import PoolFile

NOT_IN_REQUESTS = ("CreationDate", "LastModifiedDate")


def groups_part(file: PoolFile, state: PoolState | None) -> Part:
    """Create groups, or change them."""
    existing = state.groups if state else {}
    for name, table in file.groups.items():
        wanted, actual = group(name, table), existing.get(name)
        resource = f"group {name}"
        if actual is None:
            yield Step(resource, Effect.ADDED, "CreateGroup", of_pool(wanted))
        elif found := [*differences(wanted, actual)]:
            document = {
                member: value for member, value in changed(actual, found).items() if member not in NOT_IN_REQUESTS
            }
            yield Step(
                resource,
                Effect.IN_PLACE,
                "UpdateGroup",
                of_pool(document),
                differences=tuple(found),
                losses=losses(resource, found),
            )

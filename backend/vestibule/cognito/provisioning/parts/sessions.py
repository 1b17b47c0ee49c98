"""Session tracking of the pool, and the sessions of managed login."""

from vestibule.cognito.provisioning.differences import differences
from vestibule.cognito.provisioning.documents.pool import session_configuration
from vestibule.cognito.provisioning.losses import losses
from vestibule.cognito.provisioning.plan import Effect, Part, Step, of_client, of_pool
from vestibule.cognito.provisioning.pool_state import ClientState, PoolState
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile

TRACKING = "session tracking"


def tracking_part(file: PoolFile, state: PoolState | None) -> Part:
    """Track the sessions of users, or stop it."""
    if file.sessions is None:
        return
    wanted = session_configuration(file.sessions)
    if found := [*differences(wanted, state.session if state else {})]:
        yield Step(
            TRACKING,
            Effect.OTHER_CALL if state else Effect.ADDED,
            "SetUserPoolSessionConfiguration",
            of_pool(wanted),
            differences=tuple(found) if state else (),
            losses=losses(TRACKING, found),
        )


def client_sessions_part(file: PoolFile, clients: dict[str, ClientState | None]) -> Part:
    """How long managed login signs users in again without asking."""
    for name, client in file.clients.items():
        if client.sso_session_minutes is None:
            continue
        state, resource = clients[name], f"sessions of {name}"
        wanted: Document = {"SSOSession": {"MaxValidityMinutes": client.sso_session_minutes}}
        if found := [*differences(wanted, state.session if state else {})]:
            yield Step(
                resource,
                Effect.OTHER_CALL if state else Effect.ADDED,
                "SetUserPoolClientSessionConfiguration",
                of_client(name, wanted),
                differences=tuple(found) if state else (),
                losses=losses(resource, found),
            )

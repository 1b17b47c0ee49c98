"""What app clients have by other calls: the session and the looks of managed login."""

from functools import partial

from vestibule.cognito.provisioning.aws import Document
from vestibule.cognito.provisioning.differences import differences
from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.losses import losses
from vestibule.cognito.provisioning.parts.clients import same_client
from vestibule.cognito.provisioning.plan import Effect, Ids, Part, Step
from vestibule.cognito.provisioning.pool_state import ClientState, PoolState
from vestibule.pool_file import PoolFile


def existing(file: PoolFile, state: PoolState | None, known_id: str) -> dict[str, ClientState | None]:
    """The pool's client for each of the file's, None where it has yet to be created."""
    found: dict[str, ClientState | None] = {}
    for position, (name, client) in enumerate(file.clients.items()):
        same = same_client(name, client, state.clients if state else (), known_id if position == 0 else "")
        found[name] = same[0] if len(same) == 1 else None
    return found


def sessions_part(file: PoolFile, clients: dict[str, ClientState | None]) -> Part:
    """How long the session of managed login lasts."""
    for name, client in file.clients.items():
        if client.sso_session_minutes is None:
            continue
        state = clients[name]
        wanted: Document = {"SSOSession": {"MaxValidityMinutes": client.sso_session_minutes}}
        if found := [*differences(wanted, state.session if state else {})]:
            yield Step(
                f"sessions of {name}",
                Effect.OTHER_CALL if state else Effect.ADDED,
                "SetUserPoolClientSessionConfiguration",
                partial(_of_client, name, wanted),
                differences=tuple(found) if state else (),
                losses=losses(f"sessions of {name}", found),
            )


def branding_part(file: PoolFile, clients: dict[str, ClientState | None], sources: Sources) -> Part:
    """The looks of managed login. Version 2 of the domain shows nothing for a client without them."""
    if file.domain is None or file.domain.managed_login_version == 1:
        return
    name = file.branding.settings_file
    settings = sources.json("branding.settings_file", name) if name else None
    for client, state in clients.items():
        if not file.clients[client].callback_urls:
            continue
        if state is None or not state.branding:
            given: Document = {"Settings": settings} if settings else {"UseCognitoProvidedValues": True}
            create = partial(_of_client, client, given)
            yield Step(f"looks of {client}", Effect.ADDED, "CreateManagedLoginBranding", create)
        elif settings and (found := [*differences({"Settings": settings}, state.branding)]):
            request = {"ManagedLoginBrandingId": state.branding["ManagedLoginBrandingId"], "Settings": settings}
            update = partial(_of_pool, request)
            operation = "UpdateManagedLoginBranding"
            yield Step(f"looks of {client}", Effect.OTHER_CALL, operation, update, differences=tuple(found))


def ui_part(file: PoolFile, clients: dict[str, ClientState | None], sources: Sources) -> Part:
    """The style sheet of the classic hosted UI."""
    if file.domain is None or file.domain.managed_login_version != 1 or not file.branding.css_file:
        return
    css = sources.text("branding.css_file", file.branding.css_file)
    for client, state in clients.items():
        if file.clients[client].callback_urls and (state is None or state.ui.get("CSS") != css):
            request = partial(_of_client, client, {"CSS": css})
            yield Step(f"looks of {client}", Effect.OTHER_CALL, "SetUICustomization", request)


def _of_client(name: str, request: Document, ids: Ids) -> Document:
    return {"UserPoolId": ids.pool_id, "ClientId": ids.client_ids[name], **request}


def _of_pool(request: Document, ids: Ids) -> Document:
    return {"UserPoolId": ids.pool_id, **request}

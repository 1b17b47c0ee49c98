"""The branding of managed login, which each app client has by another call."""

from vestibule.cognito.provisioning.differences import differences
from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.plan import Effect, Part, Step, of_client, of_pool
from vestibule.cognito.provisioning.pool_state import ClientState
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile


def branding_part(file: PoolFile, clients: dict[str, ClientState | None], sources: Sources) -> Part:
    """The branding of managed login. Version 2 of the domain shows nothing for a client without them."""
    if file.domain is None or file.domain.managed_login_version == 1:
        return
    name = file.branding.settings_file
    settings = sources.json("branding.settings_file", name) if name else None
    for client, state in clients.items():
        if not file.clients[client].callback_urls:
            continue
        if state is None or not state.branding:
            given: Document = {"Settings": settings} if settings else {"UseCognitoProvidedValues": True}
            create = of_client(client, given)
            yield Step(f"branding of {client}", Effect.ADDED, "CreateManagedLoginBranding", create)
        elif settings and (found := [*differences({"Settings": settings}, state.branding)]):
            request = {"ManagedLoginBrandingId": state.branding["ManagedLoginBrandingId"], "Settings": settings}
            update = of_pool(request)
            operation = "UpdateManagedLoginBranding"
            yield Step(f"branding of {client}", Effect.OTHER_CALL, operation, update, differences=tuple(found))


def ui_part(file: PoolFile, clients: dict[str, ClientState | None], sources: Sources) -> Part:
    """The style sheet of the classic hosted UI."""
    if file.domain is None or file.domain.managed_login_version != 1 or not file.branding.css_file:
        return
    css = sources.text("branding.css_file", file.branding.css_file)
    for client, state in clients.items():
        if file.clients[client].callback_urls and (state is None or state.ui.get("CSS") != css):
            request = of_client(client, {"CSS": css})
            yield Step(f"branding of {client}", Effect.OTHER_CALL, "SetUICustomization", request)

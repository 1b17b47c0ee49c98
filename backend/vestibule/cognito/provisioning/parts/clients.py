"""App clients: their settings, sessions and branding."""

from collections.abc import Iterable
from functools import partial

from vestibule.cognito.provisioning.differences import changed, created, differences
from vestibule.cognito.provisioning.documents.clients import client_settings
from vestibule.cognito.provisioning.losses import losses
from vestibule.cognito.provisioning.plan import Effect, Ids, Obstacle, Part, Step, of_pool
from vestibule.cognito.provisioning.pool_state import ClientState, PoolState
from vestibule.cognito.token_validity import TOKEN_KINDS, validity_seconds
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile
from vestibule.pool_file.clients import Client


def label(name: str) -> str:
    """How a client is called in the plan."""
    return f"app client {name}"


def clients_part(file: PoolFile, state: PoolState | None, known_id: str, updatable: frozenset[str]) -> Part:
    """Create the clients, or change them. `known_id` is our client's id by the settings, if there is one."""
    for position, (name, client) in enumerate(file.clients.items()):
        candidates = same_client(name, client, state.clients if state else (), known_id if position == 0 else "")
        if len(candidates) > 1:
            ids = ", ".join(candidate.id for candidate in candidates)
            remedy = "set COGNITO_CLIENT_ID to the right one" if position == 0 else "rename or delete the others"
            yield Obstacle(label(name), f"the pool has several with this name: {ids}", remedy)
        elif candidates:
            yield from _change(name, client, candidates[0], updatable)
        else:
            yield _create(name, client, [other for other in (state.clients if state else ()) if other.name == name])


def same_client(
    name: str, client: Client, clients: Iterable[ClientState], known_id: str = ""
) -> tuple[ClientState, ...]:
    """The pool's clients that can be the file's: by id, or else by name. Clients without and with a secret differ."""
    fitting = [one for one in clients if one.has_secret == (client.kind != "public")]
    by_id = tuple(one for one in fitting if one.id == known_id)
    return by_id or tuple(one for one in fitting if one.name == name)


def existing(file: PoolFile, state: PoolState | None, known_id: str) -> dict[str, ClientState | None]:
    """The pool's client for each of the file's, None where it has yet to be created."""
    found: dict[str, ClientState | None] = {}
    for position, (name, client) in enumerate(file.clients.items()):
        same = same_client(name, client, state.clients if state else (), known_id if position == 0 else "")
        found[name] = same[0] if len(same) == 1 else None
    return found


def _create(name: str, client: Client, others: list[ClientState]) -> Step:
    request = created(client_settings(name, client)) | {"GenerateSecret": client.kind != "public"}
    replaced = [
        f"{label(name)}: becomes {client.kind}, which needs a new client id. Once the API uses it, everybody who"
        f" signed in through {other.id} must sign in again. The old client is not deleted"
        for other in others
    ]
    return Step(
        label(name),
        Effect.NEW_CLIENT if others else Effect.ADDED,
        "CreateUserPoolClient",
        of_pool(request),
        losses=tuple(replaced),
        created=partial(_keep_client_id, name),
    )


def _keep_client_id(name: str, ids: Ids, response: Document) -> None:
    ids.client_ids[name] = response["UserPoolClient"]["ClientId"]


def _change(name: str, client: Client, state: ClientState, updatable: frozenset[str]) -> Part:
    actual = {member: value for member, value in state.description.items() if member in updatable}
    wanted = client_settings(name, client)
    found = [*differences(wanted, actual | _in_units(actual, wanted))]
    if found:
        document = changed(actual, found)
        yield Step(
            label(name),
            Effect.IN_PLACE,
            "UpdateUserPoolClient",
            lambda _: document,
            differences=tuple(found),
            losses=losses(label(name), found),
        )


def _in_units(actual: Document, wanted: Document) -> Document:
    """The validities as the file writes them, where they are the same time: 60 minutes are 1 hour."""
    units = dict(actual.get("TokenValidityUnits") or {})
    same: Document = {}
    for kind in TOKEN_KINDS:
        if validity_seconds(actual, kind) == validity_seconds(wanted, kind):
            same[f"{kind}Validity"] = wanted[f"{kind}Validity"]
            units[kind] = wanted["TokenValidityUnits"][kind]
    return {**same, "TokenValidityUnits": units}

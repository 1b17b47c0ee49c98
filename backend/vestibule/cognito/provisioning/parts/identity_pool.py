"""The identity pool, which gives users AWS credentials, and its roles."""

from collections.abc import Callable, Mapping
from functools import partial

from vestibule.cognito.provisioning.differences import Difference, changed, created, differences
from vestibule.cognito.provisioning.documents import identity_pool as documents
from vestibule.cognito.provisioning.losses import losses
from vestibule.cognito.provisioning.plan import Effect, Ids, Part, Step
from vestibule.cognito.provisioning.pool_state import IdentityPoolState
from vestibule.cognito.transport.aws import IDENTITY, Document
from vestibule.pool_file.clients import Client
from vestibule.pool_file.identity_pool import IdentityPool

IDENTITY_POOL, ROLES = "identity pool", "roles of the identity pool"


def identity_pool_part(
    table: IdentityPool,
    clients: Mapping[str, Client],
    known: Ids,
    state: IdentityPoolState | None,
    updatable: frozenset[str],
) -> Part:
    """Create the identity pool, or change it; then its roles. `known` has the ids of what exists already."""
    users = [name for name, client in clients.items() if client.kind != "machine"]
    if state is None:
        create = partial(_create, table, users)
        yield Step(
            IDENTITY_POOL, Effect.ADDED, "CreateIdentityPool", create, created=_keep_identity_pool_id, service=IDENTITY
        )
        yield Step(ROLES, Effect.ADDED, "SetIdentityPoolRoles", partial(_roles, table, users), service=IDENTITY)
        return
    # A client that has yet to be created has no id to compare, and is missing in the identity pool for certain.
    existing = [name for name in users if name in known.client_ids]
    actual = {member: value for member, value in state.description.items() if member in updatable}
    found = [*differences(_wanted(table, existing, known), actual)]
    if found or existing != users:
        yield _change(
            IDENTITY_POOL, Effect.IN_PLACE, "UpdateIdentityPool", partial(_update, table, users, actual), found
        )
    found = [*differences(_wanted_roles(table, existing, known), state.roles)]
    if found or (table.role_from_token and existing != users):
        replace = partial(_roles, table, users)
        yield _change(ROLES, Effect.OTHER_CALL, "SetIdentityPoolRoles", replace, found)


def _change(
    resource: str, effect: Effect, operation: str, request: Callable[[Ids], Document], found: list[Difference]
) -> Step:
    return Step(
        resource,
        effect,
        operation,
        request,
        differences=tuple(found),
        losses=losses(resource, found),
        service=IDENTITY,
    )


def _wanted(table: IdentityPool, users: list[str], ids: Ids) -> Document:
    return documents.identity_pool(table, ids.provider, [ids.client_ids[name] for name in users])


def _wanted_roles(table: IdentityPool, users: list[str], ids: Ids) -> Document:
    return documents.identity_pool_roles(table, ids.provider, [ids.client_ids[name] for name in users])


def _create(table: IdentityPool, users: list[str], ids: Ids) -> Document:
    wanted = _wanted(table, users, ids)
    return created(wanted) | {"AllowUnauthenticatedIdentities": wanted["AllowUnauthenticatedIdentities"]}


def _keep_identity_pool_id(ids: Ids, response: Document) -> None:
    ids.identity_pool_id = response["IdentityPoolId"]


def _update(table: IdentityPool, users: list[str], actual: Document, ids: Ids) -> Document:
    return changed(actual, [*differences(_wanted(table, users, ids), actual)])


def _roles(table: IdentityPool, users: list[str], ids: Ids) -> Document:
    return {"IdentityPoolId": ids.identity_pool_id, **_wanted_roles(table, users, ids)}

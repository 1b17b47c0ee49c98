"""Managed login: the domain, identity providers, and resource servers."""

from collections.abc import Mapping

from vestibule.cognito.provisioning.differences import changed, differences
from vestibule.cognito.provisioning.documents import managed_login as documents
from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.losses import losses
from vestibule.cognito.provisioning.plan import Effect, Obstacle, Part, Step, of_pool
from vestibule.cognito.provisioning.pool_state import PoolState
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile

DOMAIN = "domain"
HIDDEN = frozenset({"private_key"})


def resource_servers_part(file: PoolFile, state: PoolState | None) -> Part:
    """Create resource servers, or change their names and scopes."""
    existing = state.resource_servers if state else {}
    for name, table in file.resource_servers.items():
        wanted, actual = documents.resource_server(name, table), existing.get(table.identifier)
        resource = f"resource server {name}"
        yield from _part(resource, "CreateResourceServer", "UpdateResourceServer", wanted, actual)


def providers_part(file: PoolFile, state: PoolState | None, sources: Sources, updatable: frozenset[str]) -> Part:
    """Create identity providers, or change them. A secret that is unavailable stays as the pool has it."""
    existing = state.providers if state else {}
    for name, table in file.providers.items():
        wanted, actual = documents.provider(name, table, sources), existing.get(name)
        resource = f"provider {name}"
        if actual and actual["ProviderType"] != table.type:
            remedy = "needs another provider name, which makes other users of those who signed in with this one"
            yield Obstacle(resource, f"ProviderType: {actual['ProviderType']} → {table.type}", remedy)
            continue
        if actual:
            wanted.pop("ProviderType")
            actual = {member: value for member, value in actual.items() if member in updatable}
            # Cognito maps this one by itself.
            wanted["AttributeMapping"] = _username(actual.get("AttributeMapping", {})) | wanted["AttributeMapping"]
            details, given = actual.setdefault("ProviderDetails", {}), wanted["ProviderDetails"]
            # Cognito does not show an Apple key, so it cannot be compared; but an update must contain it.
            actual["ProviderDetails"] = {
                **details,
                **{one: given[one] for one in HIDDEN & given.keys() - details.keys()},
            }
        yield from _part(resource, "CreateIdentityProvider", "UpdateIdentityProvider", wanted, actual)


def _username(mapping: Mapping[str, str]) -> dict[str, str]:
    return {"username": mapping["username"]} if "username" in mapping else {}


def _part(resource: str, create: str, update: str, wanted: Document, actual: Document | None) -> Part:
    if actual is None:
        yield Step(resource, Effect.ADDED, create, of_pool(wanted))
        return
    if found := [*differences(wanted, actual)]:
        yield Step(
            resource,
            Effect.IN_PLACE,
            update,
            of_pool(changed(actual, found)),
            differences=tuple(found),
            losses=losses(resource, found),
        )


def domain_part(file: PoolFile, state: PoolState | None) -> Part:
    """Create the domain, or change its version and certificate. Never replace it: it would be unavailable meanwhile."""
    if file.domain is None:
        return
    wanted = documents.domain(file.domain)
    member = "CustomDomain" if file.domain.custom else "Domain"
    current = state.pool.get(member) if state else None
    if state is None or not current:
        yield Step(DOMAIN, Effect.ADDED, "CreateUserPoolDomain", of_pool(wanted))
        return
    if current != wanted["Domain"]:
        remedy = (
            f"needs a time without managed login: `aws cognito-idp delete-user-pool-domain --domain {current}"
            f" --user-pool-id {state.id}`, then apply again. Passkeys that are bound to the old name stop working"
        )
        yield Obstacle(DOMAIN, f"{member}: {current} → {wanted['Domain']}", remedy)
        return
    actual = next((domain for domain in state.domains if domain.get("Domain") == current), {})
    # An older domain has no version: it is the classic hosted UI.
    found = [*differences(wanted, {"ManagedLoginVersion": 1, **actual})] if actual else []
    if found:
        update = of_pool(wanted)
        yield Step(DOMAIN, Effect.IN_PLACE, "UpdateUserPoolDomain", update, differences=tuple(found))

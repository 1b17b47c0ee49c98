"""Planner: finds the pool that a file means, and plans the steps from it to the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from vestibule.cognito.provisioning.documents.managed_login import Sources, missing_secrets
from vestibule.cognito.provisioning.documents.pool import NAME_TAG
from vestibule.cognito.provisioning.parts.attributes import attributes_part
from vestibule.cognito.provisioning.parts.branding import branding_part, ui_part
from vestibule.cognito.provisioning.parts.clients import clients_part, existing
from vestibule.cognito.provisioning.parts.groups import groups_part
from vestibule.cognito.provisioning.parts.identity_pool import identity_pool_part
from vestibule.cognito.provisioning.parts.log_delivery import log_part
from vestibule.cognito.provisioning.parts.managed_login import domain_part, providers_part, resource_servers_part
from vestibule.cognito.provisioning.parts.mfa import mfa_goes_first, mfa_part
from vestibule.cognito.provisioning.parts.sessions import client_sessions_part, tracking_part
from vestibule.cognito.provisioning.parts.user_pool import pool_part
from vestibule.cognito.provisioning.plan import Ids, Obstacle, Part, Plan, Step
from vestibule.cognito.provisioning.pool_reader import PAGE, read_pool
from vestibule.cognito.provisioning.pool_state import PoolState
from vestibule.cognito.transport.aws import IDENTITY, IDP, Aws
from vestibule.pool_file import PoolFile, PoolFileError

LISTS = {
    "app clients": "ListUserPoolClients",
    "providers": "ListIdentityProviders",
    "resource servers": "ListResourceServers",
    "groups": "ListGroups",
}
"""What the pool may have besides what the file declares."""


class PoolNotFound(Exception):
    """The pool cannot be identified. The message says what to do."""


@dataclass(frozen=True)
class Planner:
    """Plans for one file, with the ids that the settings already have; empty strings where they have none."""

    aws: Aws
    file: PoolFile
    sources: Sources
    pool_id: str = ""
    client_id: str = ""
    identity_pool_id: str = ""

    def at(self, ids: Ids) -> "Planner":
        """A planner for the pool with these ids."""
        ours = ids.client_ids.get(next(iter(self.file.clients)), self.client_id)
        return replace(self, pool_id=ids.pool_id, client_id=ours, identity_pool_id=ids.identity_pool_id)

    def read(self) -> tuple[PoolState | None, Ids]:
        """The pool, None if it has yet to be created; and the ids of what exists.

        Raises PoolNotFound or CallFailed.
        """
        ids = Ids(self.aws.region, self.pool_id or self._created_before())
        if not ids.pool_id:
            return None, ids
        ids.identity_pool_id = self._identity_pool_id(ids)
        state = read_pool(self.aws, ids.pool_id, identity_pool_id=ids.identity_pool_id or None)
        if ids.identity_pool_id and state.identity_pool is None and "DescribeIdentityPool" not in state.unread:
            raise PoolNotFound(f"COGNITO_IDENTITY_POOL_ID: there is no identity pool {ids.identity_pool_id}")
        clients = existing(self.file, state, self.client_id)
        ids.client_ids = {name: client.id for name, client in clients.items() if client}
        return state, ids

    def plan(self, state: PoolState | None, known: Ids) -> Plan:
        """The steps that make the pool as the file declares it. Raises PoolFileError for a secret that is missing."""
        if lines := [*missing_secrets(self.file, self.sources, state.providers if state else ())]:
            raise PoolFileError("\n".join(lines))
        items = [*self._parts(state, known)]
        return Plan(
            steps=tuple(item for item in items if isinstance(item, Step)),
            obstacles=tuple(item for item in items if isinstance(item, Obstacle)),
            not_compared=tuple(
                f"{what} ({LISTS[what]}: {state.unread[LISTS[what]]})" for what in LISTS if LISTS[what] in state.unread
            )
            if state
            else (),
            not_in_file=tuple(self._not_in_file(state, known)) if state else (),
        )

    def _parts(self, state: PoolState | None, known: Ids) -> Part:
        """In the order in which they depend on each other."""
        file, sources = self.file, self.sources
        members = self.aws.members if state else _nothing
        clients = existing(file, state, self.client_id)
        guard = partial(_guard, state.unread if state else {})
        mfa = guard("multi-factor authentication", mfa_part(file, state), "GetUserPoolMfaConfig")
        pool = chain(pool_part(file, state, members("UpdateUserPool")), attributes_part(file, state))
        yield from chain(mfa, pool) if mfa_goes_first(file, state) else chain(pool, mfa)
        yield from guard("resource servers", resource_servers_part(file, state), "ListResourceServers")
        providers = providers_part(file, state, sources, members("UpdateIdentityProvider"))
        yield from guard("providers", providers, "ListIdentityProviders", "DescribeIdentityProvider")
        app_clients = clients_part(file, state, self.client_id, members("UpdateUserPoolClient"))
        yield from guard("app clients", app_clients, "ListUserPoolClients", "DescribeUserPoolClient")
        yield from guard("session tracking", tracking_part(file, state), "GetUserPoolSessionConfiguration")
        sessions = client_sessions_part(file, clients)
        yield from guard("sessions of app clients", sessions, "GetUserPoolClientSessionConfiguration")
        # A domain with version 2 shows nothing for a client without branding, so the domain comes after it.
        branding = branding_part(file, clients, sources)
        yield from guard("branding of managed login", branding, "DescribeManagedLoginBrandingByClient")
        yield from guard("domain", domain_part(file, state), "DescribeUserPoolDomain")
        yield from guard("branding of managed login", ui_part(file, clients, sources), "GetUICustomization")
        yield from guard("groups", groups_part(file, state), "ListGroups")
        yield from guard("log delivery", log_part(file, state), "GetLogDeliveryConfiguration")
        if file.identity_pool:
            identity_pool = state.identity_pool if state else None
            updatable = members("UpdateIdentityPool", service=IDENTITY)
            identity = identity_pool_part(file.identity_pool, file.clients, known, identity_pool, updatable)
            yield from guard("identity pool", identity, "DescribeIdentityPool", "GetIdentityPoolRoles")

    def _created_before(self) -> str:
        """The pool that `apply` created for this file before it could write `.env`; empty if there is none."""
        summaries = self.aws.pages("ListUserPools", "UserPools", {"MaxResults": PAGE})
        named = [pool["Id"] for pool in summaries if pool["Name"] == self.file.name]
        ours = [pool_id for pool_id in named if self._tag(pool_id) == self.file.name]
        if len(ours) == 1:
            return str(ours[0])
        if named:
            raise PoolNotFound(
                f"there is a pool {self.file.name!r} already: {', '.join(named)}. Set COGNITO_USER_POOL_ID to manage it"
                " with this file, or change the file's name"
            )
        return ""

    def _tag(self, pool_id: str) -> str:
        pool = self.aws.call("DescribeUserPool", UserPoolId=pool_id)["UserPool"]
        return str(pool.get("UserPoolTags", {}).get(NAME_TAG, ""))

    def _identity_pool_id(self, ids: Ids) -> str:
        """The identity pool by the settings, or else the one with its name that trusts the user pool."""
        table = self.file.identity_pool
        if table is None or self.identity_pool_id:
            return self.identity_pool_id if table else ""
        summaries = self.aws.pages("ListIdentityPools", "IdentityPools", {"MaxResults": PAGE}, service=IDENTITY)
        for named in (pool["IdentityPoolId"] for pool in summaries if pool["IdentityPoolName"] == table.name):
            found = self.aws.call("DescribeIdentityPool", service=IDENTITY, IdentityPoolId=named)
            if ids.provider in {one["ProviderName"] for one in found.get("CognitoIdentityProviders", [])}:
                return str(named)
        return ""

    def _not_in_file(self, state: PoolState, known: Ids) -> Iterator[str]:
        ours = set(known.client_ids.values())
        yield from (f"app client {client.name} ({client.id})" for client in state.clients if client.id not in ours)
        yield from (f"provider {name}" for name in state.providers if name not in self.file.providers)
        yield from (f"group {name}" for name in state.groups if name not in self.file.groups)
        declared = {server.identifier for server in self.file.resource_servers.values()}
        yield from (f"resource server {name}" for name in state.resource_servers if name not in declared)
        if self.file.domain is None:
            yield from (f"domain {domain['Domain']}" for domain in state.domains)


def _nothing(operation: str, *, service: str = IDP) -> frozenset[str]:  # noqa: ARG001  as Aws.members
    """The members of an operation that is not needed, since nothing exists yet: they need the service model."""
    return frozenset()


def _guard(unread: Mapping[str, str], resource: str, part: Part, *reads: str) -> Part:
    """The part, or an obstacle if it would change something whose present state could not be read."""
    found = [*part]
    failed = [operation for operation in reads if operation in unread]
    if not failed or not found:
        yield from found
        return
    reasons = ", ".join(f"{operation}: {unread[operation]}" for operation in failed)
    yield Obstacle(resource, f"cannot be read ({reasons})", f"needs permission for {', '.join(failed)}")

"""The requests that create local Cognito's embedded pool: `pool.toml` compiled, with ids that never change."""

import re

from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.plan import Ids, Step
from vestibule.cognito.provisioning.planner import Planner
from vestibule.cognito.transport.aws import Document, connect
from vestibule.pool_file import PoolFile

REGION = "us-east-1"
POOL_ID = f"{REGION}_Vestibule"
CLIENT_ID = "vestibulelocal"
IDENTITY_POOL_ID = f"{REGION}:00000000-0000-4000-8000-000000000001"


def embedded_requests(file: PoolFile, sources: Sources) -> list[Document]:
    """In order: `{service, operation, request}`, with an `id` for what gets one when it is created.

    Raises PoolFileError if a file or a secret is missing.
    """
    planner = Planner(connect(REGION, "http://localhost"), file, sources)
    ids = Ids(REGION, POOL_ID, _client_ids(file), IDENTITY_POOL_ID)
    return [_entry(step, ids) for step in planner.plan(None, Ids(REGION)).steps]


def _entry(step: Step, ids: Ids) -> Document:
    request = step.request(ids)
    created = {
        "CreateUserPool": ids.pool_id,
        "CreateUserPoolClient": ids.client_ids.get(str(request.get("ClientName")), ""),
        "CreateIdentityPool": ids.identity_pool_id,
    }
    entry: Document = {"service": step.service, "operation": step.operation, "request": request}
    return entry | ({"id": created[step.operation]} if step.operation in created else {})


def _client_ids(file: PoolFile) -> dict[str, str]:
    first, *others = file.clients
    return {first: CLIENT_ID, **{name: f"{re.sub(r'[^A-Za-z0-9]', '', name).lower()}local" for name in others}}

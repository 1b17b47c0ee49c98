"""The reduced descriptions of AWS: boto3's clients are the same with them."""

import re
import tracemalloc
from fnmatch import fnmatch
from pathlib import Path

import boto3
import botocore.session
import pytest

from vestibule.cognito.transport.service_models import SERVICES, ServiceModels

REGIONS = ("eu-central-1", "us-gov-west-1", "cn-north-1")
PLAIN = botocore.session.Session()
REDUCED = botocore.session.Session()
REDUCED.register_component("data_loader", ServiceModels())


def clients(session: botocore.session.Session, service: str, **options: str) -> list[object]:
    connect = boto3.session.Session(botocore_session=session).client
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    return [connect(service, region_name=region, **keys, **options) for region in REGIONS]


@pytest.mark.parametrize("service", SERVICES)
def test_a_client_calls_the_same_url_with_the_same_operations_and_members(service: str) -> None:
    def described(client: object) -> object:
        meta = client.meta
        operations = [meta.service_model.operation_model(name) for name in meta.service_model.operation_names]
        members = {
            operation.name: [*operation.input_shape.members] for operation in operations if operation.input_shape
        }
        signed_as = (client._request_signer.region_name, client._request_signer.signing_name)
        return meta.endpoint_url, signed_as, members

    assert [*map(described, clients(REDUCED, service))] == [*map(described, clients(PLAIN, service))]


def test_a_client_takes_less_than_half_of_the_memory() -> None:
    tracemalloc.start()
    sizes = []
    for loader in (ServiceModels(), botocore.session.Session().get_component("data_loader")):
        before = tracemalloc.get_traced_memory()[0]
        kept = loader.load_service_model("cognito-idp", "service-2"), loader.load_data("endpoints")
        sizes.append(tracemalloc.get_traced_memory()[0] - before)
        assert all(kept)
    tracemalloc.stop()

    assert sizes[0] * 2 < sizes[1]


def test_the_image_keeps_the_services_that_are_listed_and_no_others() -> None:
    dockerfile = Path("backend/Dockerfile").read_text("utf-8")
    patterns = re.findall(r"! -name '?([a-z0-9*-]+)'?", dockerfile)

    assert [name for name in SERVICES if not any(fnmatch(name, pattern) for pattern in patterns)] == []
    assert [pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in SERVICES)] == []

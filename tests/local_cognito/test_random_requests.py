"""Random requests that match the service model: none may cause an unexpected exception."""

import json
import random
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape
from botocore.session import get_session

from local_cognito.operations.registry import OPERATIONS
from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, StandIn
from tests.local_cognito.test_wire import post

MODEL = get_session().get_service_model("cognito-idp")
# These would delete what the other requests need.
LEFT_OUT = {"DeleteUserPool", "DeleteUserPoolClient", "DeleteUser", "AdminDeleteUser"}
CHANGES_POOL = {"UpdateUserPool", "AddCustomAttributes", "SetUserPoolMfaConfig", "SetUserPoolSessionConfiguration"}
TEXTS = ["", "a", "-1", "1.5", "x" * 300, "é中", "\0", "\n", "email", "sub", "+14155550132", "{}", "[]", "nan", "1e999"]
MAP_KEYS = ["USERNAME", "PASSWORD", "SRP_A", "REFRESH_TOKEN", "NEW_PASSWORD", "ANSWER", "DEVICE_KEY", "TIMESTAMP"]
NUMBERS = [0, 1, 5, 10**9]
REQUESTS_PER_SEED = 150


class Generator:
    """Random values of a shape. `names` gives the usual value of members that must name something."""

    def __init__(self, seed: int, names: Mapping[str, str]) -> None:
        self.random = random.Random(seed)
        self.names = names

    def value(self, shape: Shape, member: str = "") -> Any:
        if isinstance(shape, StructureShape):
            chosen = {name for name in shape.members if self.random.random() < 0.5} | set(shape.required_members)
            return {name: self.value(inner, name) for name, inner in shape.members.items() if name in chosen}
        if isinstance(shape, ListShape):
            return [self.value(shape.member, member) for _ in range(self.random.randint(1, 3))]
        if isinstance(shape, MapShape):
            return {key: self.value(shape.value) for key in self.random.sample(MAP_KEYS, 4)}
        if shape.type_name == "boolean":
            return self.random.random() < 0.5
        if shape.type_name in ("integer", "long", "timestamp"):
            return self.random.choice([shape.metadata.get("max", 7), *NUMBERS])
        if "enum" in shape.metadata:
            return self.random.choice(shape.metadata["enum"])
        return self.names[member] if member in self.names and self.random.random() < 0.9 else self.text(shape)

    def text(self, shape: Shape) -> str:
        text, minimum = self.random.choice(TEXTS), shape.metadata.get("min", 0)
        return text if len(text) >= minimum else (text or "a") * minimum


@pytest.mark.parametrize("seed", range(4))
def test_no_request_causes_an_unexpected_exception(stand_in: StandIn, seed: int) -> None:
    person = Person(stand_in).sign_up().confirm()
    tokens = person.sign_in()
    pool_id = stand_in.client.create_user_pool(PoolName=f"random{seed}")["UserPool"]["Id"]
    names = {
        "UserPoolId": pool_id if seed % 2 else POOL_ID,
        "ClientId": CLIENT_ID,
        "Username": person.email,
        "AccessToken": tokens["AccessToken"],
        "Token": tokens["RefreshToken"],
        "GroupName": "random",
    }
    generator = Generator(seed, names)

    for _ in range(REQUESTS_PER_SEED):
        operation = generator.random.choice(sorted(OPERATIONS.keys() - LEFT_OUT))
        # Other tests use the embedded pool and its client as they are.
        own = pool_id if operation in CHANGES_POOL else None
        request = generator.value(MODEL.operation_model(operation).input_shape)
        if operation == "UpdateUserPoolClient":
            continue
        response: httpx.Response = post(stand_in, operation, json.dumps(request | ({"UserPoolId": own} if own else {})))
        assert response.status_code < 500, (operation, request)

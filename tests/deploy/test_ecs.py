"""The ECS task definitions, checked by botocore's model and accepted by moto's ECS."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from fastapi.testclient import TestClient
from moto import mock_aws

ECS = Path(__file__).resolve().parents[2] / "docs" / "deploy" / "ecs"


@pytest.fixture
def ecs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield boto3.client("ecs", region_name="eu-west-1")


def definition(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ECS / f"{name}.json").read_text())
    return read


@pytest.mark.parametrize("name", ["api", "web"])
def test_the_task_definition_can_be_registered(ecs: Any, name: str) -> None:
    registered = ecs.register_task_definition(**definition(name))["taskDefinition"]

    assert registered["family"] == f"vestibule-{name}"
    (container,) = registered["containerDefinitions"]
    assert container["readonlyRootFilesystem"]
    assert container["stopTimeout"] >= 25


def test_the_health_check_asks_a_path_that_is_answered(client: TestClient) -> None:
    command = definition("api")["containerDefinitions"][0]["healthCheck"]["command"][-1]

    assert "'/api/health/live'" in command
    assert client.get("/api/health/live").status_code == 200


def test_secrets_come_from_the_secrets_manager() -> None:
    container = definition("api")["containerDefinitions"][0]

    assert {secret["name"] for secret in container["secrets"]} == {"SECRET_KEY", "COGNITO_CLIENT_SECRET", "STORE_URL"}
    assert not {setting["name"] for setting in container["environment"]} & {"SECRET_KEY", "STORE_URL"}

"""The OpenAPI document in other tools: validators, linters, and a generator of Python clients."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.apps import PASSWORD, Outbox, settings_for
from tests.servers import Clock, serve
from vestibule.main import create_app

DOCUMENT = json.loads((Path(__file__).parents[2] / "frontend/src/api/openapi.json").read_text("utf-8"))
OPERATIONS = {
    f"{method} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def test_the_document_is_valid() -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator, validate

    validate(json.loads(json.dumps(DOCUMENT)), cls=OpenAPIV31SpecValidator)


def test_the_document_has_a_license_and_a_server() -> None:
    assert DOCUMENT["info"]["license"] == {"name": "MIT", "identifier": "MIT"}
    assert DOCUMENT["servers"] == [{"url": "/", "description": "This server."}]


def patterns(node: object) -> Iterator[str]:
    """Every regular expression in the document."""
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for value in node.values():
            yield from patterns(value)
    elif isinstance(node, list):
        for value in node:
            yield from patterns(value)


def test_patterns_are_portable() -> None:
    """ECMA 262 has no Unicode classes without a flag that JSON Schema cannot set, nor any of Python's extensions."""
    assert [pattern for pattern in patterns(DOCUMENT) if r"\p" in pattern or "(?" in pattern or r"\A" in pattern] == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_declares_its_security(name: str) -> None:
    operation = OPERATIONS[name]

    assert "security" in operation
    assert operation["operationId"]
    assert operation["summary"]
    assert not operation["security"] or "401" in operation["responses"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The client that openapi-python-client generates, imported."""
    folder = tmp_path_factory.mktemp("client")
    document = folder / "openapi.json"
    document.write_text(json.dumps(DOCUMENT))
    # A warning of the generator means that it left an operation or a model out.
    command = [
        "-m",
        "openapi_python_client",
        "generate",
        "--path",
        str(document),
        "--meta",
        "none",
        "--fail-on-warning",
    ]
    configuration = folder / "config.yml"
    configuration.write_text("post_hooks: []\n")
    subprocess.run(
        [sys.executable, *command, "--config", str(configuration), "--output-path", str(folder / "generated_client")],
        check=True,
        capture_output=True,
        text=True,
    )
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("generated_client")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.startswith("generated_client")]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def url(cognito_url: str, clock: Clock) -> Iterator[str]:
    with serve(create_app(settings_for(cognito_url, log_level="ERROR"), clock=clock)) as found:
        yield found


def test_a_generated_python_client_works_from_sign_up_to_the_profile(
    package: ModuleType, url: str, outbox: Outbox
) -> None:
    models: Any = importlib.import_module("generated_client.models")

    def call(operation: str, **arguments: Any) -> Any:
        return importlib.import_module(f"generated_client.api.{operation}").sync(**arguments)

    email = "generated@example.com"
    attributes = models.SignUpRequestAttributes.from_dict({"name": "Gen"})
    sign_up = models.SignUpRequest(email=email, password=PASSWORD, attributes=attributes)
    with package.Client(base_url=url) as client:
        assert call("sign_up.sign_up", client=client, body=sign_up).confirmed is False
        confirmation = models.ConfirmSignUpRequest(email=email, code=outbox.code(email))
        assert call("sign_up.confirm_sign_up", client=client, body=confirmation) is None
        guess, credentials = (models.SignInRequest(email=email, password=word) for word in ("Wrong-horse-9", PASSWORD))
        wrong = call("session.sign_in", client=client, body=guess)
        signed_in = call("session.sign_in", client=client, body=credentials)
    with package.AuthenticatedClient(base_url=url, token=signed_in.access_token) as own:
        profile = call("me.read_profile", client=own)

    assert (wrong.status, wrong.code) == (401, "invalid-credentials")
    assert profile.email == email
    assert profile.attributes.to_dict() == {"name": "Gen"}

"""An AWS connection to local Cognito, and pools of their own."""

import secrets
from pathlib import Path

import pytest

from tests.provisioning.commands import Commands, named
from vestibule.cognito.transport.aws import Aws, connect


@pytest.fixture(scope="session")
def aws(cognito_url: str) -> Aws:
    return connect("us-east-1", cognito_url)


@pytest.fixture
def commands(cognito_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The commands on local Cognito, and the shipped file for a pool with a name of its own."""
    monkeypatch.chdir(tmp_path)
    return Commands(tmp_path, cognito_url).write(named(f"test {secrets.token_hex(6)}"))

"""One stack on the embedded default for all tests, built from this tree."""

import os
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from tests.apps import Outbox, Person
from tests.compose.stack import DOCKER, ROOT, Stack, running

BUILD_SECONDS = 900


@pytest.fixture(scope="session")
def images() -> None:
    """The images are those of this tree."""
    subprocess.run([DOCKER, "compose", "build", "--quiet"], cwd=ROOT, check=True, timeout=BUILD_SECONDS)


@pytest.fixture(scope="session")
def stack(images: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:  # noqa: ARG001  built first
    """Everything on the embedded default, healthy; this process's, so that two runs do not meet."""
    with running(f"vst{os.getpid()}", tmp_path_factory.mktemp("stack")) as stack:
        yield stack


@pytest.fixture
def visitor(stack: Stack) -> Iterator[httpx.Client]:
    """Somebody who comes by the front door."""
    with stack.client() as client:
        yield client


@pytest.fixture
def newcomer(stack: Stack, visitor: httpx.Client) -> Person:
    """Somebody without an account, behind Caddy."""
    return Person(visitor, Outbox(stack.outbox_url))  # type: ignore[arg-type]  both clients speak alike


@pytest.fixture
def alice(newcomer: Person) -> Person:
    """Somebody with a confirmed account."""
    return newcomer.sign_up(name="Alice").confirm()


@pytest.fixture
def alice_signed_in(alice: Person) -> Person:
    """Somebody with a confirmed account, who signed in."""
    return alice.sign_in()

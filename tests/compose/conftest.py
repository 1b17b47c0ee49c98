"""One stack with the embedded defaults for all tests, built from this tree."""

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
    """The images, built from this tree."""
    subprocess.run([DOCKER, "compose", "build", "--quiet"], cwd=ROOT, check=True, timeout=BUILD_SECONDS)


@pytest.fixture(scope="session")
def stack(images: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:  # noqa: ARG001  built first
    """Everything with the embedded defaults, healthy. Its name has the process id, so that test runs do not collide."""
    with running(f"vst{os.getpid()}", tmp_path_factory.mktemp("stack")) as stack:
        yield stack


@pytest.fixture
def visitor(stack: Stack) -> Iterator[httpx.Client]:
    """A client of Caddy."""
    with stack.client() as client:
        yield client


@pytest.fixture
def newcomer(stack: Stack, visitor: httpx.Client) -> Person:
    """A person without an account, behind Caddy."""
    return Person(visitor, Outbox(stack.outbox_url))


@pytest.fixture
def alice(newcomer: Person) -> Person:
    """A person with a confirmed account."""
    return newcomer.sign_up(name="Alice").confirm()


@pytest.fixture
def alice_signed_in(alice: Person) -> Person:
    """A person with a confirmed account, signed in."""
    return alice.sign_in()

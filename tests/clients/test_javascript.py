"""AWS Amplify and amazon-cognito-identity-js sign in to local_cognito unchanged."""

from collections.abc import Iterator

import pytest

from tests.clients.conftest import Server
from tests.clients.scripts import Script, script

pytestmark = pytest.mark.timeout(600)  # the first test may install the clients


@pytest.fixture(scope="module")
def amplify(installed: None) -> Iterator[Script]:  # noqa: ARG001
    with script("node", "amplify.mjs", folder="javascript") as running:
        yield running


@pytest.fixture(scope="module")
def identity_js(installed: None) -> Iterator[Script]:  # noqa: ARG001
    with script("node", "identity.mjs", folder="javascript") as running:
        yield running


@pytest.mark.parametrize(
    ("scenario", "pool"),
    [
        ("srp", "optional"),
        ("password", "optional"),
        ("totp", "optional"),
        ("selectMfa", "optional"),
        ("userAuth", "optional"),
        ("autoSignIn", "optional"),
        ("passkey", "optional"),
        ("forcedSetup", "required"),
        ("device", "devices"),
    ],
)
def test_amplify_signs_in(server: Server, amplify: Script, scenario: str, pool: str) -> None:
    amplify.run(scenario, server.settings(pool))


def test_amplify_gets_aws_credentials(server: Server, amplify: Script) -> None:
    amplify.run("credentials", server.settings("optional", **server.identity_pool("optional")))


def test_amplify_replaces_a_temporary_password(server: Server, amplify: Script) -> None:
    amplify.run("newPassword", server.settings("optional", **server.invite("optional")))


@pytest.mark.parametrize(
    ("scenario", "pool"),
    [("srp", "optional"), ("totp", "optional"), ("forcedSetup", "required"), ("device", "devices")],
)
def test_identity_js_signs_in(server: Server, identity_js: Script, scenario: str, pool: str) -> None:
    identity_js.run(scenario, server.settings(pool))


def test_identity_js_replaces_a_temporary_password(server: Server, identity_js: Script) -> None:
    identity_js.run("newPassword", server.settings("optional", **server.invite("optional")))

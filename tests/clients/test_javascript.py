"""AWS Amplify and amazon-cognito-identity-js sign in to local_cognito unchanged."""

import pytest

from tests.clients.conftest import HERE, Server, run

pytestmark = pytest.mark.timeout(600)  # the first test may install the clients

SCRIPTS = HERE / "javascript"


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
def test_amplify_signs_in(server: Server, scenario: str, pool: str) -> None:
    run(["node", "amplify.mjs", scenario, server.settings(pool)], SCRIPTS)


def test_amplify_gets_aws_credentials(server: Server) -> None:
    run(
        ["node", "amplify.mjs", "credentials", server.settings("optional", **server.identity_pool("optional"))], SCRIPTS
    )


def test_amplify_replaces_a_temporary_password(server: Server) -> None:
    run(
        ["node", "amplify.mjs", "newPassword", server.settings("optional", **server.invite("optional"))],
        SCRIPTS,
    )


@pytest.mark.parametrize(
    ("scenario", "pool"),
    [("srp", "optional"), ("totp", "optional"), ("forcedSetup", "required"), ("device", "devices")],
)
def test_identity_js_signs_in(server: Server, scenario: str, pool: str) -> None:
    run(["node", "identity.mjs", scenario, server.settings(pool)], SCRIPTS)


def test_identity_js_replaces_a_temporary_password(server: Server) -> None:
    run(
        ["node", "identity.mjs", "newPassword", server.settings("optional", **server.invite("optional"))],
        SCRIPTS,
    )

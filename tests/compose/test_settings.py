"""What `.env` changes: the pool, secrets, TLS; and what is refused."""

import json
import os
import ssl
from pathlib import Path

import httpx
import pytest

from tests.apps import Outbox, Person
from tests.compose.stack import Stack, docker, running
from vestibule.settings import PoolFacts, Settings

SECRET_KEY = "a-key-of-this-test-alone-0123456789abcdef"
CLIENT_SECRET = "0a1b2c3d4e5f-of-the-app-client"
POOL_FACTS = {name.upper() for name in PoolFacts.model_fields if name != "editable_attributes"}
NAME = f"vst{os.getpid()}b"
SAY = "from vestibule.settings import load_settings as s; print(getattr(s(), '{}').get_secret_value())"


def serve(directory: Path, **env: str) -> tuple[int, str]:
    """Start the API alone, with this `.env`; its exit status and what it says."""
    stack = Stack(NAME, directory, **env)
    try:
        done = stack.compose("run", "--rm", "--no-deps", "-T", "api", check=False)
    finally:
        stack.compose("down", "--volumes", check=False)
    return done.returncode, done.stderr


def test_every_setting_that_is_not_the_pools_reaches_the_api_without_a_pool_being_named(tmp_path: Path) -> None:
    config = json.loads(Stack(NAME, tmp_path).compose("config", "--format", "json").stdout)

    given = set(config["services"]["api"]["environment"])
    settings = {name.upper() for name in Settings.model_fields if not name.startswith("cognito_")}
    assert {name for name in settings - POOL_FACTS if not given & {name, f"{name}_FILE"}} == {"API_HOST"}  # the image's


@pytest.mark.usefixtures("images")
def test_every_faulty_setting_is_told_on_a_line_of_its_own(tmp_path: Path) -> None:
    status, said = serve(
        tmp_path, COGNITO_USER_POOL_ID="nonsense", COGNITO_CLIENT_ID="a b", LOG_LEVEL="LOUD", API_WORKERS="0"
    )

    lines = [line.strip().partition(":")[0] for line in said.splitlines() if line.startswith("  ")]
    assert status == 1
    assert set(lines) >= {"COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID", "LOG_LEVEL", "API_WORKERS"}
    assert "Traceback" not in said


@pytest.mark.usefixtures("images")
def test_production_refuses_the_stand_in_and_the_well_known_secret(tmp_path: Path) -> None:
    status, said = serve(tmp_path, ENVIRONMENT="production")

    assert status == 1
    assert "COGNITO_ENDPOINT_URL: production talks to AWS over https, never to the stand-in" in said
    assert "SECRET_KEY: production needs a secret of its own" in said


def test_named_pool_is_used_and_no_stand_in_started_and_no_secret_shown(stack: Stack, tmp_path: Path) -> None:
    """The pool is another stack's, reached by an address that only this `.env` knows."""
    pool = {
        "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
        "COGNITO_CLIENT_ID": "vestibulelocal",
        "COGNITO_ENDPOINT_URL": "http://pool:9229",
    }
    other = Stack(NAME, tmp_path, **pool, SECRET_KEY=SECRET_KEY)
    (cognito,) = stack.compose("ps", "--quiet", "cognito").stdout.split()
    try:
        other.compose("up", "--no-start", "--no-build")
        docker("network", "connect", "--alias", "pool", f"{NAME}_default", cognito)
        other.up()
        with other.client() as client:
            person = Person(client, Outbox(stack.outbox_url)).sign_up().confirm().sign_in()  # type: ignore[arg-type]
        told = json.dumps(other.containers()) + docker("history", "--no-trunc", "vestibule-api")
        used = other.compose("exec", "-T", "api", "python", "-c", SAY.format("secret_key")).stdout.strip()
        services = other.services()
    finally:
        docker("network", "disconnect", "--force", f"{NAME}_default", cognito)
        other.compose("down", "--volumes", check=False)

    assert person.access_token
    assert services == {"web", "api", "store"}
    assert used == SECRET_KEY
    assert SECRET_KEY not in told


@pytest.mark.usefixtures("images")
def test_secret_comes_from_the_file_that_dotenv_names(tmp_path: Path) -> None:
    (tmp_path / "client-secret").write_text(CLIENT_SECRET)
    stack = Stack(NAME, tmp_path, COGNITO_CLIENT_SECRET_FILE="./client-secret")
    say = SAY.format("cognito_client_secret")
    try:
        done = stack.compose("run", "--rm", "--no-deps", "-T", "--entrypoint", "python", "api", "-c", say)
    finally:
        stack.compose("down", "--volumes", check=False)

    assert done.stdout.strip() == CLIENT_SECRET


@pytest.mark.usefixtures("images")
def test_name_of_the_site_turns_on_tls(tmp_path: Path) -> None:
    """`localhost` gets a certificate of Caddy's own authority; a public name gets one from Let's Encrypt."""
    with running(NAME, tmp_path, SITE_ADDRESS="localhost") as stack:
        authority = stack.compose(
            "exec", "-T", "web", "cat", "/certificates/caddy/pki/authorities/local/root.crt"
        ).stdout
        trusting = ssl.create_default_context(cadata=authority)
        with httpx.Client(verify=trusting, trust_env=False, base_url=f"https://localhost:{stack.tls_port}") as client:
            page, api = client.get("/"), client.get("/api/health/ready")
        plain = stack.client().get("/auth/login")

    assert (page.status_code, api.status_code) == (200, 200)
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert (plain.status_code, plain.headers["location"]) == (308, "https://localhost/auth/login")

"""Settings in `.env`: the pool, secrets, TLS, the store, proxies; invalid ones are refused."""

import json
import os
import ssl
from pathlib import Path

import httpx
import pytest

from tests.apps import Outbox, Person
from tests.compose.stack import Stack, docker, remove, running
from vestibule.settings import PoolDefaults, Settings

SECRET_KEY = "a-key-of-this-test-alone-0123456789abcdef"
CLIENT_SECRET = "0a1b2c3d4e5f-of-the-app-client"
POOL_DEFAULTS = {name.upper() for name in PoolDefaults.model_fields if name != "editable_attributes"}
MANAGED_OPTIONS = ("--requirepass", "managed-password", "--protected-mode", "no", "--save", "")
MEMORY_OF_A_WORKER = 100 * 2**20
NAME = f"vst{os.getpid()}b"
SAY = "from vestibule.settings import load_settings as s; print(getattr(s(), '{}').get_secret_value())"


def serve(directory: Path, **env: str) -> tuple[int, str]:
    """Start the API alone with this `.env`; return its exit status and its output."""
    stack = Stack(NAME, directory, **env)
    try:
        done = stack.compose("run", "--rm", "-T", "api", check=False)
    finally:
        remove(stack)
    return done.returncode, done.stderr


def test_every_setting_except_the_pools_reaches_the_api_without_a_pool(tmp_path: Path) -> None:
    given = set(Stack(NAME, tmp_path).config()["services"]["api"]["environment"])

    settings = {name.upper() for name in Settings.model_fields if not name.startswith("cognito_")}
    missing = {name for name in settings - POOL_DEFAULTS if not given & {name, f"{name}_FILE"}}
    # The first is the image's. The second is read from `.env`, which is mounted with SECRET_KEY: it may change.
    assert missing == {"API_HOST", "ACCEPTED_SECRET_KEYS"}


@pytest.mark.usefixtures("images")
def test_every_invalid_setting_is_reported_on_its_own_line(tmp_path: Path) -> None:
    status, said = serve(
        tmp_path, COGNITO_USER_POOL_ID="nonsense", COGNITO_CLIENT_ID="a b", LOG_LEVEL="VERBOSE", API_WORKERS="0"
    )

    lines = [line.strip().partition(":")[0] for line in said.splitlines() if line.startswith("  ")]
    assert status == 1
    assert set(lines) >= {"COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID", "LOG_LEVEL", "API_WORKERS"}
    assert "Traceback" not in said


@pytest.mark.usefixtures("images")
def test_production_refuses_local_cognito_and_the_development_secret(tmp_path: Path) -> None:
    status, said = serve(tmp_path, ENVIRONMENT="production")

    assert status == 1
    assert "COGNITO_ENDPOINT_URL: production" in said
    assert "SECRET_KEY: production needs" in said


def test_configured_pool_is_used_without_local_cognito_and_no_secret_is_visible(stack: Stack, tmp_path: Path) -> None:
    """The pool is another stack's, at a URL that only this `.env` has."""
    pool = {
        "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
        "COGNITO_CLIENT_ID": "vestibulelocal",
        "COGNITO_ENDPOINT_URL": "http://pool:9229",
    }
    other = Stack(NAME, tmp_path, **pool, SECRET_KEY=SECRET_KEY)
    (cognito,) = stack.compose("ps", "--quiet", "cognito").stdout.split()
    try:
        other.compose("up", "--no-start", "--no-build")
        docker("network", "connect", "--alias", "pool", f"{NAME}_outgoing", cognito)
        other.up()
        with other.client() as client:
            person = Person(client, Outbox(stack.outbox_url)).sign_up().confirm().sign_in()
        told = json.dumps(other.containers()) + docker("history", "--no-trunc", "vestibule-api")
        used = other.compose("exec", "-T", "api", "python", "-c", SAY.format("secret_key")).stdout.strip()
        services = other.services()
    finally:
        docker("network", "disconnect", "--force", f"{NAME}_outgoing", cognito)
        other.compose("down", "--volumes", check=False)

    assert person.access_token
    assert services == {"web", "site", "api", "store"}
    assert used == SECRET_KEY
    assert SECRET_KEY not in told


@pytest.mark.usefixtures("images")
def test_secret_is_read_from_the_file_that_dotenv_names(tmp_path: Path) -> None:
    (tmp_path / "client-secret").write_text(CLIENT_SECRET)
    stack = Stack(NAME, tmp_path, COGNITO_CLIENT_SECRET_FILE="./client-secret")
    say = SAY.format("cognito_client_secret")
    try:
        done = stack.compose("run", "--rm", "-T", "--entrypoint", "python", "api", "-c", say)
    finally:
        stack.compose("down", "--volumes", check=False)

    assert done.stdout.strip() == CLIENT_SECRET


@pytest.mark.usefixtures("images")
def test_site_address_enables_tls_and_redirects_to_the_published_port(tmp_path: Path) -> None:
    """`localhost` gets a certificate of Caddy's own authority; a public name gets one from Let's Encrypt."""
    with running(NAME, tmp_path, SITE_ADDRESS="localhost") as stack:
        authority = stack.compose(
            "exec", "-T", "web", "cat", "/certificates/caddy/pki/authorities/local/root.crt"
        ).stdout
        trusting = ssl.create_default_context(cadata=authority)
        with httpx.Client(verify=trusting, trust_env=False, base_url=f"https://localhost:{stack.tls_port}") as client:
            page, api = client.get("/"), client.get("/api/health/ready")
        with stack.client() as client:
            plain = client.get("/auth/login")

    assert (page.status_code, api.status_code) == (200, 200)
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert (plain.status_code, plain.headers["location"]) == (308, f"https://localhost:{stack.tls_port}/auth/login")
    assert plain.headers["x-content-type-options"] == "nosniff"
    assert "server" not in plain.headers


@pytest.mark.usefixtures("images")
def test_pool_without_keys_keeps_the_site_up_and_logs_the_cause(tmp_path: Path) -> None:
    pool = {
        "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
        "COGNITO_CLIENT_ID": "vestibulelocal",
        "COGNITO_ENDPOINT_URL": "http://127.0.0.1:9",
    }
    stack = Stack(NAME, tmp_path, **pool)
    try:
        done = stack.compose("up", "--wait", "--no-build", check=False)
        with stack.client() as client:
            page, ready = client.get("/"), client.get("/api/health/ready")
        log = stack.compose("logs", "api").stdout
    finally:
        remove(stack)

    assert done.returncode != 0
    assert "api" in done.stderr
    assert (page.status_code, ready.status_code) == (200, 503)
    assert "jwks" in log


@pytest.mark.usefixtures("images")
def test_store_url_replaces_the_bundled_store(tmp_path: Path) -> None:
    """The managed store is a Valkey of the test's own on the API's network."""
    stack = Stack(NAME, tmp_path, STORE_URL="redis://:managed-password@managed:6379/0")
    managed = f"{NAME}-managed"
    server = ("--network", f"{NAME}_outgoing", "--network-alias", "managed", "--entrypoint", "valkey-server")
    try:
        stack.compose("up", "--no-start", "--no-build")
        docker("run", "--detach", "--rm", "--name", managed, *server, "vestibule-store", *MANAGED_OPTIONS)
        stack.up()
        with stack.client() as client:
            person = Person(client, Outbox(stack.outbox_url)).sign_up().confirm().sign_in()
            ready = client.get("/api/health/ready").json()
            client.post("/api/auth/sign-out", headers=person.headers)
        keys = docker("exec", "--env", "REDISCLI_AUTH=managed-password", managed, "valkey-cli", "dbsize")
        services = stack.services()
        shown = json.dumps(stack.containers())
    finally:
        docker("rm", "--force", managed)
        remove(stack)

    assert services == {"web", "site", "api", "cognito"}
    assert ready["store"] is True
    assert int(keys) > 0
    assert "managed-password" not in shown


@pytest.mark.usefixtures("images")
def test_clients_behind_a_load_balancer_keep_their_ips_and_get_hsts(tmp_path: Path) -> None:
    """The load balancer is this machine, which connects from one of Docker's private networks."""
    with running(NAME, tmp_path, TRUSTED_PROXIES="172.16.0.0/12,192.168.0.0/16") as stack, stack.client() as client:
        statuses = [
            client.post(
                "/api/auth/sign-in",
                json={"email": f"{turn}@example.com", "password": "Wrong-horse-1"},
                headers={"X-Forwarded-For": f"198.51.100.{turn}", "X-Forwarded-Proto": "https"},
            ).status_code
            for turn in range(15)
        ]
        page = client.get("/", headers={"X-Forwarded-Proto": "https"})
        plain = client.get("/", headers={"X-Forwarded-Proto": "http"})

    assert set(statuses) == {401}  # more than one address may have wrong passwords
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in plain.headers


def test_limits_of_the_api_follow_the_number_of_workers_and_threads(tmp_path: Path) -> None:
    def limits(**env: str) -> dict[str, object]:
        api = Stack(NAME, tmp_path, **env).config()["services"]["api"]
        found: dict[str, object] = api["deploy"]["resources"]["limits"]
        return found

    one, eight = limits(), limits(API_WORKERS="8")
    own = limits(API_WORKERS="8", API_MEMORY="2G", API_CPUS="4")

    assert int(str(one["memory"])) >= 1 * MEMORY_OF_A_WORKER
    assert int(str(eight["memory"])) >= 8 * MEMORY_OF_A_WORKER
    assert int(str(eight["pids"])) >= 8 * 100
    assert (int(str(own["memory"])), own["cpus"]) == (2 * 2**30, 4)


def test_ca_bundle_and_outgoing_proxy_reach_the_api(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("certificates")
    env = {"COGNITO_CA_BUNDLE": "./ca.pem", "HTTPS_PROXY": "http://proxy.example.com:3128", "NO_PROXY": "example.org"}

    without = Stack(NAME, tmp_path).config()["services"]["api"]["environment"]
    config = Stack(NAME, tmp_path, **env).config()

    given = config["services"]["api"]["environment"]
    assert "COGNITO_CA_BUNDLE" not in without
    assert given["COGNITO_CA_BUNDLE"] == "/run/secrets/ca_bundle"
    assert config["secrets"]["ca_bundle"]["file"] == str(tmp_path / "ca.pem")
    assert given["HTTPS_PROXY"] == "http://proxy.example.com:3128"
    assert given["NO_PROXY"] == "cognito,store,example.org"

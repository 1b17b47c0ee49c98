"""aws-amplify in a real browser signs in by redirect on local_cognito's domain, unchanged."""

import datetime as dt
import json
import subprocess
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from playwright.sync_api import Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from tests.clients.conftest import HERE
from tests.cognito import create_cognito
from tests.e2e.chromium import launch
from tests.local_cognito.oauth_browser import change_client
from tests.local_cognito.people import CLIENT_ID, POOL_ID, boto3_client
from tests.servers import serve

pytestmark = pytest.mark.timeout(600)  # the first test may install the clients

ROLLDOWN = HERE.parents[1] / "frontend" / "node_modules" / ".bin" / "rolldown"
IDENTITY_POOL_ID = "us-east-1:00000000-0000-4000-8000-000000000001"
PAGE = """<!doctype html><title>Amplify</title><link rel="icon" href="data:,">
<script>window.settings = {settings}</script><script src="/page.js"></script>"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Amplify reaches a domain over TLS only."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "local Cognito")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "cognito.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return path


@pytest.fixture(scope="module")
def bundle(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001
    """The page's script with Amplify, bundled for browsers."""
    path = tmp_path_factory.mktemp("page") / "page.js"
    source = HERE / "javascript" / "redirect.page.mjs"
    command = [ROLLDOWN, source, "--file", path, "--format", "iife", "--platform", "browser"]
    subprocess.run(command, check=True, capture_output=True, cwd=source.parent)
    return path


@pytest.fixture
def page(bundle: Path, certificate: Path, tmp_path: Path) -> Iterator[Page]:
    """A browser's tab on a page that uses Amplify, with local Cognito as its backend."""
    settings: dict[str, Any] = {}

    async def show(_: Request) -> Response:
        return HTMLResponse(PAGE.format(settings=json.dumps(settings)))

    async def script(_: Request) -> Response:
        return FileResponse(bundle)

    site = Starlette(routes=[Route("/", show), Route("/page.js", script)])
    cognito = create_cognito(tmp_path / "pool.sqlite3")
    with serve(site) as home, serve(cognito) as plain, serve(cognito, certificate=certificate) as endpoint:
        client = boto3_client(plain)
        change_client(client, CallbackURLs=[f"{home}/"], LogoutURLs=[f"{home}/"])
        client.close()
        named = {"pool": POOL_ID, "client": CLIENT_ID, "identityPool": IDENTITY_POOL_ID}
        settings.update(named, endpoint=endpoint, domain=endpoint.partition("://")[2])
        with sync_playwright() as playwright:
            browser = launch(playwright)
            tab = browser.new_context(base_url=home, ignore_https_errors=True).new_page()
            yield tab
            browser.close()


def test_amplify_signs_in_by_redirect_gets_credentials_and_signs_out(page: Page) -> None:
    page.goto("/")

    page.evaluate("auth.signInWithRedirect({ provider: 'Facebook' })")
    page.get_by_label("E-mail").fill("sam@example.com")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/?code=**")
    page.wait_for_function("auth.getCurrentUser().then(() => true, () => false)")

    user = page.evaluate("auth.getCurrentUser()")
    attributes = page.evaluate("auth.fetchUserAttributes()")
    session = page.evaluate("auth.fetchAuthSession()")
    assert user["username"].startswith("Facebook_")
    assert attributes["email"] == "sam@example.com"
    assert session["identityId"].startswith("us-east-1:")
    assert session["credentials"]["sessionToken"]

    with page.expect_request("**/logout?**"), page.expect_navigation():
        page.evaluate("void auth.signOut()")
    assert page.evaluate("auth.fetchAuthSession().then((session) => session.tokens ?? null)") is None

"""Outgoing connections: proxies, certificate authorities and AWS profiles from the environment."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from local_cognito.embedded_pool import IDENTITY_POOL_ID
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.certificates import self_signed
from tests.cognito import create_cognito
from tests.servers import Clock, serve
from vestibule.errors import Misconfigured
from vestibule.services import build_services

NOWHERE = "http://127.0.0.1:9"
PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.mark.parametrize("variable", [*PROXY_VARIABLES, "COGNITO_PROXY"])
def test_loopback_is_never_reached_through_a_proxy(
    cognito_url: str, clock: Clock, alice: Person, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, NOWHERE)

    with running(settings_for(cognito_url), clock) as client:
        person = Person(client, alice.outbox, alice.email, alice.password).sign_in()

        assert client.get("/api/auth_test", headers=person.headers).status_code == 200


def test_everything_at_cognito_may_have_a_certificate_of_a_private_authority(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    certificate = self_signed(tmp_path)
    cognito = create_cognito(tmp_path / "pool.sqlite3", clock=clock)
    with serve(cognito) as plain, serve(cognito, certificate=certificate) as encrypted:
        url = encrypted.replace("127.0.0.1", "localhost")
        domain_and_identity_pool = {"cognito_domain": url, "cognito_identity_pool_id": IDENTITY_POOL_ID}
        settings = settings_for(url, cognito_ca_bundle=str(certificate), **domain_and_identity_pool)
        with running(settings, clock) as client:
            person = Person(client, Outbox(plain)).sign_up().confirm().sign_in()
            verified = client.get("/api/auth_test", headers=person.headers)
            described = client.get("/api/auth/config")
            guest = client.post("/api/auth/aws-credentials")
            redirect = client.get("/api/auth/oauth/authorize", params={"provider": "Google"}, follow_redirects=False)
            (state,) = parse_qs(urlsplit(redirect.headers["location"]).query)["state"]
            exchanged = client.post("/api/auth/oauth/callback", json={"state": state, "code": "unknown"})

    assert verified.status_code == 200
    assert described.json()["mfa"] == "optional"  # read from the pool; the settings say off
    assert_problem(guest, 403, "feature-unavailable")  # the identity pool has no guests
    assert_problem(exchanged, 400, "oauth-state-invalid")  # the domain refused the code


def broken_configurations(folder: Path) -> dict[str, dict[str, str]]:
    broken, latin = folder / "broken", folder / "latin"
    broken.write_text("[profile x\nnonsense")
    latin.write_bytes(b"[profile caf\xe9]\nregion = x\n")
    return {
        "a profile that does not exist": {"AWS_PROFILE": "gone"},
        "a broken file": {"AWS_CONFIG_FILE": str(broken)},
        "broken credentials": {"AWS_SHARED_CREDENTIALS_FILE": str(broken)},
        "another encoding": {"AWS_CONFIG_FILE": str(latin)},
    }


@pytest.mark.parametrize(
    "name", ["a profile that does not exist", "a broken file", "broken credentials", "another encoding"]
)
class TestBrokenAwsConfiguration:
    @pytest.fixture(autouse=True)
    def configuration(self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        for variable, value in broken_configurations(tmp_path)[name].items():
            monkeypatch.setenv(variable, value)

    def test_users_can_sign_in_despite_a_broken_aws_configuration(
        self, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        with running(settings_for(cognito_url), clock) as client:
            assert Person(client, outbox).sign_up().confirm().sign_in().access_token

    def test_broken_aws_configuration_is_logged_in_one_line_when_a_role_is_needed(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from vestibule import logs

        settings = settings_for("", cognito_endpoint_url=None)
        logs.configure(settings)
        services = build_services(settings)

        with pytest.raises(Misconfigured):
            services.cognito.admin.pool.describe()

        lines = [line for line in capsys.readouterr().out.splitlines() if line.strip()]
        assert len(lines) == 1
        assert "aws.configuration_invalid" in lines[0] or "cognito.no_credentials" in lines[0]

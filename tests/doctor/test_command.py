"""The command `vestibule pool doctor`."""

import json
from pathlib import Path
from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
from typer.testing import CliRunner

from tests.doctor.pools import APP, Pool, Variant, build
from vestibule.cli import app


@pytest.fixture(autouse=True)
def _away_from_the_developers_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def doctor(pool: Pool, *options: str) -> Any:
    settings = {
        "COGNITO_USER_POOL_ID": pool.id,
        "COGNITO_CLIENT_ID": pool.client_id,
        "COGNITO_ENDPOINT_URL": pool.client.meta.endpoint_url,
        "CORS_ORIGINS": APP,
    }
    return CliRunner().invoke(app, ["pool", "doctor", *options], env=settings)


@pytest.fixture(scope="module")
def faulty(cognito: CognitoIdentityProviderClient, healthy: Pool) -> Pool:
    """One error and one warning."""
    changes = {"EnableTokenRevocation": False, "AccessTokenValidity": 120}
    return build(cognito, Variant(client=changes), healthy.id)


class TestCommand:
    def test_healthy_pool_has_exit_status_0(self, healthy: Pool) -> None:
        result = doctor(healthy, "--fail-on", "info")

        assert result.exit_code == 0, result.output
        assert "0 errors, 0 warnings, 0 info" in result.output

    @pytest.mark.parametrize(
        ("options", "status"),
        [
            ([], 2),
            (["--fail-on", "warning"], 2),
            (["--ignore", "token-revocation"], 0),
            (["--ignore", "token-revocation", "--fail-on", "warning"], 2),
            (["--only", "clock"], 0),
            (["--only", "token-revocation", "--only", "clock"], 2),
            (["--only", "no-such-check"], 1),
            (["--fail-on", "nothing"], 1),
        ],
    )
    def test_exit_status_follows_the_findings(self, faulty: Pool, options: list[str], status: int) -> None:
        assert doctor(faulty, *options).exit_code == status

    def test_report_has_severity_effect_and_command(self, faulty: Pool) -> None:
        output = doctor(faulty).output

        assert "ERROR   token-revocation  EnableTokenRevocation is false." in output
        assert "    Effect: Signing out leaves the refresh token valid" in output
        assert f"    aws cognito-idp describe-user-pool-client --user-pool-id {faulty.id} --client-id" in output
        assert "\x1b" not in output

    def test_json_has_the_same(self, faulty: Pool) -> None:
        report = json.loads(doctor(faulty, "--json").stdout)
        lines = doctor(faulty).output.splitlines()

        assert report["counts"] == {"error": 1, "warning": 1, "info": 0}
        assert [finding["id"] for finding in report["findings"]] == ["token-revocation", "token-validity"]
        assert {"severity", "title", "what", "effect", "fix", "number"} <= report["findings"][0].keys()
        assert "clock" in report["passed"]
        assert {"id": "firewall", "reason": report["not_checked"][-1]["reason"]} in report["not_checked"]
        for reason in {each["reason"] for each in report["not_checked"]}:
            checks = ", ".join(each["id"] for each in report["not_checked"] if each["reason"] == reason)
            assert f"    {checks}: {reason}" in lines

    def test_unreachable_pool_has_exit_status_1(self, healthy: Pool) -> None:
        settings = {"COGNITO_USER_POOL_ID": healthy.id, "COGNITO_CLIENT_ID": "x"}
        nowhere = settings | {"COGNITO_ENDPOINT_URL": "http://127.0.0.1:9"}

        result = CliRunner().invoke(app, ["pool", "doctor"], env=nowhere)

        assert result.exit_code == 1, result.output

    def test_invalid_settings_have_exit_status_1(self) -> None:
        result = CliRunner().invoke(app, ["pool", "doctor"], env={"COGNITO_USER_POOL_ID": "x", "API_PORT": "y"})

        assert result.exit_code == 1
        assert "API_PORT" in result.output

    def test_no_secret_is_printed(self, cognito: CognitoIdentityProviderClient, healthy: Pool) -> None:
        pool = build(cognito, Variant(client={"GenerateSecret": True}), healthy.id)
        described = cognito.describe_user_pool_client(UserPoolId=pool.id, ClientId=pool.client_id)
        secret = described["UserPoolClient"]["ClientSecret"]

        outputs = [doctor(pool).output, doctor(pool, "--json").output]

        assert all(secret not in output and "client-secret" in output for output in outputs)

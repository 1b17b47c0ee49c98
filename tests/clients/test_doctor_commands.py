"""The commands that `vestibule pool doctor` prints, run by a shell with the AWS CLI and jq."""

import os
from pathlib import Path
from typing import Any

from tests.clients.conftest import PYTHON, Server, run
from tests.doctor.pools import Pool, Variant, build

LOG_GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:cognito"


def without_admins_and_logs(pool: Pool) -> None:
    pool.client.delete_group(UserPoolId=pool.id, GroupName="admins")
    pool.client.set_log_delivery_configuration(UserPoolId=pool.id, LogConfigurations=[])


def faulty_pool(server: Server) -> Pool:
    """A pool whose faults need no decision."""
    policies = {"PasswordPolicy": {"MinimumLength": 12}, "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}}
    variant = Variant(
        pool={"DeletionProtection": "INACTIVE", "Policies": policies},
        mfa={"MfaConfiguration": "OFF", "SoftwareTokenMfaConfiguration": None},
        client={"EnableTokenRevocation": False},
        provider={"AttributeMapping": {"email": "email", "username": "sub"}},
        then=without_admins_and_logs,
    )
    return build(server.client, variant)


def configuration(pool: Pool) -> dict[str, Any]:
    """Everything that the commands could reset by mistake."""
    described: dict[str, Any] = {
        **pool.client.describe_user_pool(UserPoolId=pool.id)["UserPool"],
        **pool.client.describe_user_pool_client(UserPoolId=pool.id, ClientId=pool.client_id)["UserPoolClient"],
    }
    fixed = ("DeletionProtection", "EnableTokenRevocation", "MfaConfiguration", "LastModifiedDate")
    return {name: value for name, value in described.items() if name not in fixed}


class TestCommands:
    def test_commands_fix_what_was_found_and_change_nothing_else(self, server: Server, tmp_path: Path) -> None:
        pool = faulty_pool(server)
        before, findings = configuration(pool), pool.examine().findings
        environment = {
            "PATH": f"{PYTHON}:{os.environ['PATH']}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": str(tmp_path / "none"),
        }

        for finding in findings:
            command = finding.fix.replace("<ARN of a log group>", LOG_GROUP)
            run(["bash", "-euo", "pipefail", "-c", command], tmp_path, **environment)

        found = {finding.check.id for finding in findings}
        assert found == {
            *("admins-group", "deletion-protection", "delivery-logs", "second-factor", "token-revocation"),
            "unverified-federated-mail",
        }
        assert pool.examine().findings == ()
        assert configuration(pool) == before

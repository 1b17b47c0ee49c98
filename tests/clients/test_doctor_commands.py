"""The commands that `vestibule pool doctor` prints, run by a shell with the AWS CLI and jq."""

import os
from pathlib import Path
from typing import Any

from tests.clients.conftest import PYTHON, Server, run
from tests.doctor.pools import Pool, Variant, build


def faulty_pool(server: Server) -> Pool:
    """A pool whose faults need no decision."""
    variant = Variant(
        pool={"DeletionProtection": "INACTIVE"},
        client={"EnableTokenRevocation": False},
        provider={"AttributeMapping": {"email": "email", "username": "sub"}},
        then=lambda pool: pool.client.delete_group(UserPoolId=pool.id, GroupName="admins"),
    )
    return build(server.client, variant)


def configuration(pool: Pool) -> dict[str, Any]:
    """Everything that the commands could reset by mistake."""
    described: dict[str, Any] = {
        **pool.client.describe_user_pool(UserPoolId=pool.id)["UserPool"],
        **pool.client.describe_user_pool_client(UserPoolId=pool.id, ClientId=pool.client_id)["UserPoolClient"],
    }
    fixed = ("DeletionProtection", "EnableTokenRevocation", "LastModifiedDate")
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
            run(["bash", "-euo", "pipefail", "-c", finding.fix], tmp_path, **environment)

        found = {finding.check.id for finding in findings}
        assert found == {"admins-group", "deletion-protection", "token-revocation", "unverified-federated-mail"}
        assert pool.examine().findings == ()
        assert configuration(pool) == before

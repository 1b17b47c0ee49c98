"""Errors of `vestibule pool`: a reason in plain words, and exit status 1."""

import pytest

from tests.provisioning.commands import Commands
from vestibule.cognito.transport.aws import Aws


class TestErrors:
    def test_wrong_usage_ends_with_1_and_not_with_that_of_differences(self, commands: Commands) -> None:
        assert commands.run("plan", "--nonsense").exit_code == 1

    def test_server_that_does_not_answer_is_an_error(self, commands: Commands) -> None:
        commands.url = "http://127.0.0.1:9"

        result = commands.run("plan", "--detailed-exitcode")

        assert result.exit_code == 1
        assert "EndpointConnectionError" in result.stderr

    @pytest.mark.parametrize(
        ("options", "variables", "reason"),
        [
            ([], {"AWS_PROFILE": "nobody"}, "The config profile (nobody) could not be found"),
            (["--region", "no region"], {}, "InvalidRegionError"),
            (["--endpoint-url", "https://"], {}, "Invalid endpoint"),
        ],
    )
    def test_invalid_configuration_of_aws_is_an_error(
        self, commands: Commands, options: list[str], variables: dict[str, str], reason: str
    ) -> None:
        commands.url = ""
        commands.environment |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", **variables}

        result = commands.run("plan", *options)

        assert result.exit_code == 1
        assert reason in result.stderr

    def test_missing_credentials_are_said(self, commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
            monkeypatch.delenv(name, raising=False)
        commands.url = ""
        nowhere = {"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
        commands.environment |= {**nowhere, "AWS_EC2_METADATA_DISABLED": "true"}

        result = commands.run("plan")

        assert result.exit_code == 1
        assert "No AWS credentials were found" in result.stderr

    def test_unknown_pool_id_is_an_error(self, commands: Commands) -> None:
        commands.environment["COGNITO_USER_POOL_ID"] = "us-east-1_Nowhere"

        result = commands.run("apply")

        assert result.exit_code == 1
        assert "ResourceNotFoundException" in result.stderr

    def test_unknown_identity_pool_id_is_an_error(self, commands: Commands) -> None:
        commands.apply()
        commands.environment["COGNITO_IDENTITY_POOL_ID"] = "us-east-1:00000000-0000-4000-8000-00000000dead"

        result = commands.run("plan")

        assert result.exit_code == 1
        assert "there is no identity pool us-east-1:00000000-0000-4000-8000-00000000dead" in result.stderr

    def test_region_is_needed(self, commands: Commands) -> None:
        commands.environment |= dict.fromkeys(["COGNITO_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"], "")

        assert "Which AWS region?" in commands.run("plan").stderr

    def test_without_a_terminal_there_are_no_colours(self, commands: Commands) -> None:
        assert "\x1b" not in commands.plan()[1]

    def test_text_of_the_pool_does_not_control_the_terminal(self, aws: Aws, commands: Commands) -> None:
        commands.apply()
        pool_id = commands.settings["COGNITO_USER_POOL_ID"]
        aws.call("UpdateGroup", UserPoolId=pool_id, GroupName="admins", Description="\x1b[2J[bold]gone")

        output = commands.plan()[1]

        assert "\x1b" not in output
        assert "[2J[bold]gone" in output

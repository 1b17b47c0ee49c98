"""`vestibule pool apply` and `plan`, on local Cognito."""

import os
import pty
import subprocess
import sys
from typing import Any

import pytest

from tests.provisioning.commands import Commands
from vestibule.cognito.transport.aws import Aws


def described(aws: Aws, commands: Commands) -> dict[str, Any]:
    pool: dict[str, Any] = aws.call("DescribeUserPool", UserPoolId=commands.settings["COGNITO_USER_POOL_ID"])[
        "UserPool"
    ]
    return pool


class TestNewPool:
    def test_pool_is_created_protected_and_as_the_file_says(self, aws: Aws, commands: Commands) -> None:
        printed = commands.apply()

        assert printed.count(f"the pool's id is {commands.settings['COGNITO_USER_POOL_ID']}\n") == 1
        assert "  CreateUserPool  user pool\n" in printed
        pool = described(aws, commands)
        schema = {entry["Name"]: entry for entry in pool["SchemaAttributes"]}
        assert pool["DeletionProtection"] == "ACTIVE"
        assert pool["UsernameAttributes"] == ["email"]
        assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
        assert schema["custom:agentName"]["StringAttributeConstraints"] == {"MinLength": "1", "MaxLength": "64"}
        mfa = aws.call("GetUserPoolMfaConfig", UserPoolId=pool["Id"])
        assert mfa["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
        assert commands.plan()[0] == 0

    def test_env_file_is_private_and_keeps_its_other_lines(self, commands: Commands) -> None:
        commands.env_file.write_text("# mine\nBRAND_NAME=Example\n", "utf-8")

        commands.apply()

        assert commands.env_file.stat().st_mode & 0o777 == 0o600
        assert commands.env_file.read_text("utf-8").startswith("# mine\nBRAND_NAME=Example\n")
        assert {"COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID", "COGNITO_ENDPOINT_URL"} <= commands.settings.keys()

    def test_interrupted_apply_is_continued_with_the_same_pool(self, commands: Commands) -> None:
        commands.apply()
        first = commands.settings
        commands.env_file.unlink()

        assert commands.plan()[0] == 0
        commands.apply()

        assert commands.settings == first

    def test_apply_that_failed_halfway_continues_with_what_it_created(self, aws: Aws, commands: Commands) -> None:
        free = commands.prefix
        failed = commands.edit((f'prefix = "{free}"', 'prefix = "vestibule"')).run("apply")
        first = commands.settings["COGNITO_USER_POOL_ID"]
        assert failed.exit_code == 1
        assert "CreateUserPoolDomain: InvalidParameterException: Domain already exists" in failed.stderr
        assert "Nothing was lost. Remove the cause, and run the command again" in failed.stderr

        commands.edit(('prefix = "vestibule"', f'prefix = "{free}"')).apply()

        assert commands.settings["COGNITO_USER_POOL_ID"] == first
        assert len(aws.call("ListUserPoolClients", UserPoolId=first, MaxResults=60)["UserPoolClients"]) == 1
        assert commands.plan()[0] == 0

    def test_env_file_that_cannot_be_written_is_an_error_which_names_the_pool(self, commands: Commands) -> None:
        result = commands.run("apply", "--env-file", "/dev/null/env")

        assert result.exit_code == 1
        assert "the pool's id is us-east-1_" in result.output

    def test_pool_of_others_with_the_same_name_is_not_touched(self, aws: Aws, commands: Commands) -> None:
        foreign = aws.call("CreateUserPool", PoolName="foreign")["UserPool"]["Id"]
        commands.write('name = "foreign"\n[clients.web]\n')

        result = commands.run("apply")

        assert result.exit_code == 1
        assert foreign in result.stderr
        assert not commands.env_file.exists()

    def test_secret_of_a_confidential_client_is_written_and_not_shown(self, commands: Commands) -> None:
        output = commands.edit(('kind = "public"', 'kind = "confidential"')).apply()

        secret = commands.settings["COGNITO_CLIENT_SECRET"]
        assert len(secret) > 20
        assert secret not in output + commands.plan()[1]


class TestChanges:
    def test_change_keeps_what_the_file_does_not_say(self, aws: Aws, commands: Commands) -> None:
        commands.apply()
        pool = described(aws, commands)
        lambda_config = {"PreSignUp": "arn:aws:lambda:us-east-1:123456789012:function:f"}
        aws.call(
            "UpdateUserPool",
            UserPoolId=pool["Id"],
            UserPoolTags={"team": "accounts", **pool["UserPoolTags"]},
            SmsAuthenticationMessage="Code {####}",
            LambdaConfig=lambda_config,
        )

        status, output = commands.plan()
        commands.apply("--yes")

        assert status == 2
        assert "LambdaConfig loses PreSignUp" in output
        after = described(aws, commands)
        assert (after["UserPoolTags"]["team"], after["SmsAuthenticationMessage"]) == ("accounts", "Code {####}")
        assert after["AutoVerifiedAttributes"] == ["email"]
        assert after["LambdaConfig"] == {}

    @pytest.mark.parametrize(
        ("before", "after", "shown"),
        [
            ("minimum_length = 8", "minimum_length = 12", "Policies.PasswordPolicy.MinimumLength: 8 → 12"),
            ("access_token_minutes = 60", "access_token_minutes = 15", "AccessTokenValidity: 60 → 15"),
            ("precedence = 0", "precedence = 2", "Precedence: 0 → 2"),
            ('email = { en = "Your sign-in', 'email = { en = "Hello! Your sign-in', "EmailMfaConfiguration.Message"),
        ],
    )
    def test_difference_is_shown_and_made_good(self, commands: Commands, before: str, after: str, shown: str) -> None:
        commands.apply()

        status, output = commands.edit((before, after)).plan()
        commands.apply()

        assert (status, shown in output) == (2, True), output
        assert commands.plan()[0] == 0

    def test_custom_attribute_client_and_group_are_added(self, aws: Aws, commands: Commands) -> None:
        commands.apply()
        commands.edit(append="[custom_attributes.team]\nmax_length = 20\n[clients.second]\n[groups.editors]\n")

        status, output = commands.plan()
        commands.apply()

        assert status == 2
        assert "AddCustomAttributes" in output
        assert "custom:team" in {entry["Name"] for entry in described(aws, commands)["SchemaAttributes"]}
        assert commands.settings["COGNITO_CLIENT_ID"].count(",") == 1
        assert commands.plan()[0] == 0

    def test_what_the_file_no_longer_has_is_left_alone(self, commands: Commands) -> None:
        commands.edit(append="[groups.editors]\n").apply()

        status, output = commands.edit(("[groups.editors]", "")).plan()

        assert status == 0
        assert "group editors" in output

    def test_validity_in_another_unit_is_no_difference(self, aws: Aws, commands: Commands) -> None:
        commands.apply()
        pool_id, client_id = commands.settings["COGNITO_USER_POOL_ID"], commands.settings["COGNITO_CLIENT_ID"]
        client = aws.call("DescribeUserPoolClient", UserPoolId=pool_id, ClientId=client_id)["UserPoolClient"]
        hours = {"TokenValidityUnits": {"AccessToken": "seconds", "IdToken": "hours", "RefreshToken": "days"}}
        validity = {"AccessTokenValidity": 3600, "IdTokenValidity": 1}
        members = aws.members("UpdateUserPoolClient")
        kept = {name: value for name, value in client.items() if name in members}
        aws.call("UpdateUserPoolClient", **kept | hours | validity)

        assert commands.plan()[0] == 0


class TestLosses:
    def test_loss_needs_consent(self, aws: Aws, commands: Commands) -> None:
        commands.apply()
        commands.edit(("email = true", "email = false"))

        refused = commands.run("apply")
        assert refused.exit_code == 1
        assert "email is turned off" in refused.output
        assert "EmailMfaConfiguration" in aws.call(
            "GetUserPoolMfaConfig", UserPoolId=commands.settings["COGNITO_USER_POOL_ID"]
        )

        commands.apply("--yes")
        assert commands.plan()[0] == 0

    @pytest.mark.parametrize(
        ("before", "after", "lost"),
        [
            ('relying_party_id = "localhost"', 'relying_party_id = "example.com"', "every passkey of localhost stops"),
            ("self_sign_up = true", "self_sign_up = false", "users can no longer sign up"),
            ('"EMAIL_OTP", "WEB_AUTHN"]', '"WEB_AUTHN"]', "AllowedFirstAuthFactors loses EMAIL_OTP"),
            ('"USER_AUTH"]', "]", "ExplicitAuthFlows loses ALLOW_USER_AUTH"),
        ],
    )
    def test_loss_is_named(self, commands: Commands, before: str, after: str, lost: str) -> None:
        commands.apply()

        output = commands.edit((before, after)).plan()[1]

        assert lost in output

    def test_other_kind_of_client_gets_a_new_id_and_keeps_the_old(self, aws: Aws, commands: Commands) -> None:
        commands.apply()
        old = commands.settings["COGNITO_CLIENT_ID"]
        commands.edit(('kind = "public"', 'kind = "confidential"'))

        assert commands.run("apply").exit_code == 1
        assert "must sign in again" in commands.plan()[1]
        commands.apply("--yes")

        assert commands.settings["COGNITO_CLIENT_ID"] != old
        assert aws.call("DescribeUserPoolClient", UserPoolId=commands.settings["COGNITO_USER_POOL_ID"], ClientId=old)
        assert commands.plan()[0] == 0

    def test_newer_secret_and_further_clients_stay_in_the_env_file(self, aws: Aws, commands: Commands) -> None:
        commands.edit(('kind = "public"', 'kind = "confidential"')).apply()
        known, text = commands.settings, commands.env_file.read_text("utf-8")
        client_id = known["COGNITO_CLIENT_ID"]
        newer = aws.call("AddUserPoolClientSecret", UserPoolId=known["COGNITO_USER_POOL_ID"], ClientId=client_id)
        secret = newer["ClientSecretDescriptor"]["ClientSecretValue"]
        text = text.replace(known["COGNITO_CLIENT_SECRET"], secret).replace(client_id, f"{client_id},another")
        commands.env_file.write_text(text, "utf-8")

        commands.edit(("minimum_length = 8", "minimum_length = 9")).apply()

        assert commands.env_file.read_text("utf-8") == text

    @pytest.mark.parametrize("line", ["", "COGNITO_CLIENT_SECRET=\n"])
    def test_secret_that_the_env_file_lost_is_written_again(self, commands: Commands, line: str) -> None:
        commands.edit(('kind = "public"', 'kind = "confidential"')).apply()
        secret, text = commands.settings["COGNITO_CLIENT_SECRET"], commands.env_file.read_text("utf-8")
        commands.env_file.write_text(text.replace(f"COGNITO_CLIENT_SECRET={secret}\n", line), "utf-8")

        commands.apply()

        assert commands.settings["COGNITO_CLIENT_SECRET"] == secret

    def test_secret_of_an_earlier_client_leaves_the_env_file(self, commands: Commands) -> None:
        commands.edit(('kind = "public"', 'kind = "confidential"')).apply()
        secret = commands.settings["COGNITO_CLIENT_SECRET"]

        commands.edit(('kind = "confidential"', 'kind = "public"')).apply("--yes")

        assert "COGNITO_CLIENT_SECRET" not in commands.settings
        assert secret not in commands.env_file.read_text("utf-8")

    @pytest.mark.parametrize(("answer", "status"), [("n", 1), ("y", 0)])
    def test_somebody_at_a_terminal_is_asked(self, commands: Commands, answer: str, status: int) -> None:
        commands.apply()
        commands.edit(("email = true", "email = false"))
        controller, terminal = pty.openpty()
        os.write(controller, f"{answer}\n".encode())

        environment = {**os.environ, "COGNITO_ENDPOINT_URL": commands.url, "COGNITO_REGION": "us-east-1"}
        command = [sys.executable, "-m", "vestibule", "pool", "apply"]
        result = subprocess.run(command, stdin=terminal, stdout=terminal, stderr=terminal, env=environment, check=False)

        assert result.returncode == status
        assert commands.plan()[0] == (0 if status == 0 else 2)
        os.close(terminal)
        os.close(controller)


class TestObstacles:
    @pytest.mark.parametrize(
        ("before", "after", "shown"),
        [
            ("case_sensitive = false", "case_sensitive = true", "UsernameConfiguration.CaseSensitive: False → True"),
            ('username_attributes = ["email"]', "username_attributes = []", "UsernameAttributes: ['email'] → []"),
            ("max_length = 64", "max_length = 65", "StringAttributeConstraints"),
            ("[attributes.email]\nrequired = true", "[attributes.name]\nrequired = true", "Required: True → False"),
        ],
    )
    def test_what_is_fixed_stops_apply(self, aws: Aws, commands: Commands, before: str, after: str, shown: str) -> None:
        commands.apply()
        known = described(aws, commands)
        commands.edit((before, after), ("minimum_length = 8", "minimum_length = 10"))

        result = commands.run("apply", "--yes")

        assert result.exit_code == 1
        assert shown in result.output
        assert "needs a new pool" in result.output
        assert described(aws, commands) == known

    def test_two_clients_of_one_name_are_not_guessed(self, aws: Aws, commands: Commands) -> None:
        commands.apply()
        pool_id = commands.settings["COGNITO_USER_POOL_ID"]
        aws.call("CreateUserPoolClient", UserPoolId=pool_id, ClientName="second")
        aws.call("CreateUserPoolClient", UserPoolId=pool_id, ClientName="second")
        commands.edit(append="[clients.second]\n")

        status, output = commands.plan()

        assert status == 2
        assert "has several with this name" in output

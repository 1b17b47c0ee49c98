"""`python -m local_cognito` as a process: its output, its shutdown, and the durability of its data."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from jose import jwt

from local_cognito.__main__ import main
from tests.children import child_process
from tests.local_cognito.people import CLIENT_ID, PASSWORD, POOL_ID, Person, StandIn, boto3_client, refused
from tests.servers import Clock

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Process:
    """A running `python -m local_cognito`."""

    popen: subprocess.Popen[str]
    first_line: str

    @property
    def url(self) -> str:
        return self.first_line.rpartition(" ")[2]

    def person(self) -> Person:
        return Person(StandIn(self.url, Clock(), boto3_client(self.url)))

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal. Returns the exit status and the rest of the output."""
        self.popen.send_signal(number)
        return self.end()

    def end(self) -> tuple[int, str]:
        """Wait for the process to end. Returns the exit status and the rest of the output."""
        assert self.popen.stdout
        output = self.popen.stdout.read()
        return self.popen.wait(), output


def environment(data: Path, **settings: str) -> dict[str, str]:
    names = {f"LOCAL_COGNITO_{name}": value for name, value in ({"PORT": "0", "DATA": str(data)} | settings).items()}
    ours = ("LOCAL_COGNITO_", "PYTHONUNBUFFERED")  # a pipe must receive each line at once without it
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | names | {"PYTHONPATH": str(ROOT / "backend")}


@contextmanager
def running(data: Path, **settings: str) -> Iterator[Process]:
    with child_process(
        [sys.executable, "-m", "local_cognito"],
        env=environment(data, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as popen:
        assert popen.stdout
        yield Process(popen, popen.stdout.readline().strip())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "new" / "cognito.sqlite3"


class TestProcess:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_the_process_prints_its_urls_and_messages_and_stops_cleanly(
        self, data: Path, number: signal.Signals
    ) -> None:
        with running(data) as process:
            person = process.person().sign_up()
            code = person.code
            status, output = process.stop(number)

        assert process.first_line.startswith("local Cognito listens on http://127.0.0.1:")
        assert output.splitlines() == [
            f"  outbox     {process.url}/outbox",
            f"  user pool  {POOL_ID}, client {CLIENT_ID}",
            f"  data       {data}",
            f"message to '{person.email}': Your verification code: '{code}' (sign_up)",
            "local Cognito has stopped.",
        ]
        assert status == 0

    def test_mails_devices_the_issuer_and_the_token_validity_are_settings_and_aws_configuration_is_not_read(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_PROFILE", "gone")
        settings = {"ACCESS_TOKEN_SECONDS": "5", "DEVICES": "on", "ISSUER": "http://localhost:9229/", "SMTP_PORT": "0"}
        with running(data, **settings) as process:
            monkeypatch.delenv("AWS_PROFILE")
            assert process.popen.stdout
            lines = iter(process.popen.stdout.readline, "")
            port = next(int(line.rpartition(":")[2]) for line in lines if "smtp://" in line)
            with smtplib.SMTP("127.0.0.1", port) as connection:
                connection.sendmail("a@example.com", ["b@example.com"], "Subject: Hello\r\n\r\nHi")
            (mail,) = process.person().stand_in.messages("b@example.com")
            result = process.person().sign_up().confirm().sign_in()
            document = httpx.get(f"{process.url}/{POOL_ID}/.well-known/openid-configuration").json()
            user = process.person().client.get_user(AccessToken=result["AccessToken"])

        claims = [jwt.get_unverified_claims(result[name]) for name in ("AccessToken", "IdToken")]
        assert (mail["subject"], mail["text"]) == ("Hello", "Hi")
        assert result["NewDeviceMetadata"].keys() == {"DeviceKey", "DeviceGroupKey"}
        assert {claim["iss"] for claim in claims} == {document["issuer"]} == {f"http://localhost:9229/{POOL_ID}"}
        assert document["jwks_uri"] == f"{process.url}/{POOL_ID}/.well-known/jwks.json"
        assert (result["ExpiresIn"], claims[0]["exp"] - claims[0]["iat"]) == (5, 5)
        assert user["UserAttributes"]

    def test_a_restart_restores_a_deleted_embedded_client_or_pool(self, data: Path) -> None:
        with running(data) as process:
            process.person().client.delete_user_pool_client(UserPoolId=POOL_ID, ClientId=CLIENT_ID)
        with running(data) as process:
            person = process.person().sign_up().confirm()
            person.sign_in()
            person.client.delete_user_pool_domain(Domain="vestibule", UserPoolId=POOL_ID)
            person.client.update_user_pool(UserPoolId=POOL_ID, DeletionProtection="INACTIVE")
            person.client.delete_user_pool(UserPoolId=POOL_ID)
        with running(data) as process:
            process.person().sign_up().confirm().sign_in()

    @pytest.mark.parametrize(
        ("name", "value", "fault"),
        [
            ("PORT", "high", "LOCAL_COGNITO_PORT must be a whole number"),
            ("PORT", "65536", "LOCAL_COGNITO_PORT must be a whole number"),
            ("ACCESS_TOKEN_SECONDS", "0", "LOCAL_COGNITO_ACCESS_TOKEN_SECONDS must be a whole number"),
            ("PASSWORD_HASH_KIB", "7", "LOCAL_COGNITO_PASSWORD_HASH_KIB must be a whole number"),
            ("SMTP_PORT", "mail", "LOCAL_COGNITO_SMTP_PORT must be a whole number"),
            ("DEVICES", "yes", "LOCAL_COGNITO_DEVICES must be on or off"),
            ("ISSUER", "localhost:9229", "LOCAL_COGNITO_ISSUER must be an http or https URL"),
            ("ALLOWED_HOSTS", "dev.test,dev.test:9229", "LOCAL_COGNITO_ALLOWED_HOSTS must be host names"),
            ("ISSUER", "https://", "LOCAL_COGNITO_ISSUER must be an http or https URL"),
        ],
    )
    def test_an_invalid_setting_is_reported_in_one_line(
        self,
        data: Path,
        name: str,
        value: str,
        fault: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        for variable, setting in environment(data, **{name: value}).items():
            monkeypatch.setenv(variable, setting)

        status = main()

        (line,) = capsys.readouterr().err.splitlines()
        assert fault in line
        assert status == 1

    def test_a_folder_that_cannot_be_made_is_reported_in_one_line(self) -> None:
        with running(Path("/dev/null/cognito.sqlite3")) as process:
            status, output = process.end()

        assert process.first_line.startswith("local Cognito cannot start: ")
        assert (status, output) == (1, "")

    def test_a_port_in_use_is_reported_in_one_line(
        self, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            for variable, setting in environment(data, PORT=port).items():
                monkeypatch.setenv(variable, setting)
            status = main()

        (line,) = capsys.readouterr().err.splitlines()
        assert f"127.0.0.1:{port} cannot be used: Address already in use" in line
        assert status == 1


class TestDurability:
    def test_a_restart_keeps_users_codes_sessions_and_keys(self, data: Path) -> None:
        with running(data) as process:
            alice, bob = process.person().sign_up().confirm(), process.person().sign_up()
            tokens = alice.sign_in()
            process.stop(signal.SIGTERM)

        with running(data) as process:
            again = process.person()
            client = again.client
            again.email = bob.email
            again.confirm().sign_in()

            assert client.get_user(AccessToken=tokens["AccessToken"])["UserAttributes"]
            client.get_tokens_from_refresh_token(ClientId=CLIENT_ID, RefreshToken=tokens["RefreshToken"])
            with refused("UsernameExistsException"):
                client.sign_up(ClientId=CLIENT_ID, Username=alice.email, Password=PASSWORD)

    def test_a_restart_keeps_changes_of_the_embedded_client_except_its_token_validity(self, data: Path) -> None:
        named = {"UserPoolId": POOL_ID, "ClientId": CLIENT_ID}
        with running(data) as process:
            boto3_client(process.url).update_user_pool_client(**named, PreventUserExistenceErrors="LEGACY")
            process.stop(signal.SIGTERM)

        with running(data, ACCESS_TOKEN_SECONDS="60") as process:
            found = boto3_client(process.url).describe_user_pool_client(**named)["UserPoolClient"]

        assert found["PreventUserExistenceErrors"] == "LEGACY"
        assert (found["AccessTokenValidity"], found["TokenValidityUnits"]["AccessToken"]) == (60, "seconds")

    def test_a_kill_loses_no_acknowledged_sign_up(self, data: Path) -> None:
        answered: list[str] = []
        enough = threading.Event()
        with running(data) as process:
            client = boto3_client(process.url, connections=8)

            def sign_up_until_it_dies() -> None:
                while True:
                    email = f"{uuid.uuid4().hex}@example.com"
                    try:
                        client.sign_up(ClientId=CLIENT_ID, Username=email, Password=PASSWORD)
                    except (BotoCoreError, ClientError):
                        return
                    answered.append(email)
                    if len(answered) >= 40:
                        enough.set()

            with ThreadPoolExecutor(8) as threads:
                for _ in range(8):
                    threads.submit(sign_up_until_it_dies)
                assert enough.wait(30)
                process.stop(signal.SIGKILL)

        with running(data) as process:
            pages = boto3_client(process.url).get_paginator("list_users").paginate(UserPoolId=POOL_ID)
            users = [user for page in pages for user in page["Users"]]

        found = {entry.get("Value") for user in users for entry in user["Attributes"] if entry["Name"] == "email"}
        assert found >= set(answered)

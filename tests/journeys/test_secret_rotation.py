"""The secret of the app client rotates while people sign in at two workers: no sign-in fails, nothing is restarted."""

import threading
import time
from pathlib import Path
from typing import Any

import boto3
import httpx

from tests.apps import Outbox, Person
from tests.cognito import create_cognito
from tests.processes import POLL_SECONDS, PROCESS_TIMEOUT_SECONDS, api_process
from tests.servers import serve

POOL = "us-east-1_Vestibule"
WORKERS = 2
WAIT_SECONDS = 30


class SignIns:
    """Somebody who signs in again and again."""

    def __init__(self, person: Person) -> None:
        self.statuses: list[int] = []
        self._person = person
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "SignIns":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until `more` sign-ins were answered."""
        wanted = len(self.statuses) + more
        wait_until(lambda: len(self.statuses) >= wanted)

    def _run(self) -> None:
        while not self._stopped.is_set():
            # On a connection of its own, which the kernel gives to either worker.
            self.statuses.append(self._person.try_to_sign_in(connection="close").status_code)


def wait_until(condition: Any) -> None:
    give_up_at = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(POLL_SECONDS)


def test_no_sign_in_fails_while_the_client_secret_rotates(tmp_path: Path) -> None:
    with serve(create_cognito(tmp_path / "pool.sqlite3")) as cognito_url:
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": "us-east-1"}
        admin = boto3.client("cognito-idp", endpoint_url=cognito_url, **keys)
        made = admin.create_user_pool_client(
            UserPoolId=POOL, ClientName="rotating", GenerateSecret=True, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]
        client = {"UserPoolId": POOL, "ClientId": made["ClientId"]}
        file, log = tmp_path / "client-secret", tmp_path / "api.log"
        file.write_text(made["ClientSecret"])
        settings = {
            "COGNITO_CLIENT_ID": made["ClientId"],
            "COGNITO_CLIENT_SECRET_FILE": str(file),
            "API_WORKERS": str(WORKERS),
            "RATE_LIMITS": "off",
            "STORE_URL": f"sqlite:///{tmp_path / 'store.sqlite3'}",
        }
        with api_process(cognito_url, log=log, **settings) as (_, port):
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=url, timeout=PROCESS_TIMEOUT_SECONDS) as http:
                person = Person(http, Outbox(cognito_url)).sign_up().confirm()
                old = admin.list_user_pool_client_secrets(**client)["ClientSecrets"][0]["ClientSecretId"]
                with SignIns(person) as sign_ins:
                    sign_ins.wait_for(3)
                    new = admin.add_user_pool_client_secret(**client)["ClientSecretDescriptor"]["ClientSecretValue"]
                    file.write_text(new)
                    wait_until(lambda: log.read_text().count("secrets.replaced") == WORKERS)
                    admin.delete_user_pool_client_secret(**client, ClientSecretId=old)
                    sign_ins.wait_for(10)

    assert set(sign_ins.statuses) == {200}
    assert new not in log.read_text()

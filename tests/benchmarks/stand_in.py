"""Sign-ins per second of local Cognito and of moto's server, each by boto3 with one thread and with fifty."""

import statistics
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from tests.benchmarks.accounts import PASSWORD, PEOPLE, Site
from tests.benchmarks.contenders import BENCH, PEER_PYTHON
from tests.benchmarks.processes import free_port, running
from tests.unit.tokens.forge import CLIENT_ID

THREADS = 50
ROUND_SECONDS = 4


@dataclass(frozen=True)
class Target:
    """A server with a pool, and the users who can sign in."""

    client: Any
    client_id: str
    emails: tuple[str, ...]

    def rate(self, threads: int) -> float:
        """Sign-ins per second by this many threads."""
        deadline = time.monotonic() + ROUND_SECONDS

        def sign_in(number: int) -> int:
            done = 0
            while time.monotonic() < deadline:
                parameters = {"USERNAME": self.emails[(number + done) % PEOPLE], "PASSWORD": PASSWORD}
                self.client.initiate_auth(
                    ClientId=self.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
                )
                done += 1
            return done

        with ThreadPoolExecutor(threads) as pool:
            return sum(pool.map(sign_in, range(threads))) / ROUND_SECONDS


def measure(place: Site, rounds: int) -> Mapping[str, float]:
    """Rates of both in turns; the ratios are ours to moto's, of the same round."""
    ours = Target(place.boto3_client(), CLIENT_ID, place.emails)
    rates: dict[str, list[float]] = {}
    with moto() as theirs:
        for _ in range(rounds):
            for name, threads in (("serial", 1), ("concurrent", THREADS)):
                pair = ours.rate(threads), theirs.rate(threads)
                rates.setdefault(f"{name}_local_cognito", []).append(pair[0])
                rates.setdefault(f"{name}_moto", []).append(pair[1])
                rates.setdefault(f"{name}_ratio", []).append(pair[0] / pair[1])
    return {name: statistics.median(values) for name, values in rates.items()}


@contextmanager
def moto() -> Iterator[Target]:
    """Run moto's server in its own process, with a pool of the same number of users."""
    port = free_port()
    command = [str(PEER_PYTHON.with_name("moto_server")), "-p", str(port)]
    with running(command, port, path="/moto-api/", log=BENCH / "servers.log") as server:
        admin = _boto3_client(server.url, signature="v4")
        pool_id = admin.create_user_pool(PoolName="bench", UsernameAttributes=["email"])["UserPool"]["Id"]
        client_id = admin.create_user_pool_client(
            UserPoolId=pool_id, ClientName="bench", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]["ClientId"]
        emails = tuple(f"person{number}@example.com" for number in range(PEOPLE))
        for email in emails:
            admin.admin_create_user(UserPoolId=pool_id, Username=email, MessageAction="SUPPRESS")
            admin.admin_set_user_password(UserPoolId=pool_id, Username=email, Password=PASSWORD, Permanent=True)
        yield Target(_boto3_client(server.url, signature=UNSIGNED), client_id, emails)


def _boto3_client(url: str, *, signature: Any) -> Any:
    return boto3.client(
        "cognito-idp",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(signature_version=signature, max_pool_connections=THREADS, retries={"max_attempts": 0}),
    )

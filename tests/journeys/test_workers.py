"""Two workers with one Valkey or Redis share sign-outs and limits."""

import asyncio
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.apps import Outbox, Person
from tests.cognito import create_cognito
from tests.passwordless import add_passkeys, delete_all_passkeys_at_once, sign_up_without_password
from tests.processes import PROCESS_TIMEOUT_SECONDS, api_process
from tests.servers import TLS, serve
from tests.shared_store import store_server, until

ASKED = 20  # new connections, which the kernel distributes over both workers


@pytest.fixture(scope="module")
def cognito_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Local Cognito with the real clock, which the workers use too."""
    with serve(create_cognito(tmp_path_factory.mktemp("cognito") / "pool.sqlite3")) as url:
        yield url


class Served(NamedTuple):
    url: str
    supervisor: int


@pytest.fixture(scope="module")
def served(cognito_url: str) -> Iterator[Served]:
    with store_server() as store, api_process(cognito_url, API_WORKERS="2", STORE_URL=store.url) as (process, port):
        yield Served(f"http://127.0.0.1:{port}", process.pid)


@pytest.fixture(scope="module")
def url(served: Served) -> str:
    return served.url


@pytest.fixture
def person(url: str, cognito_url: str) -> Iterator[Person]:
    with httpx.Client(base_url=url, timeout=PROCESS_TIMEOUT_SECONDS) as client:
        yield Person(client, Outbox(cognito_url)).sign_up().confirm().sign_in()


def ask_anew(url: str, person: Person) -> set[int]:
    """The statuses of many requests, each on its own connection."""
    return {httpx.get(f"{url}/api/auth_test", headers=person.headers, verify=TLS).status_code for _ in range(ASKED)}


def processes(pid: int) -> list[int]:
    """The process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *chain.from_iterable(map(processes, map(int, children)))]


def held_on_one_cpu(pid: int) -> bool:
    threads = [int(thread.name) for thread in Path(f"/proc/{pid}/task").iterdir()]
    cpus = {frozenset(os.sched_getaffinity(thread)) for thread in threads}
    return len(threads) > 1 and len(cpus) == 1 and len(cpus.pop()) == 1


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="needs two CPUs")
def test_each_worker_keeps_its_threads_on_one_cpu(served: Served) -> None:
    asyncio.run(until(lambda: sum(map(held_on_one_cpu, processes(served.supervisor))) == 2, within=5))


def test_a_sign_out_applies_to_both_workers(url: str, person: Person) -> None:
    before = ask_anew(url, person)
    httpx.post(f"{url}/api/auth/sign-out", json={}, headers=person.headers).raise_for_status()
    after = ask_anew(url, person)

    assert (before, after) == ({200}, {401})


def test_signing_out_everywhere_applies_to_both_and_allows_new_sign_ins(url: str, person: Person) -> None:
    everywhere = {"everywhere": True}
    httpx.post(f"{url}/api/auth/sign-out", json=everywhere, headers=person.headers).raise_for_status()
    after = ask_anew(url, person)
    person.client.cookies.clear()
    person.sign_in()

    assert after == {401}
    assert ask_anew(url, person) == {200}


def test_wrong_passwords_are_counted_over_both_workers(url: str) -> None:
    own_ip = httpx.HTTPTransport(local_address="127.0.0.2", verify=TLS)  # the limits of other tests' IP do not change
    with httpx.Client(base_url=url, transport=own_ip, headers={"Connection": "close"}) as client:
        statuses = [
            client.post(
                "/api/auth/sign-in", json={"email": f"nobody-{number}@example.com", "password": "a-wrong-Guess-1"}
            ).status_code
            for number in range(12)
        ]

    assert statuses == [401] * 10 + [429] * 2


def test_the_last_way_to_sign_in_stays_over_both_workers(url: str, cognito_url: str) -> None:
    limits = httpx.Limits(max_keepalive_connections=0)  # new connections, for both workers
    with httpx.Client(base_url=url, timeout=PROCESS_TIMEOUT_SECONDS, limits=limits) as client:
        person = sign_up_without_password(client, cognito_url)
        add_passkeys(person, 4)

        assert delete_all_passkeys_at_once(person) == [204] * 3 + [409]

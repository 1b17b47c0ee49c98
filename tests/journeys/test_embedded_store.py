"""The embedded store: no sign-out is lost when the API is killed, and every worker applies it immediately."""

import os
import resource
import select
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.apps import Outbox, Person, running, settings_for
from tests.cognito import create_cognito
from tests.passwordless import add_passkeys, delete_all_passkeys_at_once, sign_up_without_password
from tests.processes import PROCESS_TIMEOUT_SECONDS, api_process
from tests.servers import TLS, serve
from vestibule.settings import Settings

END_SECONDS = 10
ASKED = 20  # new connections, which the kernel distributes over the workers


@pytest.fixture(scope="module")
def cognito_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Local Cognito with the real clock, which the API's processes use too."""
    with serve(create_cognito(tmp_path_factory.mktemp("cognito") / "pool.sqlite3")) as url:
        yield url


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/vestibule.sqlite3"


def sign_in(port: int, cognito_url: str, person: Person | None = None) -> Person:
    """A user who has just signed in through the API on this port."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PROCESS_TIMEOUT_SECONDS) as client:
        if person is None:
            return Person(client, Outbox(cognito_url)).sign_up().confirm().sign_in()
        return Person(client, person.outbox, person.email).sign_in()


def sign_out(port: int, person: Person, **body: bool) -> int:
    url = f"http://127.0.0.1:{port}/api/auth/sign-out"
    return httpx.post(url, json=body, headers=person.headers, timeout=PROCESS_TIMEOUT_SECONDS, verify=TLS).status_code


def ask(port: int, person: Person, times: int = 1) -> set[int]:
    """The statuses of requests, each on its own connection."""
    url = f"http://127.0.0.1:{port}/api/auth_test"
    return {
        httpx.get(url, headers=person.headers, timeout=PROCESS_TIMEOUT_SECONDS, verify=TLS).status_code
        for _ in range(times)
    }


@contextmanager
def started_again(cognito_url: str, store_url: str) -> Iterator[TestClient]:
    """An API that starts with what the store holds. It is in this process, because only the one before it is killed."""
    with running(settings_for(cognito_url, store_url=store_url)) as client:
        yield client


def statuses(client: TestClient, *people: Person) -> list[int]:
    """The status of one request of each."""
    return [client.get("/api/auth_test", headers=person.headers).status_code for person in people]


def test_a_killed_api_keeps_all_sign_outs(cognito_url: str, store_url: str) -> None:
    with api_process(cognito_url, STORE_URL=store_url) as (process, port):
        here, everywhere, other = (sign_in(port, cognito_url) for _ in range(3))
        answers = sign_out(port, here), sign_out(port, everywhere, everywhere=True)
        process.kill()
    with started_again(cognito_url, store_url) as client:
        after = statuses(client, here, everywhere, other)

    assert answers == (204, 204)
    assert after == [401, 401, 200]


def test_a_stopped_api_keeps_all_sign_outs_with_the_default_store(
    cognito_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STORE_URL", raising=False)
    with api_process(cognito_url, cwd=tmp_path) as (process, port):
        person = sign_in(port, cognito_url)
        sign_out(port, person)
        process.send_signal(signal.SIGTERM)
        process.wait(PROCESS_TIMEOUT_SECONDS)
    monkeypatch.chdir(tmp_path)
    with started_again(cognito_url, Settings.model_fields["store_url"].default) as client:
        after = statuses(client, person)

    assert after == [401]
    assert (tmp_path / ".data" / "vestibule.sqlite3").is_file()


def test_a_kill_under_load_ends_all_workers_and_loses_no_acknowledged_sign_out(
    cognito_url: str, store_url: str
) -> None:
    confirmed: list[Person] = []
    with api_process(cognito_url, STORE_URL=store_url, API_WORKERS="2") as (supervisor, port):
        workers = [os.pidfd_open(pid) for pid in children_of(supervisor.pid)]
        first = sign_in(port, cognito_url)
        sessions = [sign_in(port, cognito_url, first) for _ in range(12)]

        def end(number: int) -> None:
            if number == len(sessions) // 2:
                supervisor.kill()
            with suppress(httpx.HTTPError):
                if sign_out(port, sessions[number]) == 204:
                    confirmed.append(sessions[number])

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(end, range(len(sessions))))
        ended = [bool(select.select([worker], [], [], END_SECONDS)[0]) for worker in workers]
        for worker in workers:
            os.close(worker)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{port}/api/health/live", verify=TLS)
    with started_again(cognito_url, store_url) as client:
        after, other = statuses(client, *confirmed), statuses(client, first)

    assert len(workers) >= 2
    assert all(ended)
    assert confirmed
    assert after == [401] * len(confirmed)
    assert other == [200]


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture(scope="class")
def port(cognito_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """An API of two workers, which the tests of a class share."""
    store_url = f"sqlite:///{tmp_path_factory.mktemp('data')}/vestibule.sqlite3"
    with api_process(cognito_url, STORE_URL=store_url, API_WORKERS="2") as (_, port):
        yield port


class TestWorkers:
    def test_every_worker_refuses_a_signed_out_token_immediately(self, port: int, cognito_url: str) -> None:
        person = sign_in(port, cognito_url)
        before = ask(port, person, ASKED)
        sign_out(port, person)

        assert (before, ask(port, person, ASKED)) == ({200}, {401})

    def test_a_sign_in_right_after_signing_out_everywhere_is_accepted_by_every_worker(
        self, port: int, cognito_url: str
    ) -> None:
        person = sign_in(port, cognito_url)
        sign_out(port, person, everywhere=True)
        again = sign_in(port, cognito_url, person)

        assert (ask(port, person, ASKED), ask(port, again, ASKED)) == ({401}, {200})

    def test_metrics_are_summed_over_all_workers(self, port: int, cognito_url: str) -> None:
        person = sign_in(port, cognito_url)
        series = 'http_request_duration_seconds_count{method="GET",route="/api/auth_test",status="200"}'
        before = sum(values(port, series))

        ask(port, person, ASKED)

        wait_until_all_workers_show(port, series, before + ASKED)
        assert values(port, "vestibule_store_connected") == {1}

    def test_the_last_way_to_sign_in_stays_over_all_workers(self, port: int, cognito_url: str) -> None:
        limits = httpx.Limits(max_keepalive_connections=0)  # new connections, for all workers
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=PROCESS_TIMEOUT_SECONDS, limits=limits) as client:
            person = sign_up_without_password(client, cognito_url)
            add_passkeys(person, 4)

            assert delete_all_passkeys_at_once(person) == [204] * 3 + [409]

    def test_wrong_passwords_are_counted_over_all_workers(self, port: int) -> None:
        assert guess(port, 14) == [401] * 10 + [429] * 4

    def test_wrong_passwords_are_counted_over_uvicorns_own_workers(self, cognito_url: str, store_url: str) -> None:
        module = ("uvicorn", "--factory", "vestibule.main:create_app", "--port", "{port}", "--workers", "2")
        with api_process(cognito_url, STORE_URL=store_url, module=module) as (_, port):
            assert guess(port, 14) == [401] * 10 + [429] * 4


def values(port: int, series: str) -> set[float]:
    """The values of a metric in several responses."""
    found = [
        httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=PROCESS_TIMEOUT_SECONDS, verify=TLS).text
        for _ in range(6)
    ]
    lines = [line.rpartition(" ") for text in found for line in text.splitlines()]
    return {float(value) for name, _, value in lines if name == series}


def wait_until_all_workers_show(port: int, series: str, value: float) -> None:
    """A request is counted right after its response."""
    deadline = time.monotonic() + PROCESS_TIMEOUT_SECONDS
    while (found := values(port, series)) != {value}:
        assert time.monotonic() < deadline, found


def guess(port: int, times: int) -> list[int]:
    """The statuses of sign-ins with wrong passwords, each on its own connection, from an IP that no other test uses."""
    transport = httpx.HTTPTransport(local_address="127.0.0.2", verify=TLS)
    with httpx.Client(transport=transport, headers={"Connection": "close"}, timeout=PROCESS_TIMEOUT_SECONDS) as client:
        url = f"http://127.0.0.1:{port}/api/auth/sign-in"
        bodies = [{"email": f"nobody-{number}@example.com", "password": "a-wrong-Guess-1"} for number in range(times)]
        return [client.post(url, json=body).status_code for body in bodies]


def test_a_full_disk_is_reported_and_the_sign_out_is_written_later(cognito_url: str, store_url: str) -> None:
    with api_process(cognito_url, STORE_URL=store_url) as (process, port):
        person = sign_in(port, cognito_url)
        url = f"http://127.0.0.1:{port}/api"
        _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, hard))
        answer = httpx.post(f"{url}/auth/sign-out", json={}, headers=person.headers, timeout=PROCESS_TIMEOUT_SECONDS)
        during = ask(port, person), httpx.get(f"{url}/health/ready").json()["store"]
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        wait_until_the_store_is_back(url)
        process.kill()
    with started_again(cognito_url, store_url) as client:
        after = statuses(client, person)

    assert (answer.status_code, answer.json()["code"]) == (503, "store-unavailable")
    assert during == ({401}, False)
    assert after == [401]


def wait_until_the_store_is_back(url: str) -> None:
    transport = httpx.HTTPTransport(retries=3)
    with httpx.Client(transport=transport) as client:
        while not client.get(f"{url}/health/ready").json()["store"]:
            pass


def test_an_unusable_store_stops_the_start_with_one_line(cognito_url: str, tmp_path: Path) -> None:
    (tmp_path / "vestibule.sqlite3").write_bytes(b"this is no database" * 100)
    log = tmp_path / "log"

    with (
        pytest.raises(httpx.ConnectError),
        api_process(cognito_url, STORE_URL=f"sqlite:///{tmp_path}/vestibule.sqlite3", API_WORKERS="2", log=log),
    ):
        pass

    (line,) = log.read_text().splitlines()
    assert line.startswith("STORE_URL: ")
    assert "not a database" in line

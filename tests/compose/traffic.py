"""Clients that send requests continuously during a block."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.apps import Person
from tests.compose.stack import Stack

CLIENTS = 8


@dataclass
class Traffic:
    """The statuses that the clients got; a transport error counts as its name."""

    results: list[int | str] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)

    def add(self, result: int | str) -> None:
        with self.more:
            self.results.append(result)
            self.more.notify_all()

    def wait_for_more(self, count: int) -> None:
        """Wait until this many more requests were answered."""
        with self.more:
            goal = len(self.results) + count
            assert self.more.wait_for(lambda: len(self.results) >= goal, timeout=60)


@contextmanager
def traffic(stack: Stack, method: str, path: str, person: Person | None = None) -> Iterator[Traffic]:
    """Send requests from several clients while the block runs."""
    done, traffic = threading.Event(), Traffic()
    body = "" if method == "GET" else "a body, which no proxy can send twice"
    headers = person.headers if person else {}

    def ask() -> None:
        with stack.client() as client:
            while not done.is_set():
                try:
                    traffic.add(client.request(method, path, content=body, headers=headers).status_code)
                except httpx.TransportError as error:
                    traffic.add(type(error).__name__)

    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in range(CLIENTS):
            pool.submit(ask)
        try:
            yield traffic
        finally:
            done.set()

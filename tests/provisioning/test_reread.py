"""What apply has just created, and the pool does not list yet."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import FaultyProxy, answering, faulty
from vestibule.cognito.provisioning.applying import Applied, apply_plan
from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.planner import Planner
from vestibule.cognito.transport.aws import connect
from vestibule.pool_file import parse_pool_file

FILE = 'name = "{}"\n[clients.web]\n[groups.admins]\n'


@pytest.fixture
def proxy(cognito_url: str) -> Iterator[FaultyProxy]:
    with faulty(cognito_url) as proxy:
        yield proxy


def applied(proxy: FaultyProxy, folder: Path, *, listed_after: int) -> tuple[Applied, list[float]]:
    """The result for a new pool whose group is listed only after some pauses; and the pauses, in seconds."""
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == listed_after:
            proxy.heal()

    if listed_after:
        proxy.set(answering(200, b'{"Groups": []}'), only="ListGroups")
    aws = replace(connect("us-east-1", proxy.url), sleep=sleep)
    planner = Planner(aws, parse_pool_file(FILE.format(secrets.token_hex(6)), local=True), Sources({}, folder))
    state, ids = planner.read()
    plan = planner.plan(state, ids)
    return apply_plan(planner, plan, ids, on_step=lambda _: None, on_pool=lambda _: None), pauses


@pytest.mark.parametrize(("listed_after", "pauses"), [(0, []), (1, [1]), (3, [1, 2, 4])])
def test_pool_is_read_again_after_a_pause_until_everything_is_listed(
    proxy: FaultyProxy, tmp_path: Path, listed_after: int, pauses: list[float]
) -> None:
    result, paused = applied(proxy, tmp_path, listed_after=listed_after)

    assert (paused, result.remaining.is_empty) == (pauses, True)


def test_what_is_never_listed_remains(proxy: FaultyProxy, tmp_path: Path) -> None:
    result, paused = applied(proxy, tmp_path, listed_after=4)

    assert paused == [1, 2, 4]
    assert [step.resource for step in result.remaining.steps] == ["group admins"]

"""The documented upgrade loses no request, and leaves nothing that the next `up` would replace."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.apps import Person
from tests.compose.stack import Stack, new_build
from tests.compose.traffic import traffic

ENOUGH = 100
MARK = "<!-- a new build -->"


@pytest.fixture(scope="module", autouse=True)
def two_replicas(stack: Stack) -> Iterator[None]:
    stack.up("--scale", "api=2", "--no-recreate")
    yield
    stack.up("--scale", "api=1", "--no-recreate")


def test_upgrade_of_api_and_pages_loses_no_request(stack: Stack, alice_signed_in: Person) -> None:
    web, api = stack.ids("web"), set(stack.ids("api"))
    new_page = f"RUN echo '{MARK}' >>/srv/index.html"

    with ExitStack() as running:
        running.enter_context(new_build("vestibule-api", "LABEL build=new"))
        running.enter_context(new_build("vestibule-site", "USER 0", new_page, "USER 10001:10001"))
        seen = [
            running.enter_context(traffic(stack, "GET", "/")),
            running.enter_context(traffic(stack, "GET", "/api/auth_test", alice_signed_in)),
            running.enter_context(traffic(stack, "POST", "/api/auth_test", alice_signed_in)),
        ]
        for each in seen:
            each.wait_for_more(ENOUGH)
        stack.run("backend/scripts/upgrade")
        for each in seen:
            each.wait_for_more(ENOUGH)
        with stack.client() as client:
            page = client.get("/", headers={"Accept-Encoding": "identity"}).text
        upgraded = set(stack.ids("api"))
        stack.up("--scale", "api=2")

        assert [set(each.results) for each in seen] == [{200}, {200}, {200}]
        assert MARK in page
        assert len(upgraded) == len(api)
        assert not upgraded & api
        assert set(stack.ids("api")) == upgraded
        assert stack.ids("web") == web


def test_upgrade_of_the_store_loses_no_request(stack: Stack, alice_signed_in: Person) -> None:
    old = stack.ids("store")

    with new_build("vestibule-store", "LABEL build=new"), traffic(stack, "GET", "/api/me", alice_signed_in) as seen:
        seen.wait_for_more(ENOUGH)
        stack.run("backend/scripts/upgrade")
        seen.wait_for_more(ENOUGH)
        new = stack.ids("store")

    assert set(seen.results) == {200}
    assert new != old

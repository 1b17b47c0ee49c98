"""How long a browser gets codes without another sign-in, in a pool that tracks sessions."""

from typing import Any

import pytest

from tests.local_cognito.factors import pool
from tests.local_cognito.hosted_pages import OAUTH, browser_of, sign_in, with_domain
from tests.local_cognito.oauth_browser import Browser, query_of
from tests.local_cognito.people import CLIENT_ID, Person, StandIn


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    """A user of a pool with a domain, which tracks sessions."""
    person = with_domain(pool(stand_in, PoolName="sso"))
    track(person, "ENABLED")
    return person.sign_up().confirm()


def track(person: Person, state: str) -> None:
    client: Any = person.client
    tokens = {"MaxPerUser": 20}
    client.set_user_pool_session_configuration(
        UserPoolId=person.pool_id, UserSessionTracking=state, TokenSession=tokens
    )


def limit(person: Person, minutes: int, client_id: str | None = None) -> None:
    client: Any = person.client
    client.set_user_pool_client_session_configuration(
        UserPoolId=person.pool_id, ClientId=client_id or person.client_id, SSOSession={"MaxValidityMinutes": minutes}
    )


def answer(browser: Browser, **changes: str) -> str:
    """What the app gets without another sign-in: a code, or an error."""
    found = query_of(browser.authorize(prompt="none", **changes).headers["location"])
    return "code" if "code" in found else found["error"]


@pytest.mark.parametrize("minutes", [None, 5, 120])
def test_a_session_lasts_as_long_as_the_client_says(stand_in: StandIn, person: Person, minutes: int | None) -> None:
    if minutes is not None:
        limit(person, minutes)
    browser = browser_of(person)
    response = sign_in(browser, person)
    assert f"Max-Age={60 * (minutes or 60)};" in response.headers["set-cookie"]

    stand_in.clock.advance(60 * (minutes or 60) - 1)
    assert answer(browser) == "code"
    stand_in.clock.advance(1)
    assert answer(browser) == "login_required"


def test_a_client_can_always_ask(person: Person) -> None:
    limit(person, 0)
    browser = browser_of(person)
    sign_in(browser, person)

    assert answer(browser) == "login_required"


def test_the_client_that_asks_decides(stand_in: StandIn, person: Person) -> None:
    made = person.client.create_user_pool_client(UserPoolId=person.pool_id, ClientName="strict", **OAUTH)
    strict = made["UserPoolClient"]["ClientId"]
    limit(person, 1, strict)
    browser = browser_of(person)
    sign_in(browser, person)
    stand_in.clock.advance(60)

    assert (answer(browser), answer(browser, client_id=strict)) == ("code", "login_required")


def test_without_tracking_a_session_lasts_an_hour(stand_in: StandIn, person: Person) -> None:
    limit(person, 5)
    track(person, "DISABLED")
    browser = browser_of(person)
    sign_in(browser, person)

    stand_in.clock.advance(3599)
    assert answer(browser) == "code"
    stand_in.clock.advance(1)
    assert answer(browser) == "login_required"


def test_the_session_of_an_app_is_tracked(person: Person) -> None:
    client: Any = person.client
    browser = browser_of(person)
    sign_in(browser, person)
    for _ in range(2):
        browser.exchange(query_of(browser.authorize().headers["location"])["code"])

    listed = client.admin_list_user_sessions(UserPoolId=person.pool_id, Username=person.email)["Sessions"]

    assert [session["ClientId"] for session in listed] == [person.client_id] * 2


def test_a_sign_out_deletes_the_cookie_as_it_was_set(signed_in: Browser) -> None:
    response = signed_in.get("/logout", client_id=CLIENT_ID, logout_uri="http://localhost:5173/")

    cookie = response.headers["set-cookie"].split("; ")
    assert cookie[0] == 'cognito=""'
    assert {"HttpOnly", "Max-Age=0", "Path=/", "SameSite=lax"} < set(cookie)

"""Requests to the domain: how large they may be, what is remembered of them, and what is not shown."""

from typing import Any

import httpx
import pytest
from starlette.responses import Response

from local_cognito.http.oauth import accounts
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.languages import language_of
from tests.local_cognito.oauth_browser import Browser, assert_error
from tests.local_cognito.people import StandIn
from tests.servers import HTTP

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NOTHING: Any = None


def exchange(url: str = "http://a.example", **headers: str) -> Exchange:
    secret = {"secret": "hidden"}
    return Exchange(NOTHING, NOTHING, secret, secret, secret | headers, secret, {}, url, has_repeated=False)


@pytest.mark.parametrize(("size", "status"), [(65536, 400), (65537, 413)])
def test_a_form_has_at_most_64_kibibytes(stand_in: StandIn, size: int, status: int) -> None:
    response = HTTP.post(f"{stand_in.url}/oauth2/token", content=b"a" * size, headers=FORM)

    assert response.status_code == status


@pytest.mark.parametrize(("count", "description"), [(99, "grant_type"), (100, "repeated")])
def test_a_form_has_at_most_100_fields(stand_in: StandIn, count: int, description: str) -> None:
    fields = {f"field{number}": "x" for number in range(count)} | {"client_id": "vestibulelocal"}

    response = HTTP.post(f"{stand_in.url}/oauth2/token", data=fields)

    assert_error(response, "invalid_request")
    assert description in response.json()["error_description"]


def test_what_users_type_is_not_shown_in_errors() -> None:
    assert "hidden" not in repr(exchange())


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr;q=0.5, en;q=0.6", "en"),
        ("en;q=0.5, fr;q=0.6", "fr"),
        ("fr;q=0, en;q=0.1", "en"),
        ("en;q=0.4, fr", "fr"),
        ("en;q=0.9, fr;q=x", "en"),
        ("fr;q=x", "en"),
        ("fr;q=0.001", "fr"),
        ("de, fr-CA;q=0.2", "fr"),
    ],
)
def test_the_language_has_the_greatest_weight(header: str, language: str) -> None:
    assert language_of(exchange(**{"accept-language": header})) == language


def test_the_language_is_remembered_for_a_year(browser: Browser) -> None:
    response = browser.get("/login", **browser.request, lang="fr")

    (cookie,) = [text for text in response.headers.get_list("set-cookie") if text.startswith("cognito-lang")]
    assert "Max-Age=31536000" in cookie.split("; ")


@pytest.mark.parametrize(("url", "is_secure"), [("https://a.example", True), ("http://a.example", False)])
def test_cookies_are_for_tls_where_the_domain_has_it(url: str, is_secure: bool) -> None:
    response = Response()

    exchange(url).set_cookie(response, "name", "value", 60)

    assert ("Secure" in response.headers["set-cookie"].split("; ")) is is_secure


def test_browsers_may_remember_for_two_days_who_may_call_the_apis(stand_in: StandIn) -> None:
    preflight = {"Origin": "https://spa.example", "Access-Control-Request-Method": "POST"}
    for path in ("/", "/oauth2/token", "/oauth2/userInfo"):
        response = httpx.options(f"{stand_in.url}{path}", headers=preflight)

        assert response.headers["access-control-max-age"] == "172800"
        assert response.headers["access-control-allow-origin"] == "*"


def test_an_answer_without_content_is_not_stored_either(stand_in: StandIn) -> None:
    response = HTTP.post(f"{stand_in.url}/oauth2/revoke", data={"token": "x", "client_id": "vestibulelocal"})

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-amz-cognito-request-id"]


def test_fields_that_are_left_empty_are_no_attributes() -> None:
    form = {"attribute:email": "a@example.com", "attribute:name": "", "username": "ada", "xattribute:x": "y"}

    assert accounts.attributes_in(form) == {"email": "a@example.com"}

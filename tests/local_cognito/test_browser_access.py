"""Under which names browsers reach the pages, and which websites may administer the pool, name by name."""

import pytest

from local_cognito.http.browser_access import KnownHosts, KnownOrigins

ORIGINS = KnownOrigins(["https://App.example/", "http://10.0.0.1:5173"])
HOSTS = KnownHosts(["https://login.example:444/path", None, ""], ["Cognito"])


@pytest.mark.parametrize(
    ("origin", "is_known"),
    [
        ("https://app.example", True),
        ("HTTPS://APP.EXAMPLE", True),
        ("http://10.0.0.1:5173", True),
        ("http://localhost", True),
        ("https://my.localhost:1", True),
        ("http://127.0.0.9", True),
        ("http://[::1]:5173", True),
        ("http://app.example", False),
        ("https://app.example:444", False),
        ("http://10.0.0.1", False),
        ("http://10.0.0.2:5173", False),
        ("http://mylocalhost", False),
        ("http://localhost.example", False),
        ("ftp://localhost", False),
        ("file://localhost", False),
        ("localhost", False),
        ("null", False),
        ("", False),
    ],
)
def test_the_websites_of_the_app_and_of_this_machine_may_administer(origin: str, is_known: bool) -> None:
    assert (origin in ORIGINS) is is_known


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("login.example", True),
        ("LOGIN.example:9229", True),
        ("cognito", True),
        ("localhost", True),
        ("a.localhost:80", True),
        ("192.0.2.1:80", True),
        ("[2001:db8::1]:80", True),
        ("example", False),
        ("other.example", False),
        ("cognito.example", False),
        ("mylocalhost", False),
        ("256.0.0.1", False),
        ("", False),
    ],
)
def test_pages_have_the_names_of_the_settings_and_of_this_machine(host: str, is_known: bool) -> None:
    assert (host in HOSTS) is is_known

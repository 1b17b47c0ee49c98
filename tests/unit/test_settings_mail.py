"""MAIL_URL and MAIL_FROM."""

from pathlib import Path

import pytest

from tests.unit.settings_cases import POOL, SAFE, clean_environment, faults, load

FROM = {"MAIL_FROM": "no-reply@example.com"}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean_environment(monkeypatch, tmp_path)


def test_without_a_url_no_mail_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, POOL).mail_server is None


@pytest.mark.parametrize(
    ("url", "host", "port", "encrypted", "require_starttls"),
    [
        ("smtp://mail.example.com", "mail.example.com", 587, False, True),
        ("smtp://192.0.2.1:25", "192.0.2.1", 25, False, True),
        ("smtp://[2001:db8::1]:25", "2001:db8::1", 25, False, True),
        ("smtp://localhost:1025", "localhost", 1025, False, False),
        ("smtp://127.0.0.1:1025/", "127.0.0.1", 1025, False, False),
        ("smtp://cognito:9225", "cognito", 9225, False, False),
        ("smtps://mail.example.com", "mail.example.com", 465, True, False),
    ],
)
def test_the_url_names_server_port_and_encryption(
    monkeypatch: pytest.MonkeyPatch, url: str, host: str, port: int, encrypted: bool, require_starttls: bool
) -> None:
    server = load(monkeypatch, POOL | {"MAIL_URL": url}).mail_server

    assert server is not None
    assert (server.host, server.port) == (host, port)
    assert (server.encrypted, server.require_starttls) == (encrypted, require_starttls)
    assert server.username is None


def test_credentials_are_percent_decoded_and_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, POOL | {"MAIL_URL": "smtp://user%40example.com:s3cret%2F%20p%40ss@mail.example.com"})

    server = settings.mail_server
    assert server is not None
    assert server.password is not None
    assert (server.username, server.password.get_secret_value()) == ("user@example.com", "s3cret/ p@ss")
    assert "s3cret" not in repr(settings) + str(settings) + repr(server)


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example.com", "http://mail.example.com", "smtp://", "smtp:///x", "smtp://:25", "smtp://host:x"),
        *("smtp://host:0", "smtp://host:70000", "smtp://host/path", "smtp://host?x=1", "smtp://host#x"),
        *("smtp://user@host", "smtp://:s3cret@host", "smtp://u:s3cret/x@host", "smtp://u:s3cret#x@host"),
        *("smtp://u:s3cret%0d%0a@host", "smtp://ho st", "smtp://host\n", "smtp://h\u00f6st", "smtp://[::1"),
    ],
)
def test_unusable_urls_are_refused_in_one_line_without_their_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    (line,) = faults(monkeypatch, POOL | {"MAIL_URL": url})

    assert line.startswith("MAIL_URL: ")
    assert "s3cret" not in line


@pytest.mark.parametrize("address", ["nobody", "a@b@c", "Acme <a@example.com>", "a@example.com\nBcc: b@example.com"])
def test_the_sender_must_be_an_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert faults(monkeypatch, POOL | {"MAIL_FROM": address}) == [
        "MAIL_FROM: is not an e-mail address such as no-reply@example.com"
    ]


def test_production_needs_the_senders_address(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = faults(monkeypatch, SAFE | {"MAIL_URL": "smtps://mail.example.com"})

    assert line.startswith("MAIL_FROM: production ")


def test_production_accepts_a_server_and_a_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, SAFE | FROM | {"MAIL_URL": "smtp://u:p@mail.example.com:587"})

    assert settings.mail_sender == "no-reply@example.com"

"""What mails say."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import get_args

import pytest

from tests.mail_server import text_of
from tests.unit.mail.mails import GOLDEN, mails
from vestibule.mail import Language, Mail, MailName, Recipient, choose_language
from vestibule.mail.mail import LANGUAGES
from vestibule.mail.message import TEXTS, Sender, write_message

SENDER = Sender("no-reply@example.com", "Acme & Söhne")
DETAILS = {"method": "totp", "provider": "Facebook", "device": "Firefox on Linux"}
MAIL = Mail("password_changed", Recipient("alice@example.com"), 1_790_000_000.0)
NAMES: tuple[MailName, ...] = get_args(MailName)


def written(name: MailName, language: Language | None = "en", **changes: str) -> EmailMessage:
    """The message as a mail program reads it."""
    mail = Mail(name, Recipient("alice@example.com", language), 1_790_000_000.0, "203.0.113.5", DETAILS | changes)
    return message_from_bytes(bytes(write_message(mail, SENDER)), EmailMessage, policy=policy.default)


class TestTexts:
    def test_every_mail_has_a_text_in_every_language(self) -> None:
        assert {language: set(texts) for language, texts in TEXTS.items()} == {"en": set(NAMES), "fr": set(NAMES)}

    @pytest.mark.parametrize("language", ["en", "fr"])
    @pytest.mark.parametrize("name", NAMES)
    def test_every_mail_can_be_written_and_contains_no_link(self, name: MailName, language: Language) -> None:
        message = written(name, language)

        plain, html = text_of(message), text_of(message, "html")
        assert message["Subject"] == TEXTS[language][name].subject.format(brand=SENDER.brand, **DETAILS)
        assert max(map(len, bytes(write_message(MAIL, SENDER)).splitlines())) < 998
        assert "{" not in plain
        assert "203.0.113.5" in plain
        assert "Acme & Söhne" in plain
        assert "Acme &amp; Söhne" in html
        assert not any(part in (plain + html).lower() for part in ("http:", "https:", "href", "<img", "<script"))
        assert f'<html lang="{language}">' in html

    def test_every_mail_says_what_is_in_the_golden_file(self) -> None:
        assert mails() == GOLDEN.read_text("utf-8")

    @pytest.mark.parametrize(
        ("method", "texts"),
        [
            ("totp", ("an authenticator app", "une application d’authentification")),
            ("other", ("other", "other")),
        ],
    )
    def test_known_details_are_translated(self, method: str, texts: tuple[str, str]) -> None:
        for language, text in zip(LANGUAGES, texts, strict=True):
            assert text in text_of(written("factor_turned_off", language, method=method))

    def test_a_mail_without_a_client_ip_names_none(self) -> None:
        assert "IP" not in text_of(write_message(MAIL, SENDER))

    def test_a_mail_without_a_language_has_both(self) -> None:
        message = written("password_changed", None)

        assert message["Subject"] == "Your password was changed / Votre mot de passe a été modifié"
        assert "The password of your account was changed." in text_of(message)
        assert "Le mot de passe de votre compte a été modifié." in text_of(message)


class TestInjection:
    def test_no_address_is_in_a_repr(self) -> None:
        mail = Mail("password_changed", Recipient("alice@example.com"), 0.0, "203.0.113.5", {"device": "Firefox"})

        assert not [text for text in ("alice", "203.0.113.5", "Firefox") if text in repr(mail)]

    @pytest.mark.parametrize(
        "email", ["a@example.com\r\nBcc: b@example.com", "a@example.com\nX: y", "a@b.com, c@d.com"]
    )
    def test_an_address_cannot_add_a_header_or_a_recipient(self, email: str) -> None:
        with pytest.raises(ValueError, match=r".*"):
            write_message(Mail("password_changed", Recipient(email, "en"), 0.0), SENDER)

    def test_a_brand_cannot_add_a_header(self) -> None:
        mail = Mail("account_deleted", Recipient("alice@example.com", "en"), 0.0)

        message = write_message(mail, Sender("no-reply@example.com", "Acme\r\nBcc: b@example.com"))

        assert message["Bcc"] is None

    def test_details_are_text_in_html_and_have_no_line_breaks(self) -> None:
        message = written("new_sign_in", device="<b>bold</b>\n\nVisit us {brand}")

        assert "<b>" not in text_of(message, "html")
        assert "&lt;b&gt;bold&lt;/b&gt;  Visit us {brand}" in text_of(message, "html")
        assert "<b>bold</b>  Visit us {brand}" in text_of(message)

    def test_headers_name_sender_recipient_and_time_and_want_no_automatic_replies(self) -> None:
        message = written("password_changed")

        assert message["From"] == "Acme & Söhne <no-reply@example.com>"
        assert message["To"] == "alice@example.com"
        assert message["Date"] == "Mon, 21 Sep 2026 14:13:20 +0000"
        assert re.fullmatch(r"<[^@<>]+@example\.com>", message["Message-ID"])  # not the host name of this machine
        assert message["Auto-Submitted"] == "auto-generated"


class TestLanguage:
    @pytest.mark.parametrize(
        ("locale", "accept_language", "expected"),
        [
            ("fr-CA", "en", "fr"),
            ("fr_FR", "", "fr"),
            ("EN", "fr", "en"),
            ("de", "en;q=0.3, fr;q=0.9", "fr"),
            (None, "de, fr;q=0.5", "fr"),
            (None, "de", None),
            (None, "", None),
            ("french", "x;q=nonsense, en;q=", None),
            (None, "fr;q=0, en;q=0.1", "en"),
            (None, "fr;q=0", None),
            (None, "en;q=0.5, fr", "fr"),
            (None, "en, fr", "en"),
            (None, "fr, en", "fr"),
            (None, " FR ;q=0.4,en; q=0.3", "fr"),
            (None, "fr_CA", "fr"),
            ("de", "fr", "fr"),
        ],
    )
    def test_the_locale_decides_before_the_browser(
        self, locale: str | None, accept_language: str, expected: Language | None
    ) -> None:
        assert choose_language(locale, accept_language) == expected

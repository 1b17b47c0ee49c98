"""A mail before it is written: its text by name, the recipient, and what happened when and from where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from vestibule.mail.texts.text import MailName

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


@dataclass(frozen=True)
class Recipient:
    """An address. Without a language, the mail is written in every language."""

    email: str = field(repr=False)
    language: Language | None = None


@dataclass(frozen=True)
class Mail:
    """A mail. `happened_at` is in seconds since 1970; `details` are the values of its text's placeholders."""

    name: MailName
    recipient: Recipient
    happened_at: float
    client_ip: str | None = field(default=None, repr=False)
    details: Mapping[str, str] = field(default_factory=dict, repr=False)


def choose_language(locale: str | None, accept_language: str = "") -> Language | None:
    """The user's `locale` (`fr-CA`); else the first known language of Accept-Language; None if neither names one."""
    accepted = [text for text in accept_language.split(",") if _quality(text) > 0]
    ranges = [locale or "", *sorted(accepted, key=_quality, reverse=True)]
    for text in ranges:
        primary = text.partition(";")[0].strip().replace("_", "-").partition("-")[0].lower()
        for language in LANGUAGES:
            if primary == language:
                return language
    return None


def _quality(text: str) -> float:
    """The weight of a language range (RFC 9110, section 12.4.2), 0 if it is malformed."""
    _, separator, weight = text.replace(" ", "").partition(";q=")
    try:
        return float(weight) if separator else 1.0
    except ValueError:
        return 0.0

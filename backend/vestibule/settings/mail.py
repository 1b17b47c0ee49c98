"""Settings of outgoing mail: the SMTP server, and the address that mails come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import SplitResult, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, SecretStr

from vestibule.settings.hosts import host_of, is_loopback

PORTS = {"smtp": 587, "smtps": 465}
DEVELOPMENT_SENDER = "no-reply@localhost"


@dataclass(frozen=True)
class MailServer:
    """An SMTP server. `encrypted`: TLS from the first byte. `require_starttls`: refuse to continue without TLS."""

    host: str
    port: int
    encrypted: bool
    require_starttls: bool
    username: str | None
    password: SecretStr | None


def _mail_url(value: SecretStr) -> SecretStr:
    if fault := _fault(value.get_secret_value()):
        raise ValueError(fault)
    return value


def _fault(url: str) -> str | None:
    if not url.isascii() or not url.isprintable() or " " in url:
        return "contains a space, a control character or one that is not ASCII; percent-encode it"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "has an invalid host or port; percent-encode special characters of the password"
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        return "is not an smtp:// or smtps:// URL such as smtp://user:password@mail.example.com:587"
    if parts.path.strip("/") or parts.query or parts.fragment:
        return "has more than a host and a port; percent-encode special characters of the password"
    if bool(parts.username) != bool(parts.password):
        return "has a user without a password, or a password without a user"
    return None if _credentials_are_printable(parts) else "has control characters in its user or password"


def _credentials_are_printable(parts: SplitResult) -> bool:
    return all(unquote(value or "").isprintable() for value in (parts.username, parts.password))


def _mail_from(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("is not an e-mail address such as no-reply@example.com") from None


class MailSettings(BaseModel):
    """`smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`. Unset: no mail is sent.

    Other hosts must offer STARTTLS; this machine, and a name without dots (the same container network), need not.
    """

    mail_url: Annotated[SecretStr, AfterValidator(_mail_url)] | None = None
    mail_from: Annotated[str, AfterValidator(_mail_from)] | None = None

    @property
    def mail_sender(self) -> str:
        """The address that mails come from."""
        return self.mail_from or DEVELOPMENT_SENDER

    @property
    def mail_server(self) -> MailServer | None:
        """The server of MAIL_URL; None if no mail is sent."""
        if self.mail_url is None:
            return None
        url = self.mail_url.get_secret_value()
        parts = urlsplit(url)
        encrypted = parts.scheme == "smtps"
        return MailServer(
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            encrypted=encrypted,
            require_starttls=not encrypted and _is_remote(url),
            username=unquote(parts.username) if parts.username else None,
            password=SecretStr(unquote(parts.password)) if parts.password else None,
        )

    def unsafe_mail_settings(self) -> Iterator[str]:
        """One line for each mail setting that production must not have."""
        if self.mail_url is not None and self.mail_from is None:
            yield "MAIL_FROM: production needs the address that mails come from, since MAIL_URL is set"


def _is_remote(url: str) -> bool:
    return not is_loopback(url) and not {".", ":"}.isdisjoint(host_of(url))

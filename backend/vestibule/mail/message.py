"""Write a mail: the message of RFC 5322, as plain text and as simple HTML without links or images."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape

from vestibule.mail.mail import LANGUAGES, Language, Mail
from vestibule.mail.texts import en, fr
from vestibule.mail.texts.text import Frame, MailName, MailText

TEXTS: dict[Language, dict[MailName, MailText]] = {"en": en.MAILS, "fr": fr.MAILS}
FRAMES: dict[Language, Frame] = {"en": en.FRAME, "fr": fr.FRAME}
DETAILS: dict[Language, dict[str, str]] = {"en": en.DETAILS, "fr": fr.DETAILS}

# Python's folding of long headers loses spaces between words that are not ASCII. SMTP allows lines of 998 characters.
UNFOLDED = policy.SMTP.clone(max_line_length=900)
QUOTED_PRINTABLE = "quoted-printable"  # its lines are short

PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{subject}</title></head>
<body style="margin:0 auto;max-width:34rem;padding:1.5rem;font:16px/1.5 system-ui,sans-serif">
<h1 style="font-size:1.25rem">{brand}</h1>
{sections}
</body>
</html>
"""


@dataclass(frozen=True)
class Sender:
    """The address that mails come from, and the name of the brand, which recipients see."""

    email: str
    brand: str

    @property
    def domain(self) -> str:
        """The domain of the address."""
        return self.email.rpartition("@")[2]


@dataclass(frozen=True)
class Section:
    """The mail in one language."""

    language: Language
    subject: str
    paragraphs: tuple[str, ...]


def write_message(mail: Mail, sender: Sender) -> EmailMessage:
    """The message. ValueError if a header would contain a line break: nobody can add headers of their own."""
    languages = LANGUAGES if mail.recipient.language is None else (mail.recipient.language,)
    sections = [_section(mail, language, sender.brand) for language in languages]
    subject = " / ".join(section.subject for section in sections)
    message = EmailMessage(UNFOLDED)
    message["From"] = Address(_printable(sender.brand), addr_spec=sender.email)
    message["To"] = Address(addr_spec=mail.recipient.email)
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.fromtimestamp(mail.happened_at, UTC))
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic replies
    plain = "\n\n---\n\n".join("\n\n".join(section.paragraphs) for section in sections) + "\n"
    message.set_content(plain, cte=QUOTED_PRINTABLE)
    message.add_alternative(_html(sections, subject, sender.brand), subtype="html", cte=QUOTED_PRINTABLE)
    return message


def _section(mail: Mail, language: Language, brand: str) -> Section:
    text, frame, known = TEXTS[language][mail.name], FRAMES[language], DETAILS[language]
    values = {name: known.get(value, _printable(value)) for name, value in mail.details.items()}
    values |= {"brand": _printable(brand), "email": mail.recipient.email}
    when = frame.when.format(time=f"{datetime.fromtimestamp(mail.happened_at, UTC):%Y-%m-%d %H:%M} UTC")
    where = [frame.where.format(client_ip=_printable(mail.client_ip))] if mail.client_ip else []
    return Section(
        language=language,
        subject=text.subject.format(**values),
        paragraphs=(
            frame.greeting,
            text.body.format(**values),
            "\n".join([when, *where]),
            text.advice.format(**values),
            frame.closing.format(**values),
        ),
    )


def _html(sections: list[Section], subject: str, brand: str) -> str:
    return PAGE.format(
        language=sections[0].language,
        subject=escape(subject),
        brand=escape(brand),
        sections="\n<hr>\n".join(
            f'<div lang="{section.language}">{"".join(map(_paragraph, section.paragraphs))}</div>'
            for section in sections
        ),
    )


def _paragraph(text: str) -> str:
    return f"<p>{escape(text).replace(chr(10), '<br>')}</p>"


def _printable(text: str) -> str:
    """The text without line breaks and control characters."""
    return "".join(char if char.isprintable() else " " for char in text)

"""Mails about the security of an account, sent by SMTP in the background.

mailer     the queue and its thread: `send` returns at once and never fails
smtp       delivery to the server of MAIL_URL
message    from a `Mail` to the message of RFC 5322, as plain text and as HTML
mail       what is sent, to whom, in which language
texts/     the texts in each language
"""

from vestibule.mail.mail import Language, Mail, Recipient, choose_language
from vestibule.mail.mailer import Mailer, open_mailer
from vestibule.mail.texts.text import MailName

__all__ = ["Language", "Mail", "MailName", "Mailer", "Recipient", "choose_language", "open_mailer"]

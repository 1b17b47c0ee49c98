"""Phone numbers, as people write them, to E.164."""

import re
import unicodedata

import phonenumbers

# After NFKC: digits, white space, and the marks that people put between digits.
_WRITTEN = re.compile(r"\+?[\d\s().\[\]/~\u2010-\u2015\u2212\u30fc-]+")


def normalize_phone_number(value: str) -> str:
    """`+1 (415) 555-0132` → `+14155550132`; ValueError unless it is a number with its country code."""
    text = "".join(char for char in unicodedata.normalize("NFKC", value) if unicodedata.category(char) != "Cf").strip()
    if text.startswith("00"):
        text = f"+{text[2:]}"
    if not _WRITTEN.fullmatch(text):
        raise ValueError("is not a phone number")
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise ValueError("is not a phone number with its country code") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("is not a phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

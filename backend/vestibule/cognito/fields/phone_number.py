"""Phone numbers, as people write them, to E.164."""

import re
import unicodedata

_MARKS = r"\s().\[\]/~\u00b7\u2010-\u2015\u2022\u2044\u2212\u2215\u30fb\u30fc-"
"""White space, and the marks that people put between digits."""
_WRITTEN = re.compile(rf"(?:tel:)?[{_MARKS}]{{0,3}}(?P<plus>\+?)[\d{_MARKS}]+", re.IGNORECASE)


def normalize_phone_number(value: str) -> str:
    """`+1 (415) 555-0132` → `+14155550132`; ValueError unless it is a number with its country code."""
    import phonenumbers  # noqa: PLC0415  many pools have no phone numbers

    text = "".join(char for char in unicodedata.normalize("NFKC", value) if unicodedata.category(char) != "Cf")
    written = _WRITTEN.fullmatch(text)
    digits = "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
    if written is None or not (written["plus"] or digits.startswith("00")):
        raise ValueError("is not a phone number with its country code")

    text = f"+{digits if written['plus'] else digits[2:]}"
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise ValueError("is not a phone number with its country code") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("is not a phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

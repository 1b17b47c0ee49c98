"""Messages that a pool's Lambda triggers write for the user.

A trigger that fails instead of refusing leaves a stack, a host name or an ARN in the same place, so only text that
looks like a sentence is passed on.
"""

import re

MAX_LENGTH = 200

# "PreSignUp failed with error <what the trigger raised>."
_ENVELOPE = re.compile(r"^\w+ failed with error (?P<message>.+?)\.?$", re.DOTALL)

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# Letters and digits with inner hyphens or apostrophes, a domain such as example.org, or an e-mail address, with plain
# punctuation around it. Other dots and colons inside a word separate the parts of host names, files, addresses, ARNs.
_OPENING, _CLOSING = "(\u00ab\u201c\u201e\u2018\u00bf\u00a1", ")\u00bb\u201d\u201c\u2019.,!?;:\u2026%"
_PLAIN = r"[^\W_]+(?:['\u2019\-\u2011][^\W_]+)*"
_DOMAIN = r"[A-Za-z][A-Za-z0-9-]*\.(?!internal|local|lan|corp)[A-Za-z]{2,}"
_EMAIL = rf"[A-Za-z0-9._+-]+@{_DOMAIN}"
_WORD = re.compile(rf"[{_OPENING}]*(?:{_PLAIN}|{_DOMAIN}|{_EMAIL}|[\u2013\u2014&+])[{_CLOSING}]*")
_CAMEL_CASE = re.compile(r"[a-z][A-Z]")  # RequestId, TypeError
_ERROR_CODE = re.compile(r"\bE[A-Z]{4,}\b")  # ECONNREFUSED
_FAULT = re.compile(r"\b(?:error|exception|traceback|host ?name|timed out|process exited)\b", re.IGNORECASE)
_FAULTS = (_CAMEL_CASE, _ERROR_CODE, _FAULT)


def trigger_message(message: str) -> str | None:
    """The text that the trigger wrote for the user, or None if it is not safe to show."""
    envelope = _ENVELOPE.match(message)
    text = " ".join(_CONTROL.sub(" ", envelope["message"] if envelope else message).split())
    words = text.split(" ")
    if not all(map(_WORD.fullmatch, words)) or any(pattern.search(text) for pattern in _FAULTS):
        return None
    return text[:MAX_LENGTH]

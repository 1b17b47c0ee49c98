"""Fault: what a check finds; NotRead: why it could not look."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Outcome = Literal["ok", "error", "warning", "info", "unknown"]
"""Of a check: the highest severity that it found, or why there is none."""


class Severity(StrEnum):
    """How much a fault harms."""

    ERROR = "error"
    """Breaks a feature or exposes data now."""
    WARNING = "warning"
    """Will harm later."""
    INFO = "info"
    """Worth knowing."""


class NotRead(Exception):
    """A fact could not be read; the message is the reason, which is shown to the operator."""


class Unreachable(NotRead):
    """Cognito itself does not respond."""


@dataclass(frozen=True)
class Fault:
    """What a check found in this pool, and the command or decision that fixes it.

    `severity` is the check's own unless this fault harms more or less. Texts contain no secret.
    """

    what: str
    fix: str
    severity: Severity | None = None

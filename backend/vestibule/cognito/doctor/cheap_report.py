"""The report of the cheap checks, for a running API."""

from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.registry import CHEAP_CHECKS
from vestibule.cognito.doctor.report import Report, examine
from vestibule.cognito.transport.client import AwsSessions
from vestibule.settings import Settings


def cheap_report(settings: Settings, sessions: AwsSessions, *, signed: bool) -> Report:
    """Run the cheap checks. `signed`: whether AWS credentials may be used; what needs valid ones is not checked."""
    return examine(build_facts(settings, signed=signed, sessions=sessions), CHEAP_CHECKS)

"""The report of the cheap checks, for a running API."""

import structlog

from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.registry import CHEAP_CHECKS
from vestibule.cognito.doctor.report import Report, examine
from vestibule.cognito.transport.aws import CallFailed
from vestibule.cognito.transport.client import AwsSessions
from vestibule.settings import Settings

log = structlog.get_logger(__name__)


def cheap_report(settings: Settings, sessions: AwsSessions, *, signed: bool) -> Report:
    """Run the cheap checks. `signed`: whether AWS credentials may be used; without valid ones, they are not."""
    try:
        facts = build_facts(settings, signed=signed, sessions=sessions)
    except CallFailed as error:
        log.warning("aws.configuration_invalid", reason=str(error))
        facts = build_facts(settings, signed=False, sessions=sessions)
    return examine(facts, CHEAP_CHECKS)

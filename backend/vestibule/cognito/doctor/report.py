"""Report: run checks and collect what they find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import structlog

from vestibule.cognito.doctor.check import Check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import NotRead, Outcome, Severity, Unreachable

log = structlog.get_logger(__name__)

ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True)
class Finding:
    """A fault, and the check that found it."""

    check: Check
    severity: Severity
    what: str
    fix: str


@dataclass(frozen=True)
class NotChecked:
    """A check that lacked a fact."""

    check: Check
    reason: str
    is_unreachable: bool


@dataclass(frozen=True)
class Report:
    """The result of all checks. `findings` are ordered by severity, then by the check's number."""

    findings: tuple[Finding, ...]
    passed: tuple[Check, ...]
    not_checked: tuple[NotChecked, ...]

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def is_reachable(self) -> bool:
        """Whether Cognito responded."""
        return not any(each.is_unreachable for each in self.not_checked)

    def outcomes(self) -> dict[str, Outcome]:
        """By check: ok, unknown if it could not be checked, or the highest severity that it found."""
        outcomes: dict[str, Outcome] = dict.fromkeys((check.id for check in self.passed), "ok")
        outcomes |= dict.fromkeys((each.check.id for each in self.not_checked), "unknown")
        for finding in reversed(self.findings):
            outcomes[finding.check.id] = finding.severity.value
        return outcomes


def examine(facts: Facts, checks: Iterable[Check], *, on_check: Callable[[Check], None] = lambda _: None) -> Report:
    """Run the checks. `on_check` is called before each."""
    findings: list[Finding] = []
    passed: list[Check] = []
    not_checked: list[NotChecked] = []
    for check in checks:
        on_check(check)
        known = len(findings)
        try:
            for finding in _findings(check, facts):  # those before a missing fact count
                findings.append(finding)  # noqa: PERF402
        except NotRead as reason:
            not_checked.append(NotChecked(check, str(reason), isinstance(reason, Unreachable)))
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            log.warning("doctor.unexpected_response", check=check.id, exc_info=error)  # or a bug of ours
            not_checked.append(NotChecked(check, f"AWS answered otherwise than expected: {error!r}", False))
        else:
            passed += [check] if len(findings) == known else []
    findings.sort(key=lambda finding: (ORDER.index(finding.severity), finding.check.number))
    return Report(tuple(findings), tuple(passed), tuple(not_checked))


def _findings(check: Check, facts: Facts) -> Iterator[Finding]:
    for fault in check.find(facts):
        yield Finding(check, fault.severity or check.severity, fault.what, fault.fix)

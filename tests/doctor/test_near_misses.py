"""Pools on either side of each condition of a check: what it finds, and what it leaves alone."""

import pytest

from tests.doctor import account_cases, client_cases, domain_cases, pool_cases
from tests.doctor.documented_facts import Case
from tests.doctor.fixes import GOLDEN, fixes
from vestibule.cognito.doctor.check import Check

CASES = [
    pytest.param(check, case, found, id=f"{check.id} {number}")
    for module in (account_cases, client_cases, domain_cases, pool_cases)
    for check, cases in module.CASES.items()
    for number, (case, found) in enumerate(cases, start=1)
]


@pytest.mark.parametrize(("check", "case", "found"), CASES)
def test_check_finds_faults_and_nothing_else(check: Check, case: Case, found: list[str]) -> None:
    assert case.faults(check) == found


def test_each_fault_has_the_fix_of_the_folder_findings() -> None:
    assert fixes() == GOLDEN.read_text("utf-8")

"""docs/doctor.md lists every check as it is, and every check is tested."""

import json

from tests.doctor.aws_cases import FAULTS
from tests.doctor.docs_table import PAGE, table
from tests.doctor.test_pool_faults import OF_CLIENT, OF_POOL
from vestibule.cognito.doctor.checks.permissions import policy
from vestibule.cognito.doctor.registry import CHECKS


class TestDocs:
    def test_page_has_the_table_of_the_registry(self) -> None:
        assert table() in PAGE.read_text("utf-8"), "renew it: python -m tests.doctor.docs_table"

    def test_operations_page_has_the_policy_of_the_api(self) -> None:
        page = PAGE.with_name("operations.md").read_text("utf-8")
        arn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEf123"

        assert f"```json\n{json.dumps(policy(arn), indent=2)}\n```" in page

    def test_numbers_and_ids_are_unique(self) -> None:
        assert [check.number for check in CHECKS] == [*range(1, len(CHECKS) + 1)]
        assert len({check.id for check in CHECKS}) == len(CHECKS)

    def test_every_check_has_a_title_and_an_effect_of_one_line(self) -> None:
        texts = [text for check in CHECKS for text in (check.title, check.effect)]

        assert all(text.endswith((".", "”.")) and "\n" not in text and "|" not in text for text in texts)


class TestCoverage:
    def test_every_check_has_a_pool_with_its_fault(self) -> None:
        of_identity_pools = {"identity-pool", "role-by-writable-claim"}
        elsewhere = {"clock"}  # test_reading.py
        named = {name.partition(" ")[0] for faults in (OF_CLIENT, OF_POOL, FAULTS) for name in faults}

        assert named | of_identity_pools | elsewhere == {check.id for check in CHECKS}

"""docs/doctor.md lists every check as it is."""

from tests.doctor.docs_table import PAGE, table
from vestibule.cognito.doctor.registry import CHECKS


class TestDocs:
    def test_page_has_the_table_of_the_registry(self) -> None:
        assert table() in PAGE.read_text("utf-8"), "renew it: python -m tests.doctor.docs_table"

    def test_numbers_and_ids_are_unique(self) -> None:
        assert [check.number for check in CHECKS] == [*range(1, len(CHECKS) + 1)]
        assert len({check.id for check in CHECKS}) == len(CHECKS)

    def test_every_check_has_a_title_and_an_effect_of_one_line(self) -> None:
        texts = [text for check in CHECKS for text in (check.title, check.effect)]

        assert all(text.endswith((".", "”.")) and "\n" not in text and "|" not in text for text in texts)

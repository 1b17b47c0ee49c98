"""The file of an export, and the log of an import: both are continued after an interruption."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.bulk_users.scripted import Scripted, failure
from vestibule.cognito.bulk_users.export_file import Checkpoint, ExportFile
from vestibule.cognito.bulk_users.exporting import Export
from vestibule.cognito.bulk_users.import_log import ImportLog, Outcome
from vestibule.cognito.bulk_users.importing import summary
from vestibule.cognito.bulk_users.record import InvalidUserFile, UserRecord
from vestibule.cognito.bulk_users.source import Page, UserSource
from vestibule.cognito.transport.aws import CallFailed

POOL_ID = Scripted.pool_id


class TestExportFile:
    def test_pages_are_added_and_the_file_is_named_when_it_is_complete(self) -> None:
        file = ExportFile(Path("users.csv"), POOL_ID)

        at = file.begin(["name"])
        assert at == Checkpoint(POOL_ID, "", 51, 0, ["name"])
        assert file.checkpoint() is None
        first = file.append(at, Page([UserRecord(username="a"), UserRecord(username="b")], "2"))
        assert first == Checkpoint(POOL_ID, "2", 51 + 44, 2, ["name"])
        assert file.checkpoint() == first
        last = file.append(first, Page([UserRecord(username="c")], None))
        assert (last.token, last.users) == ("", 3)
        assert file.checkpoint() == first
        file.finish()

        assert [path.name for path in Path().iterdir()] == ["users.csv"]
        assert Path("users.csv").read_text().count("\n") == 4
        assert Path("users.csv").stat().st_mode & 0o777 == 0o600

    def test_page_that_is_written_again_replaces_what_came_after_it(self) -> None:
        file = ExportFile(Path("users.jsonl"), POOL_ID)
        at = file.begin([])
        file.append(at, Page([UserRecord(username="a long name that goes beyond")], "2"))

        file.append(at, Page([UserRecord(username="b")], "2"))
        file.finish()

        assert Path("users.jsonl").read_text() == '{"username": "b"}\n'

    @pytest.mark.parametrize(
        ("state", "part"),
        [
            (None, "0123"),
            ("{", "0123"),
            ("[]", "0123"),
            ('{"pool_id": 1}', "0123"),
            ('{"pool_id": "other", "token": "t", "offset": 4, "users": 1}', "0123"),
            (f'{{"pool_id": "{POOL_ID}", "token": "t", "offset": 4, "users": 1}}', None),
            (f'{{"pool_id": "{POOL_ID}", "token": "t", "offset": 4, "users": 1}}', "012"),
        ],
    )
    def test_position_that_cannot_be_used_is_none(self, state: str | None, part: str | None) -> None:
        for name, text in (("users.jsonl.part.json", state), ("users.jsonl.part", part)):
            if text is not None:
                Path(name).write_text(text)

        assert ExportFile(Path("users.jsonl"), POOL_ID).checkpoint() is None

    def test_position_at_the_end_of_the_file_can_be_used(self) -> None:
        Path("users.jsonl.part").write_text("0123")
        known = {"pool_id": POOL_ID, "token": "t", "offset": 4, "users": 1}
        Path("users.jsonl.part.json").write_text(json.dumps(known))

        assert ExportFile(Path("users.jsonl"), POOL_ID).checkpoint() == Checkpoint(**known)


class TestExport:
    def run(self, *pages: Any) -> tuple[int, dict[str, list[Any]], Scripted]:
        seen: dict[str, list[Any]] = {"total": [], "group": [], "users": []}
        pool = {"SchemaAttributes": [], "EstimatedNumberOfUsers": 9}
        scripted = Scripted({"DescribeUserPool": [{"UserPool": pool}], "ListUsers": [*pages]})
        export = Export(
            UserSource(scripted.calls),
            ExportFile(Path("users.jsonl"), POOL_ID),
            on_total=seen["total"].append,
            on_group=seen["group"].append,
            on_users=seen["users"].append,
        )
        return export.run(), seen, scripted

    def interrupt(self) -> None:
        file = ExportFile(Path("users.jsonl"), POOL_ID)
        file.append(file.begin([]), Page([UserRecord(username="a")], "2"))

    def test_progress_is_reported(self) -> None:
        done, seen, _ = self.run({"Users": [{"Username": "a"}], "PaginationToken": "2"}, {"Users": [{"Username": "b"}]})

        assert (done, seen) == (2, {"total": [9], "group": [], "users": [0, 1, 2]})

    def test_interrupted_export_continues(self) -> None:
        self.interrupt()

        done, seen, scripted = self.run({"Users": [{"Username": "b"}]})

        assert (done, seen["users"]) == (2, [1, 2])
        assert scripted.received[-1] == ("ListUsers", {"Limit": 60, "PaginationToken": "2"})
        assert Path("users.jsonl").read_text().count("\n") == 2

    def test_position_that_cognito_has_forgotten_starts_the_export_again(self) -> None:
        self.interrupt()

        done, seen, _ = self.run(failure("InvalidParameterException"), {"Users": [{"Username": "b"}]})

        assert (done, seen["users"]) == (1, [1, 0, 1])

    @pytest.mark.parametrize(
        ("interrupted", "code"), [(False, "InvalidParameterException"), (True, "TooManyRequestsException")]
    )
    def test_other_failures_are_errors(self, interrupted: bool, code: str) -> None:
        if interrupted:
            self.interrupt()

        with pytest.raises(CallFailed):
            self.run(failure(code), {"Users": [{"Username": "b"}]})  # it is not begun again

        assert not Path("users.jsonl").exists()


class TestLog:
    @pytest.fixture
    def log(self) -> ImportLog:
        Path("users.jsonl").write_text("users")
        return self.opened()

    @staticmethod
    def opened() -> ImportLog:
        return ImportLog(Path("log.jsonl"), Path("users.jsonl"), POOL_ID)

    def test_log_is_private_and_names_its_file_and_pool(self, log: ImportLog) -> None:
        digest = hashlib.sha256(b"users").hexdigest()
        assert json.loads(Path("log.jsonl").read_text()) == {"pool_id": POOL_ID, "sha256": digest}
        assert Path("log.jsonl").stat().st_mode & 0o777 == 0o600
        assert log.entries == {}

    def test_what_was_recorded_is_known_when_it_is_opened_again(self, log: ImportLog) -> None:
        log.record(1, Outcome.STARTED, 10.0)
        log.record(1, Outcome.IMPORTED, 20.0, sub="x")
        log.record(2, Outcome.FAILED, 30.0)
        log.record_job("one", id="job")
        log.record_job("one", status="Succeeded")

        for known in (log, self.opened()):
            assert (known.entries[1].outcome, known.entries[1].started_at) == (Outcome.IMPORTED, 10.0)
            assert known.jobs == {"one": {"id": "job", "status": "Succeeded"}}
            assert summary(known) == {Outcome.IMPORTED: 1, Outcome.FAILED: 1}

    @pytest.mark.parametrize(
        ("outcome", "done"),
        [(each, each.value not in ("started", "failed")) for each in Outcome],
    )
    def test_failures_are_tried_again_and_others_are_done(self, log: ImportLog, outcome: Outcome, done: bool) -> None:
        log.record(1, outcome, 1.0)

        assert (log.is_done(1), log.is_done(2)) == (done, False)

    def test_line_that_was_not_finished_is_removed(self, log: ImportLog) -> None:
        log.record(1, Outcome.EXISTS, 1.0)
        whole = Path("log.jsonl").read_bytes()
        Path("log.jsonl").write_bytes(whole + b'{"line": 2')

        assert self.opened().entries.keys() == {1}
        assert Path("log.jsonl").read_bytes() == whole

    def test_empty_log_is_begun(self, log: ImportLog) -> None:
        begun = Path("log.jsonl").read_text()
        Path("log.jsonl").write_text("")
        self.opened()

        assert Path("log.jsonl").read_text() == begun
        assert log.jobs == {}

    @pytest.mark.parametrize(
        ("content", "reason"),
        [("x\n", "log.jsonl is not the log of an import"), ("{}\n", "the log of another import")],
    )
    def test_another_file_is_refused(self, log: ImportLog, content: str, reason: str) -> None:
        Path("log.jsonl").write_text(content)

        with pytest.raises(InvalidUserFile, match=reason):
            self.opened()
        assert log.entries == {}

"""What the commands print: every line, with its exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bulk_users.conftest import Cognito, Pool
from tests.bulk_users.test_exports_of_systems import FOLDER
from tests.bulk_users.user_files import record, write
from vestibule.cognito.bulk_users.convert.conversion import System

ROLE = "arn:aws:iam::000000000000:role/import"
HASH = "$2b$04$abcdefghijklmnopqrstuu"


@pytest.fixture(scope="module")
def pool(cognito: Cognito) -> Pool:
    pool = cognito.new_pool()
    pool.create_group("editors")
    pool.create_provider("Google")
    return pool


def lines(result: Any) -> tuple[int, list[str]]:
    return result.exit_code, result.output.splitlines()


class TestConvert:
    @pytest.mark.parametrize(
        ("system", "expected"),
        [
            (
                System.DJANGO,
                [
                    "3 users in users.jsonl, 1 of them with a password hash.",
                    "1 user with a hash in the format md5, which Cognito cannot import.",
                    "2 users never proved an address: not imported, and free to sign up again.",
                ],
            ),
            (
                System.KEYCLOAK,
                [
                    "2 users in users.jsonl, 2 of them with a password hash.",
                    "1 user never proved an address: not imported, and free to sign up again.",
                ],
            ),
        ],
    )
    def test_users_and_hashes_are_counted(self, pool: Pool, system: System, expected: list[str]) -> None:
        document = json.loads((FOLDER / f"{system}.json").read_text("utf-8"))["document"]
        Path("export.json").write_text(json.dumps(document), "utf-8")

        result = pool.run("convert", "export.json", "--from", system, "--output", "users.jsonl")
        again = pool.run("convert", "export.json", "--from", system, "--output", "users.jsonl", "--force")

        assert lines(result) == lines(again) == (0, expected)

    def test_output_that_exists_or_has_another_name_is_refused(self, pool: Pool) -> None:
        Path("export.json").write_text("[]", "utf-8")
        Path("users.jsonl").write_text("mine", "utf-8")

        for output, reason in (("users.jsonl", "--force replaces it"), ("users.csv", "must end with .jsonl")):
            result = pool.run("convert", "export.json", "--from", "django", "--output", output)
            assert (result.exit_code, reason in result.output) == (2, True)
        assert Path("users.jsonl").read_text("utf-8") == "mine"


class TestExport:
    def test_users_are_counted(self, cognito: Cognito) -> None:
        empty = cognito.new_pool()

        assert lines(empty.run("export", "none.jsonl")) == (0, [f"0 users of {empty.id} in none.jsonl."])
        empty.create()
        assert lines(empty.run("export", "one.csv")) == (0, [f"1 user of {empty.id} in one.csv."])


class TestImport:
    def test_dry_run_counts_members_and_who_can_be_imported(self, pool: Pool) -> None:
        write(record("dry1@example.com", groups=["editors"]), record("dry2@example.com", groups=["editors"]))

        assert lines(pool.run("import", "users.jsonl", "--dry-run")) == (
            0,
            ["Group editors: 2 users.", f"2 of 2 users can be imported into {pool.id}."],
        )
        assert not Path("users.jsonl.import.jsonl").exists()

    def test_outcomes_are_counted_with_those_of_earlier_runs(self, pool: Pool) -> None:
        pool.create("known@example.com")
        write(
            record("new@example.com"),
            record("known@example.com"),
            record("unproven@example.com", status="UNCONFIRMED"),
            record("federated@example.com", status="EXTERNAL_PROVIDER"),
            record("unfit@example.com", groups=["nobody"]),
        )
        problem = "line 5: is in groups that the pool does not have: nobody"

        refused = pool.run("import", "users.jsonl")
        done, again = (pool.run("import", "users.jsonl", "--skip-unfit", "--log", "log.jsonl") for _ in range(2))

        assert lines(refused) == (2, [problem, "Nothing was changed. --skip-unfit leaves these users out."])
        expected = [
            "1 user imported.",
            "1 user existed already: left unchanged.",
            "1 user left to Cognito, which creates them when they sign in at their provider.",
            "1 user never proved their address: not imported, and free to sign up again.",
            "1 user left out, since they do not fit the pool.",
        ]
        assert lines(done) == (3, [problem, *expected])
        assert lines(again) == (3, [problem, "From an earlier run, in log.jsonl: 5 users.", *expected])
        assert Path("log.jsonl").exists()

    def test_only_the_first_problems_are_listed(self, pool: Pool) -> None:
        write(*(record(f"many{number}@example.com", groups=["nobody"]) for number in range(25)))

        status, shown = lines(pool.run("import", "users.jsonl"))

        assert (status, shown[-2:]) == (
            2,
            ["… 25 users in all.", "Nothing was changed. --skip-unfit leaves these users out."],
        )
        assert all(line.endswith("groups that the pool does not have: nobody") for line in shown[:-2])

    def test_hashes_need_a_job(self, pool: Pool) -> None:
        write(record("hash@example.com", password_hash=HASH + "a" * 31))

        assert lines(pool.run("import", "users.jsonl", "--skip-unfit")) == (
            2,
            ["The file has password hashes: they need --job-role. See docs/migrating.md.", "Nothing was changed."],
        )

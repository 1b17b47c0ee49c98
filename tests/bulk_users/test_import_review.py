"""`vestibule users import` checks the whole file before it changes anything."""

from pathlib import Path
from typing import Any

import bcrypt
import pytest

from tests.bulk_users.conftest import Cognito, Pool
from tests.bulk_users.user_files import outcomes, record, write
from tests.local_cognito.people import PASSWORD
from vestibule.cognito.bulk_users.files import read_records
from vestibule.cognito.bulk_users.record import InvalidUserFile

BCRYPT = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()


@pytest.fixture(scope="module")
def unchanged(cognito: Cognito) -> Pool:
    """A pool that no test of this module changes."""
    return cognito.new_pool()


class TestReview:
    @pytest.mark.parametrize(
        ("entry", "problem"),
        [
            (record("ann@example.com", groups=["nobody"]), "groups that the pool does not have: nobody"),
            (record("ann@example.com", attributes={"custom:x": "1"}), "does not have: custom:x"),
            (
                record("ann@example.com", links=[{"provider": "Google", "user_id": "1"}]),
                "providers that the pool does not have: Google",
            ),
            ({"username": "ann", "attributes": {"name": "Ann"}}, "has no email"),
            (record("ann@example.com", attributes={"name": "\ud800"}), "line 2: has text that is no Unicode"),
            (record("\udc00@example.com"), "line 2: has text that is no Unicode"),
            (record("ann@example.com", password_hash=BCRYPT), "--job-role"),
        ],
    )
    def test_a_file_that_does_not_fit_the_pool_changes_nothing(
        self, unchanged: Pool, entry: dict[str, Any], problem: str
    ) -> None:
        write(record("first@example.com"), entry)

        result = unchanged.run("import", "users.jsonl")

        assert result.exit_code == 2, result.output
        assert problem in result.output
        assert "Nothing was changed." in result.output
        assert BCRYPT not in result.output
        assert unchanged.client.list_users(UserPoolId=unchanged.id)["Users"] == []

    def test_the_members_of_each_group_are_counted_before_the_import(self, pool: Pool) -> None:
        for group in ("admins", "editors"):
            pool.create_group(group)
        write(
            record("ann@example.com", groups=["admins", "editors"]),
            record("bob@example.com", groups=["editors"]),
            record("cy@example.com", groups=["admins"], status="UNCONFIRMED"),
        )

        result = pool.run("import", "users.jsonl", "--dry-run")

        assert "Group editors: 2 users.\nGroup admins: 1 user.\n" in result.output
        assert pool.client.list_users(UserPoolId=pool.id)["Users"] == []

    def test_users_who_do_not_fit_are_left_out_on_request(self, pool: Pool) -> None:
        write(record("first@example.com"), record("ann@example.com", groups=["nobody"]))

        result = pool.run("import", "users.jsonl", "--skip-unfit")

        assert result.exit_code == 3, result.output
        assert "1 user left out" in result.output
        assert outcomes() == {1: "imported", 2: "unfit"}

    @pytest.mark.parametrize(
        "entry",
        [
            record("ann@example.com", attributes={"custom:\x1b[31m\x9b": "1"}),
            record("ann@example.com", groups=["\x1b]0;title\x07"]),
            {"\x1b[2J": 1},
        ],
    )
    def test_names_in_a_file_do_not_control_the_terminal(self, unchanged: Pool, entry: dict[str, Any]) -> None:
        write(entry)

        result = unchanged.run("import", "users.jsonl")

        assert result.exit_code == 2
        assert not {"\x1b", "\x9b", "\x07"} & set(result.output)

    def test_a_user_who_occurs_twice_is_reported(self, unchanged: Pool) -> None:
        write(record("ann@example.com"), record("ANN@example.com"))

        result = unchanged.run("import", "users.jsonl")

        assert (result.exit_code, "the user of line 1 again" in result.output) == (2, True)

    @pytest.mark.parametrize(
        ("name", "content", "problem"),
        [
            ("users.jsonl", "{", "line 1: is not JSON"),
            ("users.jsonl", "[" * 100_000, "line 1: is not JSON"),
            ("users.jsonl", "[]", "line 1"),
            ("users.jsonl", '{"username": 5}', "line 1: username"),
            ("users.jsonl", '{"password": "Secret-1"}', "line 1: password"),
            ("users.csv", "username,username\na,b\n", "a column occurs twice"),
            ("users.csv", "username,email\na\n", "more or fewer cells"),
            ("users.csv", "username,email\na,b,c\n", "more or fewer cells"),
            ("users.csv", 'username,links\na,"{"\n', "links is not a JSON list"),
            ("users.csv", "username,enabled\na,perhaps\n", "enabled"),
            ("users.csv", 'username\n"a\n', "line"),
        ],
    )
    def test_a_file_that_is_no_file_of_users_is_refused_by_its_line(
        self, name: str, content: str, problem: str
    ) -> None:
        Path(name).write_text(content)

        with pytest.raises(InvalidUserFile) as refused:
            list(read_records(Path(name)))

        assert problem in str(refused.value)
        assert "Secret-1" not in str(refused.value)

    def test_a_file_in_another_encoding_is_refused(self, unchanged: Pool) -> None:
        Path("users.csv").write_bytes("username,name\na,Zoë\n".encode("latin-1"))

        result = unchanged.run("import", "users.csv")

        assert (result.exit_code, "is not UTF-8" in result.output) == (2, True)

    def test_people_may_write_csv_by_hand(self, pool: Pool) -> None:
        pool.create_group("editors")
        Path("users.csv").write_text("\ufeffemail,email_verified,name,groups\nann@example.com,true,'t Hooft,editors\n")

        assert pool.run("import", "users.csv").exit_code == 0

        assert pool.attributes("ann@example.com")["name"] == "'t Hooft"
        assert pool.groups("ann@example.com") == ["editors"]

"""Files of users: JSON Lines and CSV."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.bulk_users.scripted import Scripted
from vestibule.cognito.bulk_users.files import CsvWriter, FileFormat, JsonLinesWriter, read_records, writer
from vestibule.cognito.bulk_users.record import InvalidUserFile, Link, UserRecord

POOL_ID = Scripted.pool_id
FULL = UserRecord(
    username="=ann",
    status="UNCONFIRMED",
    enabled=False,
    created="2026-01-02",
    attributes={"email": "ann@example.com", "name": "Zoë, x"},
    groups=["a"],
    links=[Link(provider="Google", user_id="5")],
    password_hash=SecretStr("$2b$x"),
)


def user(username: str = "", **members: Any) -> UserRecord:
    return UserRecord(username=username, **members)


class TestWriting:
    def test_line_of_json_has_what_differs_from_the_defaults(self) -> None:
        assert JsonLinesWriter().line(UserRecord(username="ann")) == '{"username": "ann"}\n'
        assert JsonLinesWriter().line(UserRecord()) == '{"username": ""}\n'
        assert JsonLinesWriter().line(FULL) == (
            '{"username": "=ann", "status": "UNCONFIRMED", "enabled": false, "created": "2026-01-02", "attributes": '
            '{"email": "ann@example.com", "name": "Zoë, x"}, "groups": ["a"], "links": [{"provider": "Google", '
            '"user_id": "5"}], "password_hash": "$2b$x"}\n'
        )

    def test_only_what_is_no_unicode_is_escaped(self) -> None:
        assert "Zo\\u00eb \\ud800" in JsonLinesWriter().line(UserRecord(attributes={"name": "Zoë \ud800"}))

    def test_cells_of_a_csv_file_are_in_the_order_of_its_columns(self) -> None:
        columns = CsvWriter(["name", "email", "custom:x"])

        assert columns.header() == "username,status,enabled,created,groups,links,name,email,custom:x\r\n"
        assert columns.line(FULL) == (
            '\'=ann,UNCONFIRMED,false,2026-01-02,"[""a""]","[{""provider"": ""Google"", '
            '""user_id"": ""5""}]","Zoë, x",ann@example.com,\r\n'
        )
        assert columns.line(UserRecord(username="b")) == "b,CONFIRMED,true,,,,,,\r\n"

    def test_attribute_without_a_column_is_refused(self) -> None:
        with pytest.raises(InvalidUserFile) as refused:
            CsvWriter(["email"]).line(UserRecord(attributes={"z": "1", "b": "1", "email": "x"}))

        assert (refused.value.line, refused.value.reason) == (
            0,
            "the attribute b was added during the export: start it again",
        )

    @pytest.mark.parametrize(
        ("name", "kind"), [("a.csv", FileFormat.CSV), ("a.CSV", FileFormat.CSV), ("a.csv.jsonl", FileFormat.JSONL)]
    )
    def test_format_is_that_of_the_name(self, name: str, kind: FileFormat) -> None:
        found = FileFormat.of(Path(name))

        assert found is kind
        assert isinstance(writer(found, []), CsvWriter if kind is FileFormat.CSV else JsonLinesWriter)

    def test_another_name_is_refused(self) -> None:
        with pytest.raises(InvalidUserFile, match=r"^a.txt must end with .jsonl or .csv$"):
            FileFormat.of(Path("folder/a.txt"))


class TestReading:
    @pytest.mark.parametrize(
        ("name", "content", "found"),
        [
            ("a.jsonl", '\n{"username": "a"}\n \n{"username": "b"}', {2: user("a"), 4: user("b")}),
            ("a.jsonl", '{"attributes": {"email": "", "name": "x"}}', {1: user(attributes={"name": "x"})}),
            ("a.csv", "username,status,enabled,created\na,,,\n", {2: user("a")}),
            ("a.csv", "username,enabled\na,True\nb,FALSE\n", {2: user("a"), 3: user("b", enabled=False)}),
            ("a.csv", "status,created\nUNCONFIRMED,2026\n", {2: user(status="UNCONFIRMED", created="2026")}),
            ("a.csv", 'groups\nstaff\n"[""x"", ""y""]"\n', {2: user(groups=["staff"]), 3: user(groups=["x", "y"])}),
            (
                "a.csv",
                'links\n"[{""provider"": ""G"", ""user_id"": ""1""}]"\n',
                {2: user(links=[Link(provider="G", user_id="1")])},
            ),
            (
                "a.csv",
                "password_hash,email\nh,'=x\n",
                {2: user(password_hash=SecretStr("h"), attributes={"email": "=x"})},
            ),
            ("a.csv", "name,email\n'x,'''y\n", {2: user(attributes={"name": "'x", "email": "''y"})}),
            ("a.csv", "", {}),
            ("a.jsonl", "", {}),
        ],
    )
    def test_users_are_read_with_the_numbers_of_their_lines(self, name: str, content: str, found: Any) -> None:
        Path(name).write_text(f"\ufeff{content}", "utf-8")

        assert dict(read_records(Path(name))) == found

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("a.jsonl", '{}\n{"attributes": {"x": 1}}', "line 2: attributes.x: Input should be a valid string"),
            ("a.jsonl", '{"links": [{"provider": "x"}]}', "line 1: links.0.user_id: Field required"),
            ("a.jsonl", '{"z": 1}', "line 1: z: Extra inputs are not permitted"),
            ("a.jsonl", '{"links": [{"provider": "x", "user_id": "1", "z": 1}]}', "line 1: links.0.z: Extra inputs"),
            ("a.jsonl", '{"enabled": "true"}', "line 1: enabled: Input should be a valid boolean"),
            ("a.jsonl", "5", "line 1: Input should be a valid dictionary or instance of UserRecord"),
            ("a.csv", "username\na\n\nb,c\n", "line 4: has more or fewer cells than the first line"),
            ("a.csv", "username,groups\na,[1\n", "line 2: groups is not a JSON list"),
            ("a.csv", "username,links\na,x\n", "line 2: links is not a JSON list"),
            ("a.csv", f"username\n{'a' * 1_000_001}\n", "line 2: field larger than field limit (1000000)"),
        ],
    )
    def test_fault_is_named_by_its_line(self, name: str, content: str, reason: str) -> None:
        Path(name).write_text(content)

        with pytest.raises(InvalidUserFile) as refused:
            [*read_records(Path(name))]

        assert str(refused.value).startswith(reason)

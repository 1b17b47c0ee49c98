"""Creating users one by one, and completing those of a job: what is called, and what the log says."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.bulk_users.scripted import TARGET, Scripted, failure
from vestibule.cognito.bulk_users.creation import UserCreation
from vestibule.cognito.bulk_users.import_log import ImportLog, Outcome
from vestibule.cognito.bulk_users.record import Link, UserRecord
from vestibule.cognito.transport.aws import CallFailed

NOW = 1_800_000_000.0
ANN = UserRecord(attributes={"email": "ann@example.com", "sub": "old-sub"})
ONE_USER = [
    *("InvalidParameterException", "InvalidParameter", "AliasExistsException", "UserLambdaValidationException"),
    *("InvalidPasswordException", "UnsupportedUserStateException", "UserNotFoundException"),
    *("InvalidLambdaResponseException", "UnexpectedLambdaException", "LimitExceededException"),
]


def user(status: str = "FORCE_CHANGE_PASSWORD", created: float = NOW) -> dict[str, Any]:
    return {
        "Username": "new-name",
        "UserStatus": status,
        "UserCreateDate": datetime.fromtimestamp(created, UTC),
        "Attributes": [{"Name": "email", "Value": "x"}, {"Name": "sub", "Value": "new-sub"}],
    }


@pytest.fixture
def log(tmp_path: Path) -> ImportLog:
    """An empty log, in the file log.jsonl."""
    (tmp_path / "users.jsonl").write_text("")
    return ImportLog(tmp_path / "log.jsonl", tmp_path / "users.jsonl", Scripted.pool_id)


def creation(log: ImportLog, scripted: Scripted, **target: Any) -> UserCreation:
    return UserCreation(scripted.calls, replace(TARGET, **target), log, clock=lambda: NOW)


def logged() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("log.jsonl").read_text().splitlines()[1:]]


class TestCreate:
    def test_user_is_created_silently_and_completed(self, log: ImportLog) -> None:
        scripted = Scripted({"AdminCreateUser": [{"User": user()}]})
        links = [Link(provider="Google", user_id="5")]

        creation(log, scripted).create(
            3, ANN.model_copy(update={"enabled": False, "groups": ["a", "b"], "links": links})
        )

        password = scripted.received[1][1].pop("Password")
        assert scripted.received == [
            (
                "AdminCreateUser",
                {
                    "Username": "ann@example.com",
                    "UserAttributes": [{"Name": "email", "Value": "ann@example.com"}],
                    "MessageAction": "SUPPRESS",
                },
            ),
            ("AdminSetUserPassword", {"Username": "ann@example.com", "Permanent": True}),
            ("AdminDisableUser", {"Username": "new-name"}),
            ("AdminAddUserToGroup", {"Username": "new-name", "GroupName": "a"}),
            ("AdminAddUserToGroup", {"Username": "new-name", "GroupName": "b"}),
            (
                "AdminLinkProviderForUser",
                {
                    "DestinationUser": {"ProviderName": "Cognito", "ProviderAttributeValue": "new-name"},
                    "SourceUser": {
                        "ProviderName": "Google",
                        "ProviderAttributeName": "Cognito_Subject",
                        "ProviderAttributeValue": "5",
                    },
                },
            ),
        ]
        assert len(password) == 40
        assert logged() == [
            {"line": 3, "outcome": "started", "at": NOW},
            {"line": 3, "outcome": "imported", "at": NOW, "sub": "new-sub", "old_sub": "old-sub"},
        ]

    @pytest.mark.parametrize(("minimum", "length"), [(8, 40), (40, 40), (41, 41), (99, 99)])
    def test_unknown_password_fits_every_policy_and_is_another_each_time(
        self, log: ImportLog, minimum: int, length: int
    ) -> None:
        scripted = Scripted({"AdminCreateUser": [{"User": user()}]})
        for line in (1, 2):
            creation(log, scripted, password_length=minimum).create(line, ANN)

        first, second = (
            request["Password"] for operation, request in scripted.received if operation == "AdminSetUserPassword"
        )
        assert len(first) == length
        assert first != second
        assert first[0].islower()
        assert first[1].isupper()
        assert first[2].isdigit()
        assert first[3] in "!@#%&"
        assert first[4:].isalpha()

    @pytest.mark.parametrize(
        ("status", "created_as", "confirmed"),
        [
            ("CONFIRMED", "FORCE_CHANGE_PASSWORD", True),
            ("RESET_REQUIRED", "FORCE_CHANGE_PASSWORD", True),
            ("FORCE_CHANGE_PASSWORD", "FORCE_CHANGE_PASSWORD", False),
            ("CONFIRMED", "CONFIRMED", False),
        ],
    )
    def test_only_users_who_were_confirmed_get_a_password(
        self, log: ImportLog, status: str, created_as: str, confirmed: bool
    ) -> None:
        scripted = Scripted({"AdminCreateUser": [{"User": user(created_as)}]})

        creation(log, scripted).create(1, ANN.model_copy(update={"status": status}))

        assert ("AdminSetUserPassword" in scripted.operations) == confirmed

    @pytest.mark.parametrize("code", ONE_USER)
    def test_failure_of_one_user_is_logged_by_its_name(self, log: ImportLog, code: str) -> None:
        creation(log, Scripted({"AdminCreateUser": [failure(code)]})).create(1, ANN)

        assert logged()[1] == {"line": 1, "outcome": "failed", "at": NOW, "operation": "Operation", "error": code}

    def test_other_failures_stop_the_import(self, log: ImportLog) -> None:
        with pytest.raises(CallFailed):
            creation(log, Scripted({"AdminCreateUser": [failure("TooManyRequestsException")]})).create(1, ANN)

        assert log.entries[1].outcome == Outcome.STARTED

    def test_what_is_done_is_not_repeated(self, log: ImportLog) -> None:
        log.record(1, Outcome.EXISTS, NOW)
        scripted = Scripted({})
        ours = creation(log, scripted)

        ours.create(1, ANN)
        ours.leave_out(1, Outcome.UNFIT)
        ours.complete(1, ANN, NOW)

        assert (scripted.received, log.entries[1].outcome) == ([], Outcome.EXISTS)

    def test_who_existed_before_is_left_alone(self, log: ImportLog) -> None:
        scripted = Scripted({"AdminCreateUser": [failure("UsernameExistsException")]})

        creation(log, scripted).create(1, ANN)

        assert scripted.operations == ["AdminCreateUser"]
        assert logged()[-1] == {"line": 1, "outcome": "exists", "at": NOW}

    @pytest.mark.parametrize(
        ("found", "outcome"),
        [
            (user(created=NOW - 60), Outcome.IMPORTED),
            (user(created=NOW - 61), Outcome.EXISTS),
            (user("UNCONFIRMED"), Outcome.EXISTS),
            (user("CONFIRMED"), Outcome.IMPORTED),
        ],
    )
    def test_user_whom_an_interrupted_import_created_is_completed(
        self, log: ImportLog, found: dict[str, Any], outcome: Outcome
    ) -> None:
        log.record(1, Outcome.STARTED, NOW)
        scripted = Scripted(
            {"AdminCreateUser": [failure("UsernameExistsException")], "ListUsers": [{"Users": [found, user()]}]}
        )

        creation(log, scripted).create(1, ANN.model_copy(update={"groups": ["a"]}))

        assert log.entries[1].outcome == outcome
        assert ("AdminAddUserToGroup" in scripted.operations) == (outcome == Outcome.IMPORTED)
        assert [line["outcome"] for line in logged()] == ["started", outcome]


class TestComplete:
    @pytest.mark.parametrize(
        ("names", "attributes", "username", "wanted"),
        [
            (("email",), {"email": "ann@example.com"}, "", 'email = "ann@example.com"'),
            (("phone_number", "email"), {"phone_number": "+1415"}, "", 'phone_number = "+1415"'),
            ((), {}, 'a"\\b@c', 'username = "a\\"\\\\b@c"'),
        ],
    )
    def test_user_is_found_by_the_name_that_signs_in(
        self, log: ImportLog, names: tuple[str, ...], attributes: dict[str, str], username: str, wanted: str
    ) -> None:
        pages = [{"PaginationToken": "2"}, {"Users": [], "PaginationToken": "3"}, {"Users": [user()]}]
        scripted = Scripted({"ListUsers": pages})
        record = UserRecord(username=username, attributes=attributes, groups=["a"])

        creation(log, scripted, username_attributes=names).complete(1, record, NOW)

        assert scripted.received[:3] == [
            ("ListUsers", {"Filter": wanted}),
            ("ListUsers", {"Filter": wanted, "PaginationToken": "2"}),
            ("ListUsers", {"Filter": wanted, "PaginationToken": "3"}),
        ]
        assert logged() == [{"line": 1, "outcome": "imported", "at": NOW, "sub": "new-sub"}]

    @pytest.mark.parametrize(
        "change", [{"enabled": False}, {"groups": ["a"]}, {"links": [Link(provider="Google", user_id="5")]}]
    )
    def test_user_is_looked_up_if_anything_is_to_be_added(self, log: ImportLog, change: dict[str, Any]) -> None:
        scripted = Scripted({"ListUsers": [{"Users": [user(created=NOW - 1)]}]})
        ours = creation(log, scripted)

        ours.complete(1, ANN.model_copy(update=change), NOW - 1)
        ours.complete(2, ANN.model_copy(update=change), NOW)

        assert scripted.operations[0] == "ListUsers"
        assert (log.entries[1].outcome, log.entries[2].outcome) == (Outcome.IMPORTED, Outcome.EXISTS)

    def test_user_with_nothing_to_add_is_not_looked_up(self, log: ImportLog) -> None:
        scripted = Scripted({})

        creation(log, scripted).complete(1, ANN, NOW)

        assert scripted.received == []
        assert logged() == [{"line": 1, "outcome": "imported", "at": NOW, "old_sub": "old-sub"}]

    def test_user_who_is_not_listed_yet_fails(self, log: ImportLog) -> None:
        creation(log, Scripted({"ListUsers": [{"Users": []}]})).complete(
            1, ANN.model_copy(update={"enabled": False}), NOW
        )

        assert logged()[-1] | {"at": 0} == {
            "line": 1,
            "outcome": "failed",
            "at": 0,
            "operation": "ListUsers",
            "error": "UserNotFoundException",
        }

    def test_who_is_left_out_is_logged(self, log: ImportLog) -> None:
        creation(log, Scripted({})).leave_out(4, Outcome.FEDERATED)

        assert logged() == [{"line": 4, "outcome": "federated", "at": NOW}]

"""What an import and an export read of a pool, by a table of answers, and what in a file does not fit it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.bulk_users.scripted import TARGET, Scripted
from tests.bulk_users.user_files import record, write
from vestibule.cognito.bulk_users.import_log import Outcome
from vestibule.cognito.bulk_users.importing import Rules, review
from vestibule.cognito.bulk_users.record import InvalidUserFile, Link, UserRecord
from vestibule.cognito.bulk_users.source import Page, UserSource
from vestibule.cognito.bulk_users.target_pool import TargetPool, read_target_pool

POOL: dict[str, Any] = {
    "UsernameAttributes": ["phone_number", "email"],
    "AutoVerifiedAttributes": ["email"],
    "Policies": {"PasswordPolicy": {"MinimumLength": 12}},
    "EstimatedNumberOfUsers": 7,
    "SchemaAttributes": [
        {"Name": "sub", "Required": True},
        {"Name": "email", "Required": True},
        {"Name": "name", "Required": False},
        {"Name": "identities"},
        {"Name": "custom:recovery_codes"},
    ],
}

ANN = UserRecord(attributes={"email": "a@b.example"})


class TestTargetPool:
    def test_pool_is_read_with_all_pages_of_its_groups_and_providers(self) -> None:
        scripted = Scripted(
            {
                "DescribeUserPool": [{"UserPool": POOL}],
                "ListGroups": [{"Groups": [{"GroupName": "a"}], "NextToken": "2"}, {"Groups": [{"GroupName": "b"}]}],
                "ListIdentityProviders": [{"NextToken": "2"}, {"Providers": [{"ProviderName": "Google"}]}],
            }
        )

        target = read_target_pool(scripted.calls, "custom:old")

        assert target == TargetPool(
            username_attributes=("phone_number", "email"),
            attributes=frozenset({"sub", "email", "name", "identities", "custom:recovery_codes"}),
            required=frozenset({"email"}),
            auto_verified=("email",),
            password_length=12,
            groups=frozenset({"a", "b"}),
            providers=frozenset({"Google"}),
            old_sub_attribute="custom:old",
        )
        assert scripted.received[1:] == [
            ("ListGroups", {"Limit": 60}),
            ("ListGroups", {"Limit": 60, "NextToken": "2"}),
            ("ListIdentityProviders", {"MaxResults": 60}),
            ("ListIdentityProviders", {"MaxResults": 60, "NextToken": "2"}),
        ]

    def test_what_a_pool_does_not_say_has_its_default(self) -> None:
        target = read_target_pool(Scripted({"DescribeUserPool": [{"UserPool": {"SchemaAttributes": []}}]}).calls)

        assert target == TargetPool((), frozenset(), frozenset(), (), 8, frozenset())

    @pytest.mark.parametrize(
        ("target", "given", "found"),
        [
            (TARGET, UserRecord(attributes={"email": "a@b.example"}, groups=["editors"]), []),
            (TARGET, UserRecord(username="ann"), ["has no email, which the pool signs in by"]),
            (
                replace(TARGET, username_attributes=("email", "phone_number")),
                UserRecord(),
                ["has no email or phone_number, which the pool signs in by"],
            ),
            (replace(TARGET, username_attributes=()), UserRecord(username="ann"), []),
            (replace(TARGET, username_attributes=()), UserRecord(), ["has no username, which the pool signs in by"]),
            (
                TARGET,
                UserRecord(attributes={"email": "a@b.example", "b": "1", "a": "1", "sub": "1", "identities": "[]"}),
                ["has attributes that the pool does not have: a, b"],
            ),
            (
                replace(TARGET, required=frozenset({"name", "birthdate", "email"})),
                UserRecord(attributes={"email": "a@b.example"}),
                ["lacks attributes that the pool requires: birthdate, name"],
            ),
            (
                TARGET,
                UserRecord(attributes={"email": "a@b.example"}, groups=["z", "y", "editors"]),
                ["is in groups that the pool does not have: y, z"],
            ),
            (
                TARGET,
                UserRecord(
                    attributes={"email": "a@b.example"},
                    links=[Link(provider=name, user_id="1") for name in ("Google", "Z", "Y")],
                ),
                ["is linked to providers that the pool does not have: Y, Z"],
            ),
            *(
                (TARGET, ANN.model_copy(update=change), ["has text that is no Unicode"])
                for change in (
                    *({"username": "\ud800"}, {"status": "\udfff"}, {"created": "\ud9ff"}),
                    {"attributes": {"email": "a@b.example", "name": "\udc00"}},
                )
            ),
        ],
    )
    def test_what_does_not_fit_is_said(self, target: TargetPool, given: UserRecord, found: list[str]) -> None:
        said = [*target.problems(given)]

        assert len(said) == len(found), said
        assert all(text.startswith(start) for text, start in zip(said, found, strict=True)), said

    @pytest.mark.parametrize(
        ("old_sub_attribute", "attributes", "writable"),
        [
            ("", {"sub": "1", "name": "A"}, {"name": "A"}),
            ("custom:old", {"sub": "1", "name": "A"}, {"name": "A", "custom:old": "1"}),
            ("custom:old", {"name": "A"}, {"name": "A"}),
            ("", {"identities": "[]", "custom:recovery_codes": "x"}, {}),
        ],
    )
    def test_only_what_cognito_lets_an_import_set_is_set(
        self, old_sub_attribute: str, attributes: dict[str, str], writable: dict[str, str]
    ) -> None:
        target = replace(TARGET, old_sub_attribute=old_sub_attribute)

        assert target.writable(UserRecord(attributes=attributes)) == writable

    def test_first_of_the_names_that_sign_in_is_taken(self) -> None:
        target = replace(TARGET, username_attributes=("phone_number", "email"))

        both = UserRecord(username="x", attributes={"email": "a@b.example", "phone_number": "+1"})
        assert target.sign_in_name(both) == "+1"
        assert target.sign_in_name(UserRecord(attributes={"email": "a@b.example"})) == "a@b.example"


class TestReview:
    def test_file_is_counted_with_its_first_problems(self) -> None:
        fits = record("ann@example.com", groups=["editors"], password_hash="x")
        left_out = [
            record(f"{status}@example.com", status=status, groups=["nobody"])
            for status in ("UNCONFIRMED", "EXTERNAL_PROVIDER")
        ]
        path = write(
            fits, *left_out, *[record(f"{number}@example.com", groups=["nobody", "editors"]) for number in range(21)]
        )
        counts = list[int]()

        found = review(path, Rules(TARGET, by_job=False), on_user=counts.append)

        assert (found.users, found.hashes, found.unfit) == (24, 1, 21)
        assert found.groups == Counter({"editors": 1})
        assert len(found.problems) == 20
        assert found.problems[0] == "line 4: is in groups that the pool does not have: nobody"
        assert counts == [*range(1, 25)]

    def test_problems_of_one_user_are_cut_too(self) -> None:
        bad = {"username": "x", "attributes": {"b": "1"}, "groups": ["nobody"]}
        path = write(*[{**bad, "username": str(number)} for number in range(7)])

        found = review(path, Rules(TARGET, by_job=False), on_user=lambda _: None)

        assert (found.unfit, len(found.problems)) == (7, 20)

    def test_users_without_a_name_are_not_taken_for_one(self) -> None:
        path = write({"username": "a"}, {"username": "b"})

        assert review(path, Rules(TARGET, by_job=False), on_user=lambda _: None).unfit == 2

    def test_second_line_of_a_user_names_the_first(self) -> None:
        path = write(record("x@example.com"), record("Ann@example.com"), record("aNN@example.com"))

        with pytest.raises(InvalidUserFile, match="line 3: is the user of line 2 again"):
            review(path, Rules(TARGET, by_job=False), on_user=lambda _: None)

    @pytest.mark.parametrize(
        ("status", "by_job", "outcome"),
        [
            ("EXTERNAL_PROVIDER", False, Outcome.FEDERATED),
            ("UNCONFIRMED", True, Outcome.UNCONFIRMED),
            ("CONFIRMED", False, None),
            ("CONFIRMED", True, Outcome.UNFIT),
        ],
    )
    def test_who_is_left_out_has_an_outcome(self, status: str, by_job: bool, outcome: Outcome | None) -> None:
        unverified = UserRecord(status=status, attributes={"email": "ann@example.com"})

        assert Rules(TARGET, by_job=by_job).left_out(unverified) == outcome


class TestSource:
    def test_pool_is_described_without_what_is_not_exported(self) -> None:
        described = Scripted({"DescribeUserPool": [{"UserPool": POOL}, {"UserPool": {"SchemaAttributes": []}}]})
        source = UserSource(described.calls)

        assert source.describe() == (7, ["sub", "email", "name"])
        assert source.describe() == (0, [])

    def test_memberships_are_read_by_group_with_all_pages(self) -> None:
        scripted = Scripted(
            {
                "ListGroups": [{"Groups": [{"GroupName": "b"}], "NextToken": "g"}, {"Groups": [{"GroupName": "a"}]}],
                "ListUsersInGroup": [
                    {"Users": [{"Username": "1"}], "NextToken": "u"},
                    {"Users": [{"Username": "2"}]},
                    {"Users": [{"Username": "1"}]},
                ],
            }
        )
        groups = list[str]()

        assert UserSource(scripted.calls).memberships(groups.append) == {"1": ["b", "a"], "2": ["b"]}
        assert groups == ["b", "a"]
        assert scripted.received == [
            ("ListGroups", {"Limit": 60}),
            ("ListUsersInGroup", {"Limit": 60, "GroupName": "b"}),
            ("ListUsersInGroup", {"Limit": 60, "GroupName": "b", "NextToken": "u"}),
            ("ListGroups", {"Limit": 60, "NextToken": "g"}),
            ("ListUsersInGroup", {"Limit": 60, "GroupName": "a"}),
        ]

    def test_users_are_read_by_page_with_all_that_the_list_tells(self) -> None:
        identities = '[{"providerName": "Google", "userId": 5, "primary": false}]'
        attributes = {"sub": "1", "identities": identities, "custom:recovery_codes": "x"}
        full = {
            "Username": "1",
            "UserStatus": "CONFIRMED",
            "Enabled": False,
            "UserCreateDate": datetime(2026, 1, 2, tzinfo=UTC),
            "Attributes": [{"Name": name, "Value": value} for name, value in attributes.items()] + [{"Name": "name"}],
        }
        pages = [{"Users": [full], "PaginationToken": "2"}, {"PaginationToken": "3"}, {"Users": [{"Username": "2"}]}]
        scripted = Scripted({"ListUsers": pages})

        found = [*UserSource(scripted.calls).pages({"1": ["b", "a"]}, "1")]

        one = UserRecord(
            username="1",
            enabled=False,
            created="2026-01-02T00:00:00+00:00",
            attributes={"sub": "1"},
            groups=["a", "b"],
            links=[Link(provider="Google", user_id="5")],
        )
        assert found == [Page([one], "2"), Page([], "3"), Page([UserRecord(username="2", status="UNKNOWN")], None)]
        assert [request.get("PaginationToken") for _, request in scripted.received] == ["1", "2", "3"]
        assert {request["Limit"] for _, request in scripted.received} == {60}
        assert "PaginationToken" not in next(iter(_first_request()))


def _first_request() -> list[dict[str, Any]]:
    scripted = Scripted({})
    next(UserSource(scripted.calls).pages({}, None))
    return [request for _, request in scripted.received]

"""UserSource: reads the users of a pool. Uses only List operations, which bill no user as active."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from vestibule.cognito.attributes import pairs_by_name
from vestibule.cognito.bulk_users.pace import PacedCalls
from vestibule.cognito.bulk_users.record import BOUND_TO_SUB, Link, UserRecord

PAGE_SIZE = 60
NOT_EXPORTED = ("identities", *BOUND_TO_SUB)  # identities are in `links`

Memberships = dict[str, list[str]]
"""The names of a user's groups, by username."""


@dataclass(frozen=True)
class Page:
    """Users, and the token of the page after them."""

    users: list[UserRecord]
    next_token: str | None


@dataclass(frozen=True)
class UserSource:
    """The users of a pool."""

    calls: PacedCalls

    def describe(self) -> tuple[int, list[str]]:
        """How many users there are, roughly, and the names of their attributes (DescribeUserPool)."""
        pool = self.calls.call("DescribeUserPool")["UserPool"]
        names = [entry["Name"] for entry in pool["SchemaAttributes"] if entry["Name"] not in NOT_EXPORTED]
        return pool.get("EstimatedNumberOfUsers", 0), names

    def memberships(self, on_group: Callable[[str], None]) -> Memberships:
        """Everybody's groups: one list for each group, not one call for each user (ListUsersInGroup)."""
        found: Memberships = defaultdict(list)
        for group in self.calls.pages("ListGroups", "Groups", Limit=PAGE_SIZE):
            on_group(group["GroupName"])
            members = self.calls.pages("ListUsersInGroup", "Users", GroupName=group["GroupName"], Limit=PAGE_SIZE)
            for user in members:
                found[user["Username"]].append(group["GroupName"])
        return found

    def pages(self, memberships: Memberships, token: str | None) -> Iterator[Page]:
        """All users, from the page with this `token` (ListUsers). A page may be empty."""
        while True:
            position = {"PaginationToken": token} if token else {}
            answer = self.calls.call("ListUsers", Limit=PAGE_SIZE, **position)
            token = answer.get("PaginationToken")
            yield Page([_record(user, memberships) for user in answer.get("Users", [])], token)
            if token is None:
                return


def _record(user: dict[str, Any], memberships: Memberships) -> UserRecord:
    attributes = pairs_by_name(user.get("Attributes", []))
    return UserRecord(
        username=user["Username"],
        status=user.get("UserStatus", "UNKNOWN"),
        enabled=user.get("Enabled", True),
        created=user["UserCreateDate"].isoformat() if "UserCreateDate" in user else None,
        attributes={name: value for name, value in attributes.items() if name not in NOT_EXPORTED},
        groups=sorted(memberships.get(user["Username"], [])),
        links=_links(attributes.get("identities", "[]")),
    )


def _links(identities: str) -> list[Link]:
    """The attribute `identities`, which is JSON."""
    return [Link(provider=str(entry["providerName"]), user_id=str(entry["userId"])) for entry in json.loads(identities)]

"""UserCreation: creates users one by one, and completes users that an import job created."""

import secrets
import string
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from vestibule.cognito.admin.identities import POOL, SUBJECT
from vestibule.cognito.attributes import equality_filter, pairs_by_name
from vestibule.cognito.bulk_users.import_log import ImportLog, Outcome
from vestibule.cognito.bulk_users.pace import PacedCalls
from vestibule.cognito.bulk_users.record import UserRecord
from vestibule.cognito.bulk_users.target_pool import TargetPool
from vestibule.cognito.transport.aws import CallFailed

# Errors about one user: the others can be imported all the same.
ABOUT_ONE_USER = {
    *("InvalidParameterException", "InvalidParameter", "UsernameExistsException", "AliasExistsException"),
    *("UserLambdaValidationException", "InvalidPasswordException", "UnsupportedUserStateException"),
    *("UserNotFoundException", "InvalidLambdaResponseException", "UnexpectedLambdaException", "LimitExceededException"),
}
# Users with these statuses had proved their address: they may choose a new password by "forgot password".
ESTABLISHED = ("CONFIRMED", "RESET_REQUIRED")
MIN_PASSWORD = 40
MAX_CLOCK_DIFFERENCE_SECONDS = 60


@dataclass(frozen=True)
class UserCreation:
    """Creates users without sending them anything (AdminCreateUser, MessageAction SUPPRESS)."""

    calls: PacedCalls
    pool: TargetPool
    log: ImportLog
    clock: Callable[[], float] = field(default=time.time)

    def create(self, line: int, record: UserRecord) -> None:
        """Create the user unless the log says that it was done. Failures that concern only this user are logged."""
        if self.log.is_done(line):
            return
        earlier = self.log.entries.get(line)
        if earlier is None:
            self.log.record(line, Outcome.STARTED, self.clock())
        self._attempt(line, record, lambda: self._create(record, earlier.started_at if earlier else None))

    def leave_out(self, line: int, outcome: Outcome) -> None:
        """Note that the user of a line is not created."""
        if not self.log.is_done(line):
            self.log.record(line, outcome, self.clock())

    def complete(self, line: int, record: UserRecord, created_since: float) -> None:
        """Add groups, links and status to a user whom a job created after `created_since`, by Cognito's clock."""
        if self.log.is_done(line):
            return
        self._attempt(line, record, lambda: self._complete_new(record, created_since))

    def _attempt(self, line: int, record: UserRecord, action: Callable[[], str | None]) -> None:
        try:
            sub = action()
        except CallFailed as error:
            if error.code not in ABOUT_ONE_USER:
                raise
            # Cognito's message may quote values, the name of the error does not.
            self.log.record(line, Outcome.FAILED, self.clock(), operation=error.operation, error=error.code)
            return
        if sub is None:
            self.log.record(line, Outcome.EXISTS, self.clock())
            return
        subs = {"sub": sub, "old_sub": record.attributes.get("sub", "")}
        self.log.record(line, Outcome.IMPORTED, self.clock(), **{name: text for name, text in subs.items() if text})

    def _create(self, record: UserRecord, started_at: float | None) -> str | None:
        """The new user's sub; None if the user exists, and not because an interrupted import created it."""
        name, attributes = self.pool.sign_in_name(record), self.pool.writable(record)
        pairs = [{"Name": key, "Value": value} for key, value in attributes.items()]
        request = {"Username": name, "UserAttributes": pairs, "MessageAction": "SUPPRESS"}
        try:
            user = self.calls.call("AdminCreateUser", **request)["User"]
        except CallFailed as error:
            if error.code != "UsernameExistsException":
                raise
            if started_at is None:
                return None
            user = self._find(name)
            if not _is_new(user, started_at - MAX_CLOCK_DIFFERENCE_SECONDS):
                return None
        if record.status in ESTABLISHED and user["UserStatus"] == "FORCE_CHANGE_PASSWORD":
            self._set_unknown_password(name)
        self._complete(user["Username"], record)
        return _sub(user)

    def _complete_new(self, record: UserRecord, created_since: float) -> str | None:
        if record.enabled and not record.groups and not record.links:
            return ""
        user = self._find(self.pool.sign_in_name(record))
        if not _is_new(user, created_since):
            return None
        self._complete(user["Username"], record)
        return _sub(user)

    def _complete(self, username: str, record: UserRecord) -> None:
        if not record.enabled:
            self.calls.call("AdminDisableUser", Username=username)
        for group in record.groups:
            self.calls.call("AdminAddUserToGroup", Username=username, GroupName=group)
        destination = {"ProviderName": POOL, "ProviderAttributeValue": username}
        for link in record.links:
            source = {
                "ProviderName": link.provider,
                "ProviderAttributeName": SUBJECT,
                "ProviderAttributeValue": link.user_id,
            }
            self.calls.call("AdminLinkProviderForUser", DestinationUser=destination, SourceUser=source)

    def _find(self, name: str) -> Any:  # noqa: ANN401  AWS's own document
        """The user of this name (ListUsers: AdminGetUser would bill them as active). Raises CallFailed.

        The list is eventually consistent: a user who is not in it yet is found when the import is repeated.
        """
        query = {"Filter": equality_filter(self._attribute_of(name), name)}
        token: dict[str, str] = {}
        while True:
            answer = self.calls.call("ListUsers", **query, **token)
            if answer.get("Users"):
                return answer["Users"][0]
            if not answer.get("PaginationToken"):  # a page may be empty though others follow
                raise CallFailed("ListUsers", "UserNotFoundException", "")
            token = {"PaginationToken": answer["PaginationToken"]}

    def _attribute_of(self, name: str) -> str:
        if not self.pool.username_attributes:
            return "username"
        return "email" if "@" in name else "phone_number"

    def _set_unknown_password(self, name: str) -> None:
        """Confirm a user with a password that nobody knows: only the confirmed can choose one by "forgot password"."""
        classes = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!@#%&")
        rest = max(MIN_PASSWORD, self.pool.password_length) - len(classes)
        letters = [*map(secrets.choice, classes), *(secrets.choice(string.ascii_letters) for _ in range(rest))]
        password = "".join(letters)
        self.calls.call("AdminSetUserPassword", Username=name, Password=password, Permanent=True)


def _is_new(user: dict[str, Any], since: float) -> bool:
    """Whether the import created the user: not somebody older, nor one who signed up meanwhile and is unconfirmed."""
    return bool(user["UserCreateDate"].timestamp() >= since and user["UserStatus"] != "UNCONFIRMED")


def _sub(user: dict[str, Any]) -> str:
    return pairs_by_name(user["Attributes"]).get("sub", "")

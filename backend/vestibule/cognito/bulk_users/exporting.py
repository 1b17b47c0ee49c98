"""Exporting all users of a pool to a file."""

from collections.abc import Callable
from dataclasses import dataclass

from vestibule.cognito.bulk_users.export_file import Checkpoint, ExportFile
from vestibule.cognito.bulk_users.source import UserSource
from vestibule.cognito.transport.aws import CallFailed


@dataclass(frozen=True)
class Export:
    """One export.

    `on_total` gets the number of users, `on_group` the group that is read, `on_users` how many users are written.
    """

    source: UserSource
    file: ExportFile
    on_total: Callable[[int], None]
    on_group: Callable[[str], None]
    on_users: Callable[[int], None]

    def run(self) -> int:
        """Write the file; returns the number of users. Raises CallFailed.

        An interrupted export continues if Cognito still knows its position, which is valid for an hour. If not, it
        starts again.
        """
        total, attributes = self.source.describe()
        self.on_total(total)
        memberships = self.source.memberships(self.on_group)
        interrupted = self.file.checkpoint()
        try:
            done = self._write(memberships, interrupted or self.file.begin(attributes))
        except CallFailed as error:
            if interrupted is None or error.code != "InvalidParameterException":
                raise
            done = self._write(memberships, self.file.begin(attributes))
        self.file.finish()
        return done.users

    def _write(self, memberships: dict[str, list[str]], at: Checkpoint) -> Checkpoint:
        self.on_users(at.users)
        for page in self.source.pages(memberships, at.token or None):
            at = self.file.append(at, page)
            self.on_users(at.users)
        return at

"""One transaction for what several threads write at the same time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from vestibule.storage.group_commit import GroupCommit


class Commits:
    """Records the groups that are committed. The first waits until it is released; one that contains "bad" fails."""

    def __init__(self) -> None:
        self.groups: list[Sequence[str]] = []
        self.first_has_begun = Event()
        self.release_first = Event()

    def __call__(self, group: Sequence[str]) -> None:
        self.groups.append(group)
        if len(self.groups) == 1:
            self.first_has_begun.set()
            assert self.release_first.wait(10)
        if "bad" in group:
            raise ValueError("bad")


def write_during_a_commit(commits: Commits, items: Sequence[str]) -> list[BaseException | None]:
    """Write the items in a thread each while another commit lasts. Returns the error that each of them got."""
    queue = GroupCommit(commits)
    with ThreadPoolExecutor(1 + len(items)) as threads:
        first = threads.submit(queue.write, "first")
        assert commits.first_has_begun.wait(10)
        others = [threads.submit(queue.write, item) for item in items]
        while len(queue) < len(items):
            pass
        commits.release_first.set()
        first.result(10)
        return [other.exception(10) for other in others]


def test_what_is_written_during_a_commit_is_committed_together_by_the_next() -> None:
    commits = Commits()

    errors = write_during_a_commit(commits, ["a", "b", "c"])

    assert errors == [None] * 3
    assert [sorted(group) for group in commits.groups] == [["first"], ["a", "b", "c"]]


def test_everybody_whose_group_fails_learns_of_it_and_nobody_else() -> None:
    commits = Commits()

    errors = write_during_a_commit(commits, ["a", "bad"])

    assert [str(error) for error in errors] == ["bad", "bad"]
    assert len(commits.groups) == 2


def test_a_failed_commit_does_not_hinder_the_next() -> None:
    commits = Commits()
    commits.release_first.set()
    queue = GroupCommit(commits)

    with pytest.raises(ValueError, match="bad"):
        queue.write("bad")
    queue.write("good")

    assert commits.groups == [["bad"], ["good"]]

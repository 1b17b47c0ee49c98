"""GroupCommit: one transaction for what several threads write at the same time."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(eq=False)
class _Write(Generic[Item]):
    item: Item
    done: bool = False
    error: BaseException | None = None


class GroupCommit(Generic[Item]):
    """While one thread commits, others queue their items, and the next of them commits for all.

    A commit takes system calls, around which Python lets other threads run. Fifty sign-ins that each waited for their
    own commit spent more time on it than on Cognito.
    """

    def __init__(self, commit: Callable[[Sequence[Item]], object]) -> None:
        self._commit = commit
        self._lock = Lock()
        self._queue: deque[_Write[Item]] = deque()

    def __len__(self) -> int:
        """How many items wait."""
        return len(self._queue)

    def write(self, item: Item) -> None:
        """Return when the item is committed; raises what the commit of its group raised."""
        write = _Write(item)
        self._queue.append(write)
        with self._lock:
            if not write.done:
                self._commit_queue()
        if write.error is not None:
            raise write.error

    def _commit_queue(self) -> None:
        group = [self._queue.popleft() for _ in range(len(self._queue))]
        try:
            self._commit([write.item for write in group])
        except BaseException as error:  # noqa: BLE001  raised in each thread that waits
            for write in group:
                write.error = error
        finally:
            for write in group:
                write.done = True

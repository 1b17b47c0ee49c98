"""Importing the users of a file into a pool."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from vestibule.cognito.bulk_users import job_csv
from vestibule.cognito.bulk_users.creation import UserCreation
from vestibule.cognito.bulk_users.files import read_records
from vestibule.cognito.bulk_users.import_log import ImportLog, Outcome
from vestibule.cognito.bulk_users.jobs import Finished, ImportJobs, batches
from vestibule.cognito.bulk_users.pool_facts import FEDERATED, PoolFacts

MAX_PROBLEMS = 20


@dataclass
class Review:
    """What a file has, and the first problems in it, before anything is changed."""

    users: int = 0
    hashes: int = 0
    federated: int = 0
    groups: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def review(path: Path, facts: PoolFacts, *, by_job: bool, on_user: Callable[[int], None]) -> Review:
    """Read the whole file. Raises InvalidUserFile for what is no file of users."""
    found, names = Review(), dict[str, int]()
    for line, record in read_records(path):
        found.users += 1
        found.hashes += record.password_hash is not None
        found.federated += record.status == FEDERATED
        found.groups |= set(record.groups)
        problems = [*facts.problems(record)]
        if record.status != FEDERATED:
            problems += job_csv.problems(record, facts) if by_job else []
            name = facts.sign_in_name(record).casefold()
            if name and name in names:
                problems.append(f"is the user of line {names[name]} again")
            names.setdefault(name, line)
        found.problems += [f"line {line}: {problem}" for problem in problems]
        if len(found.problems) >= MAX_PROBLEMS:
            break
        on_user(found.users)
    return found


@dataclass(frozen=True)
class Import:
    """One import. `on_users` is told how many users are done; `jobs` is None if users are created one by one."""

    path: Path
    log: ImportLog
    creation: UserCreation
    jobs: ImportJobs | None
    on_users: Callable[[int], None]

    def run(self) -> list[Finished]:
        """Import every user whom the log does not say to be done. Raises CallFailed."""
        if self.jobs is None:
            for done, (line, record) in enumerate(read_records(self.path), start=1):
                self.creation.create(line, record)
                self.on_users(done)
            return []
        return list(self._run_jobs(self.jobs))

    def _run_jobs(self, jobs: ImportJobs) -> Iterator[Finished]:
        done = 0
        members = []
        for line, record in read_records(self.path):
            if record.status == FEDERATED:
                self.creation.create(line, record)  # only notes it
                done += 1
            else:
                members.append((line, record))
        for number, (algorithm, batch) in enumerate(batches(iter(members)), start=1):
            finished = jobs.run(f"vestibule-{number}", algorithm, batch, partial(self._on_job, done))
            for line, record in batch:
                self.creation.complete(line, record, finished.since)
            done += len(batch)
            self.on_users(done)
            yield finished

    def _on_job(self, before: int, count: int) -> None:
        self.on_users(before + count)


def summary(log: ImportLog) -> dict[Outcome, int]:
    """How many users have each outcome, without those that have none."""
    counts = {outcome: log.count(outcome) for outcome in Outcome}
    return {outcome: count for outcome, count in counts.items() if count}

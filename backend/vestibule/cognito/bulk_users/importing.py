"""Importing the users of a file into a pool."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from vestibule.cognito.bulk_users import job_csv
from vestibule.cognito.bulk_users.creation import UserCreation
from vestibule.cognito.bulk_users.files import read_records
from vestibule.cognito.bulk_users.import_log import ImportLog, Outcome
from vestibule.cognito.bulk_users.jobs import Finished, ImportJobs, batches
from vestibule.cognito.bulk_users.record import InvalidUserFile, UserRecord
from vestibule.cognito.bulk_users.target_pool import TargetPool

MAX_PROBLEMS = 20
# Statuses of users who are not created: a provider signs them in, and Cognito creates them then; or they never proved
# their address, which may be somebody else's.
LEFT_OUT = {"EXTERNAL_PROVIDER": Outcome.FEDERATED, "UNCONFIRMED": Outcome.UNCONFIRMED}


@dataclass(frozen=True)
class Rules:
    """Which users of a file can be created in a pool, one by one or by an import job."""

    pool: TargetPool
    by_job: bool

    def problems(self, record: UserRecord) -> list[str]:
        """Why the user cannot be created. There is no reason if nobody tries to."""
        if record.status in LEFT_OUT:
            return []
        return [*self.pool.problems(record), *(job_csv.problems(record, self.pool) if self.by_job else ())]

    def left_out(self, record: UserRecord) -> Outcome | None:
        """The outcome of a user who is not created."""
        return LEFT_OUT.get(record.status) or (Outcome.UNFIT if self.problems(record) else None)


@dataclass
class Review:
    """What a file has, and the first problems in it, before anything is changed. `groups` counts their new members."""

    users: int = 0
    hashes: int = 0
    unfit: int = 0
    groups: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def review(path: Path, rules: Rules, *, on_user: Callable[[int], None]) -> Review:
    """Read the whole file. Raises InvalidUserFile for what is no file of users, or has a user twice."""
    found, names = Review(), dict[str, int]()
    for line, record in read_records(path):
        found.users += 1
        found.hashes += record.password_hash is not None
        problems = rules.problems(record)
        found.unfit += bool(problems)
        if not problems and record.status not in LEFT_OUT:
            found.groups.update(record.groups)
        room = max(0, MAX_PROBLEMS - len(found.problems))
        found.problems += [f"line {line}: {problem}" for problem in problems[:room]]
        name = rules.pool.sign_in_name(record).casefold()
        if name and names.setdefault(name, line) != line:
            raise InvalidUserFile(line, f"is the user of line {names[name]} again")
        on_user(found.users)
    return found


@dataclass(frozen=True)
class Import:
    """One import. `on_users` gets the number of users that are done; `jobs` is None if users are created one by one."""

    path: Path
    rules: Rules
    log: ImportLog
    creation: UserCreation
    jobs: ImportJobs | None
    on_users: Callable[[int], None]

    def run(self) -> list[Finished]:
        """Import every user that the log does not list as done. Raises CallFailed."""
        if self.jobs is not None:
            return list(self._run_jobs(self.jobs))
        for done, (line, record) in enumerate(read_records(self.path), start=1):
            if not self._is_left_out(line, record):
                self.creation.create(line, record)
            self.on_users(done)
        return []

    def _is_left_out(self, line: int, record: UserRecord) -> bool:
        outcome = self.rules.left_out(record)
        if outcome is not None:
            self.creation.leave_out(line, outcome)
        return outcome is not None

    def _run_jobs(self, jobs: ImportJobs) -> Iterator[Finished]:
        users = list(read_records(self.path))
        members = [(line, record) for line, record in users if not self._is_left_out(line, record)]
        done = len(users) - len(members)
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

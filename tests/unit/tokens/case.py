"""One token of the corpus, and the expected result."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vestibule.errors import AppError, TokenInvalid


@dataclass(frozen=True)
class Case:
    """`error` is None for a token that must be accepted; tokens are signed when they are first needed."""

    name: str
    build: Callable[[], str]
    error: type[AppError] | None = TokenInvalid


def accepted(cases: Mapping[str, Callable[[], str]]) -> Iterable[Case]:
    return (Case(name, build, None) for name, build in cases.items())


def refused(cases: Mapping[str, Callable[[], str]]) -> Iterable[Case]:
    return (Case(name, build) for name, build in cases.items())

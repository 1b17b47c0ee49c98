"""The kinds of challenge: every subclass of Challenge in this package, and the unions of their steps and answers."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, Tag

from vestibule.cognito import challenges
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer, ChallengeStep
from vestibule.cognito.models import SignedIn

ChallengeKind: TypeAlias = type[Challenge[Any]]


def _find_kinds() -> list[ChallengeKind]:
    for module in pkgutil.iter_modules(challenges.__path__, f"{challenges.__name__}."):
        if module.name != __name__:
            importlib.import_module(module.name)
    return sorted(_kinds_below(Challenge), key=lambda kind: kind.kind)  # type: ignore[type-abstract]


def _kinds_below(base: ChallengeKind) -> Iterator[ChallengeKind]:
    for subclass in base.__subclasses__():
        if "kind" in vars(subclass):
            yield subclass
        yield from _kinds_below(subclass)


KINDS = {kind.kind: kind for kind in _find_kinds()}
KINDS_BY_COGNITO_NAME = {name: kind for kind in KINDS.values() for name in kind.cognito_names}


def _kind_of(step: SignedIn | ChallengeStep | dict[str, Any]) -> str:
    if isinstance(step, dict):
        return str(step.get("kind", "signed_in"))
    return str(getattr(step, "kind", "signed_in"))


# Built from the registry at run time. A type checker sees the base classes.
if TYPE_CHECKING:
    NextStep: TypeAlias = SignedIn | ChallengeStep
    AnyChallengeAnswer: TypeAlias = ChallengeAnswer
else:
    _steps = [Annotated[kind.step_model, Tag(kind.kind)] for kind in KINDS.values()]
    NextStep = Annotated[reduce(or_, _steps, Annotated[SignedIn, Tag("signed_in")]), Discriminator(_kind_of)]
    AnyChallengeAnswer = Annotated[
        reduce(or_, [kind.answer_model for kind in KINDS.values()]),
        Field(discriminator="kind"),
    ]

"""The kinds of challenge: every subclass of Challenge in this package, and the unions of their steps and answers."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import BaseModel, Discriminator, Field, Tag

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


def kind_of(step: BaseModel | dict[str, Any]) -> str:
    """What distinguishes a step: the kind of a challenge, or the status of everything else."""
    member = step.get if isinstance(step, dict) else partial(getattr, step)
    return str(member("kind", None) or member("status", "signed_in"))


def step_union(*others: type[BaseModel]) -> Any:  # noqa: ANN401  a type that is made at run time
    """The union of every challenge's step and of other models with a `status`, as an annotation."""
    steps = [Annotated[model, Tag(model.model_fields["status"].default)] for model in others]
    steps += [Annotated[kind.step_model, Tag(kind.kind)] for kind in KINDS.values()]
    return Annotated[reduce(or_, steps), Discriminator(kind_of)]


# Built from the registry at run time. A type checker sees the base classes.
if TYPE_CHECKING:
    NextStep: TypeAlias = SignedIn | ChallengeStep
    AnyChallengeAnswer: TypeAlias = ChallengeAnswer
else:
    NextStep = step_union(SignedIn)
    AnyChallengeAnswer = Annotated[
        reduce(or_, [kind.answer_model for kind in KINDS.values()]),
        Field(discriminator="kind"),
    ]

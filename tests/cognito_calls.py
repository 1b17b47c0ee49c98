"""CognitoCalls: in place of Cognito's gateways, for tests of what endpoints do with answers that are hard to get."""

import inspect
import sys
from collections.abc import Mapping
from functools import cached_property
from types import UnionType
from typing import Any, get_args

from vestibule.cognito.cognito import Cognito


class CognitoCalls:
    """Notes each call as `(name, arguments)`, such as `("admin.users.read", ("alice",))`, and answers by its name.

    An answer that is an exception is raised, a function is called with the arguments, and a call that is not in
    `answers` returns None. Keyword arguments follow the positional ones. `members` are no calls. Names that `of` does
    not have are an AttributeError, and arguments that its method does not take a TypeError.
    """

    def __init__(
        self,
        answers: Mapping[str, Any] | None = None,
        *,
        members: Mapping[str, Any] | None = None,
        of: type[Any] = Cognito,
    ) -> None:
        self.answers = dict(answers or {})
        self.members = dict(members or {})
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._of = of
        for name in self.answers:
            if "." in name:  # others are asked by tests themselves
                _walk(of, name)

    @property
    def names(self) -> list[str]:
        """The names of the calls, in their order."""
        return [name for name, _ in self.calls]

    def at(self, path: str = "") -> Any:
        """The gateway of this name."""
        return _Gateway(self, path, _walk(self._of, path))

    def answer(self, name: str, *arguments: Any) -> Any:
        """Note a call, and answer it."""
        self.calls.append((name, arguments))
        answer = self.answers.get(name)
        if isinstance(answer, BaseException):
            raise answer
        return answer(*arguments) if callable(answer) else answer


class _Gateway:
    """What `real` is: a class, a method, or what a method returns."""

    def __init__(self, cognito: CognitoCalls, path: str, real: Any) -> None:
        self._cognito = cognito
        self._path = path
        self._real = real

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}.{name}" if self._path else name
        real = member_of(_returned(self._real), name)
        members = self._cognito.members
        return members[path] if path in members else _Gateway(self._cognito, path, real)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if inspect.isfunction(self._real):
            inspect.signature(self._real).bind(self, *arguments, **named)
        return self._cognito.answer(self._path, *arguments, *named.values())


def member_of(owner: Any, name: str) -> Any:
    """A method of a class, or the class of a member. AttributeError if there is none."""
    for base in inspect.getmro(owner) if inspect.isclass(owner) else ():
        found = vars(base).get(name)
        if isinstance(found, cached_property):
            return _class_of(found.func.__annotations__["return"], base)
        if isinstance(found, property) and found.fget:
            return _class_of(found.fget.__annotations__["return"], base)
        if inspect.isfunction(found):
            return found
        if name in inspect.get_annotations(base):
            return _class_of(inspect.get_annotations(base)[name], base)
    raise AttributeError(f"{owner} has no {name}")


def _walk(owner: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        owner = member_of(_returned(owner), name)
    return owner


def _returned(real: Any) -> Any:
    return _class_of(real.__annotations__.get("return"), real) if inspect.isfunction(real) else real


def _class_of(annotation: Any, place: Any) -> Any:
    if isinstance(annotation, str):
        annotation = vars(sys.modules[place.__module__]).get(annotation)
    if isinstance(annotation, UnionType):
        return next(each for each in get_args(annotation) if each is not type(None))
    return annotation

"""CognitoCalls: in place of Cognito's gateways, for tests of what endpoints do with answers that are hard to get."""

from collections.abc import Mapping
from typing import Any


class CognitoCalls:
    """Notes each call as `(name, arguments)`, such as `("admin.users.read", ("alice",))`, and answers by its name.

    An answer that is an exception is raised, a function is called with the arguments, and a call that is not in
    `answers` returns None. Keyword arguments follow the positional ones. `members` are no calls.
    """

    def __init__(self, answers: Mapping[str, Any] | None = None, *, members: Mapping[str, Any] | None = None) -> None:
        self.answers = dict(answers or {})
        self.members = dict(members or {})
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    @property
    def names(self) -> list[str]:
        """The names of the calls, in their order."""
        return [name for name, _ in self.calls]

    def at(self, path: str = "") -> Any:
        """The gateway of this name."""
        return _Gateway(self, path)

    def answer(self, name: str, *arguments: Any) -> Any:
        """Note a call, and answer it."""
        self.calls.append((name, arguments))
        answer = self.answers.get(name)
        if isinstance(answer, BaseException):
            raise answer
        return answer(*arguments) if callable(answer) else answer


class _Gateway:
    def __init__(self, cognito: CognitoCalls, path: str) -> None:
        self._cognito = cognito
        self._path = path

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}.{name}" if self._path else name
        members = self._cognito.members
        return members[path] if path in members else _Gateway(self._cognito, path)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._cognito.answer(self._path, *arguments, *named.values())

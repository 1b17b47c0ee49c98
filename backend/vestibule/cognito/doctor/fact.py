"""fact: an attribute that is read from AWS when it is first used, and only once."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

from vestibule.cognito.doctor.fault import NotRead

Value = TypeVar("Value")


class fact(Generic[Value]):  # noqa: N801  a decorator, like functools.cached_property
    """A cached property that also remembers NotRead, so that a refused call is not repeated by each check."""

    def __init__(self, read: Callable[[Any], Value]) -> None:
        self._read = read
        self.__doc__ = read.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"  # not its own, which would hide this descriptor

    @overload
    def __get__(self, instance: None, owner: type) -> "fact[Value]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...
    def __get__(self, instance: object | None, owner: type) -> "fact[Value] | Value":
        """The value; NotRead if it cannot be read."""
        if instance is None:
            return self
        known = instance.__dict__
        if self._name not in known:
            try:
                known[self._name] = self._read(instance)
            except NotRead as reason:
                known[self._name] = reason
        value: Value | NotRead = known[self._name]
        if isinstance(value, NotRead):
            raise type(value)(str(value))
        return value

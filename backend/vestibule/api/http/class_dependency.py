"""Classes as dependencies, constructed on the event loop.

FastAPI calls a class in a thread, because its constructor may block. A sign-in has nine such dependencies, and the
switch to a thread and back takes more CPU than they do. A class whose constructor blocks uses FastAPI's own
`Depends()`.
"""

from collections.abc import Callable

from fastapi.params import Depends


def class_dependency(kind: Callable[..., object]) -> Depends:
    """Depend on an instance, as `Depends(kind)` does: the parameters of its constructor are its dependencies."""

    async def construct(**dependencies: object) -> object:
        return kind(**dependencies)

    construct.__wrapped__ = kind  # type: ignore[attr-defined]  # where `inspect.signature` finds the parameters
    return Depends(construct)

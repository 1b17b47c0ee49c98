"""Classes as dependencies of endpoints, constructed on the event loop.

FastAPI calls a class in a thread, because a call may block; the way to a thread and back costs more CPU than our
constructors. A class whose constructor blocks uses FastAPI's own `Depends()`.

Such a class takes the request, the response and the background tasks, and makes from them what it needs itself.
FastAPI solves a tree of dependencies again wherever it occurs, also if it has the result: forty nodes for a sign-in
took longer than its call to Cognito.
"""

from collections.abc import Callable

from fastapi.params import Depends


def class_dependency(kind: Callable[..., object]) -> Depends:
    """Depend on an instance, as `Depends(kind)` does: the parameters of its constructor are its dependencies."""

    async def construct(**dependencies: object) -> object:
        return kind(**dependencies)

    construct.__wrapped__ = kind  # type: ignore[attr-defined]  # where `inspect.signature` finds the parameters
    return Depends(construct)

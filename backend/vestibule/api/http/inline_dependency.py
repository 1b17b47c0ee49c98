"""Classes and functions as dependencies of endpoints, called on the event loop.

FastAPI calls a class or a `def` function in a thread, because the call may block; the way to a thread and back costs
more CPU than ours. What blocks uses FastAPI's own `Depends()`.

Such a class or function takes the request, the response and the background tasks, and makes from them what it needs
itself. FastAPI solves a tree of dependencies again wherever it occurs, also if it has the result: forty nodes for a
sign-in took longer than its call to Cognito.
"""

from collections.abc import Callable

from fastapi.params import Depends


def inline_dependency(call: Callable[..., object]) -> Depends:
    """Depend on the result, as `Depends(call)` does: the parameters of `call` are its dependencies."""

    async def inline(**dependencies: object) -> object:
        return call(**dependencies)

    inline.__wrapped__ = call  # type: ignore[attr-defined]  # where `inspect.signature` finds the parameters
    return Depends(inline)

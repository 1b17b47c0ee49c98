"""The type of a route's handler. Routes wrap theirs with checks, a deadline and the translation of errors."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

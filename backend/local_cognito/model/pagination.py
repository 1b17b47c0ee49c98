"""Pagination: opaque tokens that encode a position in a list."""

import base64
from collections.abc import Sequence
from typing import Any, TypeVar

from local_cognito.errors import InvalidParameterException

Item = TypeVar("Item")

DEFAULT_PAGE_SIZE = 60


def page(items: Sequence[Item], size: int | None, token: str | None) -> tuple[Sequence[Item], str | None]:
    """One page of a complete list, and the token of the next page if there is one."""
    start = position(token)
    end = start + (size or DEFAULT_PAGE_SIZE)
    return items[start:end], token_for(end) if end < len(items) else None


def next_page(token: str | None, name: str = "NextToken") -> dict[str, Any]:
    """The member of a response that leads to the next page; nothing after the last one."""
    return {name: token} if token else {}


def token_for(position: int) -> str:
    """The token for a position in a list."""
    return base64.urlsafe_b64encode(f"after:{position}".encode()).decode()


def position(token: str | None) -> int:
    """The position that a token encodes; 0 without one. Raises InvalidParameterException."""
    if token is None:
        return 0
    try:
        _, number = base64.urlsafe_b64decode(token.encode()).decode().split(":")
        return max(int(number), 0)
    except ValueError as error:
        raise InvalidParameterException("Invalid pagination token.") from error

"""Members and parameters of a sign-in by redirect."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

HOME = "/"

_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?:[/?#]|$)", re.IGNORECASE)


def _path_of_app(value: str) -> str:
    """The value, if a browser reads it as a path of this app. It drops tabs, and reads a backslash as a slash."""
    if not value.startswith("/") or value.startswith("//") or "\\" in value or not value.isprintable() or " " in value:
        raise ValueError("not a path of this app")
    if _DOT_SEGMENT.search(value):  # `/..//host`, once resolved, begins with two slashes
        raise ValueError("not a path of this app")
    return value


NextPath = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_path_of_app)]
"""A path of the app, to go to after the sign-in."""

ProviderName = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""The name of an identity provider in the pool; COGNITO is the pool itself."""

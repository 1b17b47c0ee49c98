"""Cookies of our own pages: `HttpOnly; SameSite=Strict`, so that no script reads them and no other site sends them."""

import re
from collections.abc import Iterator

from fastapi import Request, Response

from vestibule.api.services import services_of

SECURE_PREFIX, SECURE_PATH = "__Host-", "/"

_PREFIX = re.compile(r".*(?=/(?:auth|me)(?:/|$))")
"""Of a route's path: all before the name of the area. The prefix itself may contain that name."""


class StrictCookies:
    """Reads the request's cookies, and sets or deletes them on the response.

    With https they are also `Secure`, and the prefix `__Host-` keeps other hosts and plain http from setting them.
    Without, another application on this host may set a cookie of the same name, so a request can have several. Names
    are given without the prefix.
    """

    def __init__(self, request: Request, response: Response) -> None:
        self._request = request
        self._response = response
        self._secure = services_of(request).settings.secure_cookies
        self._prefix, self._path = (SECURE_PREFIX, SECURE_PATH) if self._secure else ("", _auth_path(request))

    def values(self, *names: str) -> list[str]:
        """The different values of these cookies, those with the most specific path first."""
        wanted = [self._prefix + name for name in names]
        return list(dict.fromkeys(value for name, value in _sent(self._request) if name in wanted))

    def names(self, start: str) -> list[str]:
        """The names that begin with `start`, in alphabetical order."""
        full_start = self._prefix + start
        found = {name for name, _ in _sent(self._request) if name.startswith(full_start)}
        return sorted(name.removeprefix(self._prefix) for name in found)

    def set(self, name: str, value: str, *, max_age: int) -> None:
        """Set a cookie for `max_age` seconds."""
        self._response.set_cookie(
            self._prefix + name,
            value,
            max_age=max_age,
            path=self._path,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def delete(self, name: str) -> None:
        """Delete a cookie."""
        self._response.delete_cookie(
            self._prefix + name, path=self._path, secure=self._secure, httponly=True, samesite="strict"
        )

    def keep_on_error(self) -> None:
        """Send the cookie that was set or deleted also if the request fails later: see `problems`."""
        self._request.state.set_cookie = self._response.headers["set-cookie"]


def _sent(request: Request) -> Iterator[tuple[str, str]]:
    """Every cookie's name and value. Of cookies with the same name, Starlette's own parser keeps only the last one."""
    for header in request.headers.getlist("cookie"):
        for cookie in header.split(";"):
            name, _, value = cookie.partition("=")
            yield name.strip(" \t"), value.strip(" \t").strip('"')


def _auth_path(request: Request) -> str:
    """The path of the authentication endpoints, `/api/auth`, or below another application's prefix."""
    found = _PREFIX.match(request.scope["route"].path)
    return f"{request.scope.get('root_path', '').rstrip('/')}{found[0] if found else ''}/auth"

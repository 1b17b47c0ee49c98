"""The URL of the pool's domain: from its prefix, from a host name, or as it is."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from vestibule.settings.hosts import is_loopback

CALLBACK_PATH = "/auth/callback"
"""The app client's callback URLs must contain the app's origin with this path."""
SIGNED_OUT_PATH = "/auth/signout"
"""The same for its sign-out URLs."""

_PREFIX = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def domain_url(value: str, region: str) -> str:
    """`my-app` → `https://my-app.auth.<region>.amazoncognito.com`; `auth.example.com` → `https://auth.example.com`."""
    if _PREFIX.fullmatch(value):
        return f"https://{value}.auth.{region}.amazoncognito.com"
    return value if "://" in value else f"https://{value}"


def _domain(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or value.rstrip("/") != f"{parts.scheme}://{parts.netloc}":
        raise ValueError("is not a domain prefix, a host name, or a URL without path")
    if not parts.hostname or "@" in parts.netloc or re.search(r"\s", value):
        raise ValueError("is not a domain prefix, a host name, or a URL without path")
    if parts.scheme == "http" and not is_loopback(value):
        raise ValueError("is http: codes and tokens are sent over https, except to the stand-in on this machine")
    return value.rstrip("/")


Domain = Annotated[str, AfterValidator(_domain)]

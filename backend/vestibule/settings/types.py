"""Types of settings: lists with commas, switches, URLs, origins."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode


def split_commas(value: object) -> object:
    """`a, b` → `("a", "b")`."""
    if not isinstance(value, str):
        return value
    return tuple(part for part in (piece.strip() for piece in value.split(",")) if part)


def _on_or_off(value: object) -> object:
    return {"on": True, "off": False}.get(value.lower(), value) if isinstance(value, str) else value


def is_http_url(value: str) -> bool:
    """Whether it is an http(s) URL with a host, and without query and fragment."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment


def _http_url(value: str) -> str:
    if not is_http_url(value):
        raise ValueError("is not an http(s) URL")
    return value.rstrip("/")


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if value == "*":
        raise ValueError("'*' would let every site use the API with its users' cookies: name the origins")
    if parts.scheme not in ("http", "https") or value != f"{parts.scheme}://{parts.netloc}" or "@" in value:
        raise ValueError(f"{value!r} is not an origin such as https://app.example.com")
    return value


Commas = (NoDecode, BeforeValidator(split_commas))
Names = Annotated[tuple[str, ...], *Commas]
Url = Annotated[str, AfterValidator(_http_url)]
Origin = Annotated[str, AfterValidator(_origin)]
Switch = Annotated[bool, BeforeValidator(_on_or_off)]

"""Local Cognito for tests, with keys that are used again: each takes 35 ms to make, and every pool has two."""

from itertools import count
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from local_cognito.crypto import keys
from local_cognito.http.app import create_app

KEYS = 20
"""Ten pools in a row have keys of their own. Key ids are never used again."""

_keys: list[bytes] = []
_used = count()


def create_cognito(data: Path, **options: Any) -> Starlette:
    """A server that stores its state in the file `data`; `options` are those of local Cognito's `create_app`."""
    return create_app(data, generate_key=generate_key, **options)


def generate_key() -> bytes:
    """One of a few keys, each made when it is first used."""
    if len(_keys) < KEYS:
        _keys.append(keys.generate())
        return _keys[-1]
    return _keys[next(_used) % KEYS]

"""Local Cognito for tests, and boto3 for it, with what takes long to make used again: keys, and boto3's session."""

import socket
import time
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import boto3
from starlette.applications import Starlette

from local_cognito.context import Clock
from local_cognito.crypto import keys
from local_cognito.http.app import create_app
from local_cognito.settings import Settings

KEYS = 20
"""Ten pools in a row have keys of their own. Key ids are never used again."""

_keys: list[bytes] = []
_used = count()


def create_cognito(
    data: Path, *, clock: Clock = time.time, smtp_listener: socket.socket | None = None, **settings: Any
) -> Starlette:
    """A server that stores its state in the file `data`."""
    chosen = Settings(data=data, **settings)
    return create_app(chosen, clock=clock, smtp_listener=smtp_listener, generate_key=generate_key)


def generate_key() -> bytes:
    """One of a few keys, each made when it is first used: it takes 35 ms, and every pool has two."""
    if len(_keys) < KEYS:
        _keys.append(keys.generate())
        return _keys[-1]
    return _keys[next(_used) % KEYS]


@cache
def aws_session() -> boto3.Session:
    """The session of the tests' clients. Each session reads the description of all endpoints of AWS, in 90 ms."""
    return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")

"""A pool that is only keys, served on loopback, and tokens signed with them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from tests.unit.tokens.forge import CLIENT_ID, key_set, pool_key, token, user_claims

POOL_ID = "us-east-1_Vestibule"
TOKEN_SECONDS = 4 * 3600


@dataclass(frozen=True)
class Pool:
    """The URL of its keys."""

    keys_url: str
    keys_file: Path

    @property
    def environment(self) -> dict[str, str]:
        """The settings for verifying its tokens: ours, and those that the peers read."""
        return {
            "COGNITO_USER_POOL_ID": POOL_ID,
            "COGNITO_CLIENT_ID": CLIENT_ID,
            "COGNITO_JWKS_URL": self.keys_url,
            "KEYS_FILE": str(self.keys_file),
        }


def access_token(number: int = 0) -> str:
    """A token of the user with this number, as long as Cognito's and valid for the whole run."""
    now = int(time.time())
    sub, ids = f"c4f8a4b8-7061-7045-9e4a-{number:012}", f"4000-8000-{number:012}"
    distinct = {name: f"{name[:4]}0000-0000-{ids}" for name in ("jti", "origin_jti", "event_id")}
    times = {"auth_time": now, "iat": now, "exp": now + TOKEN_SECONDS}
    return token(user_claims({"sub": sub, "username": sub, **distinct, **times}))


@contextmanager
def serving(folder: Path) -> Iterator[Pool]:
    """Serve the keys until the block ends."""
    document = key_set(pool_key())
    keys_file = folder / "keys.json"
    keys_file.write_bytes(document)

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with HTTPServer(("127.0.0.1", 0), Keys) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Pool(f"http://127.0.0.1:{server.server_port}/keys.json", keys_file)
        server.shutdown()

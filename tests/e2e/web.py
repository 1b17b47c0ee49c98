"""The built single-page app, served with the strict content security policy and with the API behind it."""

import fcntl
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from tests.children import child_process

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
BUILT = FRONTEND / "dist" / "index.html"
CONFIGURATION = ("security-headers", "tree-shaking", "vite.config")
SOURCES = ("src", "public", "first-paint", "index.html", "package-lock.json", *(f"{name}.ts" for name in CONFIGURATION))


def build(lock: Path) -> None:
    """Build the app if it is missing or older than its source; one worker builds, the others wait for `lock`."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not BUILT.exists() or BUILT.stat().st_mtime < _changed():
            subprocess.run(["npx", "vite", "build"], cwd=FRONTEND, check=True)


def _changed() -> float:
    places = [FRONTEND / name for name in SOURCES]
    files = chain(places, *(place.rglob("*") for place in places))
    return max(file.stat().st_mtime for file in files if file.is_file() and ".test." not in file.name)


@contextmanager
def serve_web(api_url: str) -> Iterator[str]:
    """Serve the built app on an ephemeral port, like `npm run preview`, during the block; yields its base URL."""
    ports = {"WEB_PORT": "0", "API_PORT": str(urlsplit(api_url).port)}
    plain = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | {"NO_COLOR": "1"}
    command: list[str | Path] = [FRONTEND / "node_modules" / ".bin" / "vite", "preview"]
    with child_process(command, cwd=FRONTEND, env=plain | ports, stdout=subprocess.PIPE, text=True) as process:
        yield _announced(process.stdout)


def _announced(lines: IO[str] | None) -> str:
    for line in lines or ():
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise RuntimeError("The app's server did not start; what it printed says why.")

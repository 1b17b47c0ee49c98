"""The three apps, built, and each served on the loopback: compressed, with the cache headers of a production server."""

import gzip
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.benchmarks.contenders import BENCH
from tests.servers import serve

HERE = Path(__file__).parent
FRONTEND = Path("frontend")
VITE = (FRONTEND / "node_modules" / ".bin" / "vite").absolute()
OURS, AMPLIFY, SUPABASE = "Vestibule", "Amplify UI", "Supabase auth-ui"
PEERS = {AMPLIFY: "amplify", SUPABASE: "supabase"}


@dataclass(frozen=True)
class App:
    """A built app: where its sign-in page is, and the field that a user waits for."""

    folder: Path
    path: str
    field: str

    def kilobytes(self, suffix: str) -> float:
        """The compressed size of all files of this kind, in kB (1,000 bytes)."""
        return sum(len(gzip.compress(file.read_bytes(), 9)) for file in self.folder.rglob(f"*{suffix}")) / 1000


def build() -> Mapping[str, App]:
    """Install and build what is missing or has changed."""
    subprocess.run(["npm", "run", "--silent", "build"], cwd=FRONTEND, check=True)
    for name in PEERS.values():
        _build_peer(HERE / "peers" / name, BENCH / "web" / name)
    return {
        OURS: App(FRONTEND / "dist", "/auth/login", "input[name=email]"),
        AMPLIFY: App(BENCH / "web" / "amplify" / "dist", "/", "input[name=username]"),
        SUPABASE: App(BENCH / "web" / "supabase" / "dist", "/", "input[name=email]"),
    }


def _build_peer(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    lock = "package-lock.json"
    installed = (target / "node_modules").exists() and (target / lock).read_bytes() == (source / lock).read_bytes()
    shutil.copytree(source, target, dirs_exist_ok=True)
    if not installed:
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=target, check=True)
    subprocess.run([VITE, "build", "--logLevel", "error"], cwd=target, check=True)


@contextmanager
def served(apps: Mapping[str, App], api_url: str) -> Iterator[Mapping[str, str]]:
    """Serve each app at its own origin, with the API behind `/api`; yields the URLs of the sign-in pages."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(serve(_server(app, api_url))) + app.path for name, app in apps.items()}


def _server(app: App, api_url: str) -> Starlette:
    files = {f"/{file.relative_to(app.folder)}": _response(file) for file in app.folder.rglob("*") if file.is_file()}
    client = httpx.AsyncClient(base_url=api_url)

    async def file(request: Request) -> Response:
        return files.get(request.url.path, files["/index.html"])

    async def api(request: Request) -> Response:
        headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
        answer = await client.request(request.method, request.url.path, headers=headers, content=await request.body())
        return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))

    return Starlette(routes=[Route("/api/{path:path}", api, methods=["GET", "POST"]), Route("/{path:path}", file)])


def _response(file: Path) -> Response:
    """Files with a hash in their names are cached forever; the others are requested at each visit."""
    caching = "public, max-age=31536000, immutable" if "assets" in file.parts else "no-cache"
    headers = {"Cache-Control": caching, "Content-Encoding": "gzip"}
    media_type = guess_type(file.name)[0] or "application/octet-stream"
    return Response(gzip.compress(file.read_bytes(), 9), headers=headers, media_type=media_type)

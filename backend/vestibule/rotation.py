"""SecretRotation: takes over new secrets while the API runs."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog

from vestibule.cognito.app.app_client import ClientSecret
from vestibule.settings import Settings, SettingsError
from vestibule.settings.secret_files import files_of
from vestibule.storage.secret_keys import SecretKeys

log = structlog.get_logger(__name__)

ROTATING = ("secret_key", "accepted_secret_keys", "cognito_client_secret")
CHECK_SECONDS = 2.0

Stamp = tuple[tuple[Path, int, int, int], ...]


class SecretRotation:
    """Reads the settings again when a file with one of ROTATING changes, and takes over these three alone.

    Docker and Kubernetes replace the files of secrets in place. An invalid setting keeps the secrets as they are.
    """

    def __init__(
        self, load: Callable[[], Settings], settings: Settings, secret_keys: SecretKeys, client_secret: ClientSecret
    ) -> None:
        self._load = load
        self._secret_keys = secret_keys
        self._client_secret = client_secret
        self._known = _rotating(settings)
        self._stamp = _stamp()
        self._task: asyncio.Task[None] | None = None

    def start(self, *, every: float = CHECK_SECONDS) -> None:
        """Check the files at this interval, until `aclose`."""
        self._task = asyncio.create_task(self._follow(every))

    async def aclose(self) -> None:
        """Stop checking."""
        if self._task:
            self._task.cancel()

    def check(self) -> None:
        """Take over the secrets if a file has changed."""
        stamp = _stamp()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            settings = self._load()
        except SettingsError:  # its text may quote other settings
            log.error("secrets.invalid", advice="`vestibule check` names the fault.")  # noqa: TRY400
            return
        if _rotating(settings) == self._known:
            return
        self._known = _rotating(settings)
        self._secret_keys.replace(settings.secret_key, *settings.accepted_secret_keys)
        self._client_secret.value = settings.cognito_client_secret
        log.info("secrets.replaced", accepted_secret_keys=len(settings.accepted_secret_keys))

    async def _follow(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            await asyncio.to_thread(self.check)


def _rotating(settings: Settings) -> tuple[object, ...]:
    return tuple(getattr(settings, name) for name in ROTATING)


def _stamp() -> Stamp:
    """What distinguishes a changed file from an unchanged one; a file that cannot be read has none."""
    found = []
    for path in files_of(ROTATING):
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((path, status.st_mtime_ns, status.st_ino, status.st_size))
    return tuple(found)

"""The API takes over secrets from files that change, and keeps what it has if a new one is invalid."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr

from tests.shared_store import until
from vestibule.cognito.app.app_client import ClientSecret
from vestibule.rotation import SecretRotation
from vestibule.settings import Settings, load_settings
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys

OLD, NEW = "q8Zr2Vw9Lx4Tn7Bm1Kc6Jd3Hf5Gs0PyA", "u7Yt4Re1Wq9Po2Il6Kj3Hg8Fd5Sa0ZxC"


class Api:
    """Secret files, and what an API that reads them has taken over."""

    def __init__(self, folder: Path) -> None:
        self.files = {name: folder / name for name in ("SECRET_KEY", "ACCEPTED_SECRET_KEYS", "COGNITO_CLIENT_SECRET")}
        self.write(SECRET_KEY=OLD, ACCEPTED_SECRET_KEYS="", COGNITO_CLIENT_SECRET="first")
        settings = load_settings()
        self.secret_keys = SecretKeys(settings.secret_key, *settings.accepted_secret_keys)
        self.client_secret = ClientSecret(settings.cognito_client_secret)
        self._rotation = SecretRotation(load_settings, settings, self.secret_keys, self.client_secret)

    def write(self, **values: str) -> None:
        """Replace files, as Kubernetes does: by new ones."""
        for name, value in values.items():
            new = self.files[name].with_suffix(".new")
            new.write_text(value)
            new.rename(self.files[name])

    def check(self) -> tuple[list[str], str | None]:
        """Look at the files; returns the valid keys and the client's secret."""
        self._rotation.check()
        secret = self.client_secret.value
        return [key.get_secret_value() for key in self.secret_keys.all], secret and secret.get_secret_value()


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.chdir(tmp_path)
    values = {
        "COGNITO_USER_POOL_ID": "eu-west-1_AbCdEf123",
        "COGNITO_CLIENT_ID": "client",
        "ENVIRONMENT": "production",
        "STORE_URL": "sqlite:///store.sqlite3",
        "SECRET_KEY_FILE": str(tmp_path / "SECRET_KEY"),
        "ACCEPTED_SECRET_KEYS_FILE": str(tmp_path / "ACCEPTED_SECRET_KEYS"),
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    # `.env` may name files too.
    Path(".env").write_text(f"COGNITO_CLIENT_SECRET_FILE={tmp_path / 'COGNITO_CLIENT_SECRET'}\n")
    return Api(tmp_path)


def test_nothing_changes_without_a_change_of_a_file(api: Api) -> None:
    assert api.check() == ([OLD], "first")


def test_a_rotation_goes_over_two_valid_keys_to_the_new_one(api: Api) -> None:
    both, steps = f"{OLD},{NEW}", []
    for current, accepted in ((OLD, both), (NEW, both), (NEW, "")):
        api.write(SECRET_KEY=current, ACCEPTED_SECRET_KEYS=accepted)
        steps.append(api.check()[0])

    assert steps == [[OLD, NEW], [NEW, OLD], [NEW]]


def test_a_new_client_secret_is_taken_over(api: Api) -> None:
    api.write(COGNITO_CLIENT_SECRET="second")

    assert api.check() == ([OLD], "second")


@pytest.mark.parametrize("invalid", ["", "short", "changeme" * 5])
def test_an_invalid_key_keeps_the_secrets_until_it_is_corrected(api: Api, invalid: str) -> None:
    api.write(SECRET_KEY=invalid, COGNITO_CLIENT_SECRET="second")
    with structlog.testing.capture_logs() as logged:
        kept = api.check()
    api.write(SECRET_KEY=NEW)

    assert kept == ([OLD], "first")
    assert [entry["event"] for entry in logged] == ["secrets.invalid"]
    assert api.check() == ([NEW], "second")


def test_a_file_that_is_gone_keeps_the_secrets(api: Api) -> None:
    api.files["SECRET_KEY"].unlink()

    assert api.check() == ([OLD], "first")


def test_no_secret_is_logged_or_shown(api: Api) -> None:
    api.write(SECRET_KEY=NEW, COGNITO_CLIENT_SECRET="second")
    with structlog.testing.capture_logs() as logged:
        api.check()

    for text in (str(logged), repr(api.client_secret), repr(api.secret_keys.all)):
        assert not any(secret in text for secret in (OLD, NEW, "second"))


def test_a_digest_is_made_with_the_first_key_and_found_under_all() -> None:
    keys = SecretKeys(SecretStr(OLD))
    digest = KeyedDigest(keys, "records")
    before = digest("alice")

    keys.replace(SecretStr(NEW), SecretStr(OLD))

    assert digest("alice") != before
    assert digest.all("alice") == [digest("alice"), before]


def test_settings_are_read_again_only_when_a_file_has_changed(api: Api) -> None:
    reads: list[Settings] = []

    def load() -> Settings:
        reads.append(load_settings())
        return reads[-1]

    rotation = SecretRotation(load, load_settings(), api.secret_keys, api.client_secret)
    counts, keys = [], api.secret_keys.all
    for accepted in (None, "", NEW):
        if accepted is not None:
            api.write(ACCEPTED_SECRET_KEYS=accepted)
        for _ in range(2):
            rotation.check()
        counts.append((len(reads), api.secret_keys.all is keys))

    assert counts == [(0, True), (1, True), (2, False)]


def test_a_file_that_is_changed_in_place_is_noticed(api: Api) -> None:
    api.files["COGNITO_CLIENT_SECRET"].write_text("second")

    assert api.check() == ([OLD], "second")


def test_files_are_checked_until_the_api_ends(api: Api) -> None:
    settings = load_settings()
    rotation = SecretRotation(load_settings, settings, api.secret_keys, api.client_secret)

    async def rotate() -> list[asyncio.Task[object]]:
        others = asyncio.all_tasks()
        rotation.start(every=0.001)
        api.write(COGNITO_CLIENT_SECRET="second")
        await until(lambda: api.client_secret.value != settings.cognito_client_secret, within=10)
        await rotation.aclose()
        await asyncio.wait(asyncio.all_tasks() - others, timeout=5)
        return [*(asyncio.all_tasks() - others)]

    assert asyncio.run(rotate()) == []
    asyncio.run(SecretRotation(load_settings, settings, api.secret_keys, api.client_secret).aclose())


def test_files_of_settings_under_a_prefix_are_followed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SECRET_KEY", "COGNITO_CLIENT_SECRET"):
        monkeypatch.setenv(f"MY_{name}_FILE", name)
    Path(".env").write_text("MY_COGNITO_USER_POOL_ID=eu-west-1_AbCdEf123\nMY_COGNITO_CLIENT_ID=client\n")
    load = partial(load_settings, "MY_")
    Path("SECRET_KEY").write_text(OLD)
    Path("COGNITO_CLIENT_SECRET").write_text("first")
    settings, secret = load(), ClientSecret(None)
    rotation = SecretRotation(load, settings, SecretKeys(settings.secret_key), secret)

    Path("COGNITO_CLIENT_SECRET").write_text("the second")
    rotation.check()

    assert secret.value == SecretStr("the second")

"""Settings from files, which is how Docker and Kubernetes provide secrets."""

from pathlib import Path

import pytest

from vestibule.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A pool in the environment, and a directory without `.env`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGNITO_USER_POOL_ID", "us-east-1_Vestibule")
    monkeypatch.setenv("COGNITO_CLIENT_ID", "vestibulelocal")


def test_setting_is_read_from_the_file_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("a key of our own, long enough to use\n")
    monkeypatch.setenv("SECRET_KEY_FILE", "key")

    assert load_settings().secret_key.get_secret_value() == "a key of our own, long enough to use"


def test_setting_is_read_from_the_file_that_dotenv_names(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of the client")
    (tmp_path / ".env").write_text("COGNITO_CLIENT_SECRET_FILE=secret\n")
    secret = load_settings().cognito_client_secret

    assert secret
    assert secret.get_secret_value() == "of the client"


def test_setting_overrides_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "level").write_text("DEBUG")
    monkeypatch.setenv("LOG_LEVEL_FILE", "level")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")

    assert load_settings().log_level == "ERROR"


def test_empty_file_keeps_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COGNITO_CLIENT_SECRET_FILE", "/dev/null")

    assert load_settings().cognito_client_secret is None


def test_unreadable_file_stops_the_start_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", "missing/key")

    with pytest.raises(SettingsError, match="missing/key: No such file or directory"):
        load_settings()

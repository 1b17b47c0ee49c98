"""Variables for the tests of settings, and functions that load them."""

from pathlib import Path

import pytest

from vestibule.settings import Settings, SettingsError, load_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
POOL = {"COGNITO_USER_POOL_ID": "eu-west-1_AbCdEf123", "COGNITO_CLIENT_ID": "abc123"}
SECRET = "uCq7hV3mZr0LwXbN9tKd2sPjEyG5fA8o"
SAFE = POOL | {"ENVIRONMENT": "production", "SECRET_KEY": SECRET, "CORS_ORIGINS": "https://app.example.com"}
LOOPBACK_HOSTS = (
    *("localhost", "LOCALHOST", "localhost.", "app.localhost", "localhost.localdomain", "ip6-localhost", "%6cocalhost"),
    *("127.0.0.1", "127.0.0.2", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0", "169.254.169.254"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1]"),
    *("[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
    *("\uff4cocalhost", "\uff11\uff12\uff17.0.0.1", "127\u30020\u30020\u30021", "local\u200bhost", "localho\u00adst"),
)


def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env`, and none of the machine's own settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def load(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def faults(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, variables)
    first, *lines = str(caught.value).splitlines()
    assert first == "The settings cannot be used:"
    return [line.strip() for line in lines]

"""The bounds of every number among the settings, and the defaults that `.env.example` documents."""

import re
from pathlib import Path

import pytest

from local_cognito import settings as local_cognito
from tests.unit.settings_cases import EXAMPLE, POOL, clean_environment, faults, load
from vestibule.settings import Settings

BOUNDS = {
    "API_PORT": (1, 65_535),
    "API_WORKERS": (1, 64),
    "API_THREADS": (1, 1000),
    "JWKS_TTL_SECONDS": (10, 86_400),
    "TOKEN_LEEWAY_SECONDS": (0, 60),
    "TRUSTED_BROWSER_DAYS": (0, 365),
    "RESEND_WAIT_SECONDS": (0, 3600),
    "PASSWORD_MINIMUM_LENGTH": (6, 99),
    "REFRESH_TOKEN_SECONDS": (3600, 3650 * 86_400),
}
LOCAL_COGNITO_BOUNDS = {
    "PORT": (0, 65_535),
    "SMTP_PORT": (0, 65_535),
    "ACCESS_TOKEN_SECONDS": (1, 86_400),
    "MFA_ATTEMPTS": (1, 1000),
    "PASSWORD_HASH_KIB": (8, 1024 * 1024),
}
DOCUMENTED = {
    name: value for name, value in re.findall(r"^#([A-Z_]+)=(.+)$", EXAMPLE.read_text(), re.MULTILINE) if value
}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean_environment(monkeypatch, tmp_path)


def test_every_whole_number_has_bounds_here() -> None:
    assert {name for name, field in Settings.model_fields.items() if field.annotation is int} == {
        name.lower() for name in BOUNDS
    }


@pytest.mark.parametrize(("name", "bounds"), BOUNDS.items(), ids=BOUNDS)
def test_numbers_are_accepted_within_their_bounds_only(
    monkeypatch: pytest.MonkeyPatch, name: str, bounds: tuple[int, int]
) -> None:
    lowest, highest = bounds

    assert [getattr(load(monkeypatch, POOL | {name: str(value)}), name.lower()) for value in bounds] == [*bounds]
    for value in (lowest - 1, highest + 1, "many", f"{lowest}.5"):
        assert [line.partition(":")[0] for line in faults(monkeypatch, POOL | {name: str(value)})] == [name]


@pytest.mark.parametrize(("value", "accepted"), [("0", False), ("0.1", True), ("7.5", True), ("7.6", False)])
def test_cognito_must_answer_within_the_time_of_a_request(
    monkeypatch: pytest.MonkeyPatch, value: str, accepted: bool
) -> None:
    variables = POOL | {"COGNITO_TIMEOUT_SECONDS": value}

    if accepted:
        assert load(monkeypatch, variables).cognito_timeout_seconds == float(value)
    else:
        assert len(faults(monkeypatch, variables)) == 1


@pytest.mark.parametrize("name", LOCAL_COGNITO_BOUNDS)
def test_numbers_of_local_cognito_are_accepted_within_their_bounds_only(name: str) -> None:
    variable, (lowest, highest) = f"LOCAL_COGNITO_{name}", LOCAL_COGNITO_BOUNDS[name]

    for value in (lowest, highest):
        assert getattr(local_cognito.from_environment({variable: str(value)}), name.lower()) == value
    for value in (lowest - 1, highest + 1, "many", f"{highest}.0", "\u0663"):
        with pytest.raises(local_cognito.SettingsError, match=variable):
            local_cognito.from_environment({variable: str(value)})


def test_documented_defaults_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = load(monkeypatch, POOL)
    fields = Settings.model_fields.items()
    with_default = {name for name, field in fields if not field.is_required() and field.default not in (None, "", ())}

    documented = {name.upper(): DOCUMENTED[name.upper()] for name in with_default - {"secret_key"}}

    assert load(monkeypatch, POOL | documented) == defaults


def test_documented_defaults_of_local_cognito_are_the_defaults() -> None:
    examples = {"LOCAL_COGNITO_TRIGGERS", "LOCAL_COGNITO_SMTP_PORT", "LOCAL_COGNITO_DOMAIN", "LOCAL_COGNITO_APP_URLS"}
    documented = {name: value for name, value in DOCUMENTED.items() if name not in examples}

    assert local_cognito.from_environment(documented) == local_cognito.from_environment({}) == local_cognito.Settings()

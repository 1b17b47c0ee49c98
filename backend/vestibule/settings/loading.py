"""Loads the settings, or stops with one readable line for each fault."""

import difflib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from dotenv import dotenv_values
from pydantic import ValidationError

from vestibule.settings.secret_files import ENV_FILE, SUFFIX
from vestibule.settings.settings import Settings

WRONG_ENCODING = "is not UTF-8; save it in that encoding (in PowerShell: Out-File -Encoding utf8)"
MIN_NAME = 6
"""Shorter names are too often similar by chance."""
OTHER_PROGRAMS = ("LOCAL_COGNITO_", "WEB_")
"""How the names of other programs' settings in the same `.env` begin."""
SIMILAR = {"file": 0.82, "environment": 0.9}
"""How similar an unknown name must be to count as misspelt: other programs have names in the environment too."""

MISSING = {
    "COGNITO_USER_POOL_ID": "is missing; the AWS console shows it under Cognito → User pools → Overview",
    "COGNITO_CLIENT_ID": "is missing; the AWS console shows it under Cognito → User pools → App clients",
}
"""Where to find what has no default. An application that embeds us has no .env.example."""

PLACEHOLDERS: Mapping[str, object] = {
    "cognito_user_pool_id": "us-east-1_placeholder",
    "cognito_region": "us-east-1",
    "cognito_client_id": "placeholder",
}


class SettingsError(SystemExit):
    """The settings are invalid; the message has one line for each fault."""


def load_settings(env_prefix: str = "") -> Settings:
    """Read the settings, each under its name after `env_prefix`. Raises SettingsError with all faults."""
    if lines := [*_faults(env_prefix)]:
        raise SettingsError("\n".join(["The settings cannot be used:", *(f"  {line}" for line in lines)]))
    return Settings(_env_prefix=env_prefix)


def read_env_file(path: Path) -> dict[str, str]:
    """Return the values of a `.env` file that are not empty. Raises SettingsError if it is not UTF-8."""
    try:
        check_env_file(path)
    except UnicodeError:
        raise SettingsError(f"{path}: {WRONG_ENCODING}") from None
    return {name: value for name, value in dotenv_values(path, encoding="utf-8-sig").items() if value}


def _faults(env_prefix: str) -> Iterator[str]:
    try:
        check_env_file(ENV_FILE)
        lines = [*_misspelt_names(env_prefix), *_invalid_values(env_prefix)]
        by_name = {line.partition(": ")[0]: line for line in reversed(lines)}
    except UnicodeError:
        yield f"{ENV_FILE}: {WRONG_ENCODING}"
    except OSError as error:
        yield f"{error.filename}: {error.strerror}"
    else:
        yield from (f"{env_prefix}{line}" for line in reversed(by_name.values()))


def check_env_file(path: Path) -> None:
    """Raise UnicodeError if the file is not UTF-8. UTF-16 of ASCII is valid UTF-8, with NULs."""
    if path.is_file() and "\0" in path.read_text("utf-8"):
        raise UnicodeError("NUL in a text file")


def _invalid_values(env_prefix: str) -> Iterator[str]:
    """Validate twice: pydantic compares settings with each other only if each one is valid."""
    try:
        Settings(_env_prefix=env_prefix)
    except ValidationError as error:
        yield from _lines(error)
        invalid = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
        if invalid:
            yield from _inconsistencies(invalid, env_prefix)


def _inconsistencies(invalid: set[str], env_prefix: str) -> Iterator[str]:
    """Validate again with the invalid values replaced."""
    if "cognito_user_pool_id" in invalid:
        invalid |= {"cognito_region"}
    fields = Settings.model_fields
    replaced = {name: PLACEHOLDERS.get(name, fields[name].default) for name in invalid if name in fields}
    try:
        Settings(_env_prefix=env_prefix, **replaced)  # type: ignore[arg-type]  # each by its own name
    except ValidationError as error:
        yield from _lines(error)


def _lines(error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        name = str(fault["loc"][0]).upper() if fault["loc"] else ""
        reason = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "missing":
            reason = MISSING.get(name, "is missing")
        yield from [f"{name}: {reason}"] if name else reason.split("\n")


def _misspelt_names(env_prefix: str) -> Iterator[str]:
    """Names that are nearly, but not quite, a setting's."""
    settings = [name.upper() for name in Settings.model_fields]
    for where, names in (("file", dotenv_values(ENV_FILE, encoding="utf-8-sig")), ("environment", os.environ)):
        for name in names:
            if not name.upper().startswith(env_prefix.upper()):
                continue
            unprefixed = name[len(env_prefix) :]
            plain = unprefixed.upper().removesuffix(SUFFIX.upper())
            if plain in settings or len(plain) < MIN_NAME or plain.startswith(OTHER_PROGRAMS):
                continue
            if similar := difflib.get_close_matches(plain, settings, 1, SIMILAR[where]):
                yield f"{unprefixed}: is not a setting; {env_prefix}{similar[0]} is"

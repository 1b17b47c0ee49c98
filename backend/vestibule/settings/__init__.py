"""Typed, frozen settings from the environment and `.env`; production refuses unsafe ones at start."""

from vestibule.settings.loading import SettingsError, load_settings, read_env_file
from vestibule.settings.pool import PoolDefaults
from vestibule.settings.secret_strength import DEVELOPMENT_SECRET
from vestibule.settings.settings import Settings

__all__ = ["DEVELOPMENT_SECRET", "PoolDefaults", "Settings", "SettingsError", "load_settings", "read_env_file"]

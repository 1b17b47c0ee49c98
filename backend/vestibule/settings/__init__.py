"""Typed, frozen settings from the environment and `.env`; unsafe combinations are refused at start."""

from vestibule.settings.settings import DEVELOPMENT_SECRET, PoolFacts, Settings, SettingsError, load_settings

__all__ = ["DEVELOPMENT_SECRET", "PoolFacts", "Settings", "SettingsError", "load_settings"]

"""Calls to Cognito, and the translation of its responses and errors."""

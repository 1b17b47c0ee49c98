"""`python -m vestibule`."""

from vestibule.cli import app

app()

"""`python -m vestibule`, and the command `vestibule`."""

from vestibule.cli import app

if __name__ == "__main__":
    app()

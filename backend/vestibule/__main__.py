"""`python -m vestibule`, and the command `vestibule`."""

import gc

gc.disable()  # until the command or, in a worker process, the application is imported: see server/gc_pause.py

from vestibule.cli import app  # noqa: E402

if __name__ == "__main__":
    app()

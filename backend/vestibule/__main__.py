"""`python -m vestibule`, and the command `vestibule`."""

import gc

gc.disable()  # collections during the imports find nothing and take an eighth of the start

from vestibule.cli import app  # noqa: E402

gc.freeze()  # modules are never freed, so later collections need not walk over them
gc.enable()

if __name__ == "__main__":
    app()

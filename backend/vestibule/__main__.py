"""`python -m vestibule`, and the command `vestibule`."""

import gc

gc.disable()  # to look for garbage among what is being loaded takes an eighth of the start, and finds none

from vestibule.cli import app  # noqa: E402

gc.freeze()  # it all stays for good, so no later look need walk over it again
gc.enable()

if __name__ == "__main__":
    app()

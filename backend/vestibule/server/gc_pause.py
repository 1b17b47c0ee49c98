"""No garbage collections while modules are imported."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collection() -> Iterator[None]:
    """Collect no garbage during the block, and never look at what it leaves in memory.

    Modules and models are not garbage: collections while they are made take a sixth of the start and find nothing.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()

"""The console of the commands. rich omits colours where there is no terminal, and if NO_COLOR is set."""

from rich.console import Console


def console(*, stderr: bool = False) -> Console:
    """A console. Lines are not cut where the output is not a terminal, such as a log of CI."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True)

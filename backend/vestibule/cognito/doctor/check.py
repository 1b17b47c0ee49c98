"""Check: one fault that a pool can have, and how to find and fix it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity

Find = Callable[[Facts], Iterator[Fault]]


@dataclass(frozen=True)
class Check:
    """One entry of the registry. `find` raises NotRead if it needs a fact that cannot be read.

    `id` is stable: scripts ignore checks by it. `title` states the fault, and `effect` what users notice. A cheap check
    needs at most one call without a signature, two HTTP requests, and the descriptions of pool and client; it also runs
    in the API.
    """

    number: int
    id: str
    severity: Severity
    title: str
    effect: str
    find: Find
    cheap: bool = False


def check(
    number: int, check_id: str, severity: Severity, *, effect: str, cheap: bool = False
) -> Callable[[Find], Check]:
    """Make a check of the function that finds the fault; its docstring is the title."""

    def make(find: Find) -> Check:
        return Check(number, check_id, severity, (find.__doc__ or "").strip(), effect, find, cheap)

    return make

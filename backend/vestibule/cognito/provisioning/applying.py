"""apply_plan: carry out a plan, and prove it by reading the pool again."""

from collections.abc import Callable
from dataclasses import dataclass

from vestibule.cognito.provisioning.plan import Effect, Ids, Plan, Step
from vestibule.cognito.provisioning.planner import Planner
from vestibule.cognito.provisioning.pool_state import PoolState

REREAD_PAUSES_SECONDS = (1, 2, 4)
"""What was just created may not be listed at once."""

CREATES = (Effect.ADDED, Effect.NEW_CLIENT)


@dataclass(frozen=True)
class Applied:
    """The pool after a plan was carried out."""

    state: PoolState | None
    ids: Ids
    remaining: Plan
    """What still differs; empty if the pool is as the file declares it."""


def apply_plan(
    planner: Planner,
    plan: Plan,
    ids: Ids,
    *,
    on_step: Callable[[Step], None],
    on_pool: Callable[[Ids], None],
) -> Applied:
    """Carry out the steps in order, then read the pool again. Raises CallFailed; applying again continues.

    `on_step` gets each step before it is taken, and `on_pool` the pool's id as soon as there is one.
    """
    for step in plan.steps:
        had_pool = bool(ids.pool_id)
        _take(planner, step, ids, on_step)
        if ids.pool_id and not had_pool:
            on_pool(ids)
    applied = _read_again(planner.at(ids))
    # One call may have reset what another had set: set it again, unless somebody would have to be asked.
    again = [step for step in applied.remaining.steps if step.effect not in CREATES and not step.losses]
    if not again:
        return applied
    for step in again:
        _take(planner, step, applied.ids, on_step)
    return _read_again(planner.at(applied.ids))


def _take(planner: Planner, step: Step, ids: Ids, on_step: Callable[[Step], None]) -> None:
    on_step(step)
    response = planner.aws.call(step.operation, service=step.service, **step.request(ids))
    if step.created:
        step.created(ids, response)


def _read_again(planner: Planner) -> Applied:
    """Read and compare; once more after a pause if something that was created is not there yet."""
    for pause in (*REREAD_PAUSES_SECONDS, None):
        state, ids = planner.read()
        remaining = planner.plan(state, ids)
        if pause is None or not any(step.effect in CREATES for step in remaining.steps):
            return Applied(state, ids, remaining)
        planner.aws.sleep(pause)
    raise AssertionError("unreachable")

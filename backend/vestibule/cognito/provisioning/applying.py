"""apply_plan: carry out a plan, and prove it by reading the pool again."""

from collections.abc import Callable
from dataclasses import dataclass

from vestibule.cognito.provisioning.plan import Ids, Plan, Step
from vestibule.cognito.provisioning.planner import Planner
from vestibule.cognito.provisioning.pool_state import PoolState

MAX_ROUNDS = 2
"""Reading back can show that one call reset what another had set; a second round sets it again."""


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

    `on_step` is told of each step before it is taken, and `on_pool` of the pool's id as soon as there is one.
    """
    for _ in range(MAX_ROUNDS):
        for step in plan.steps:
            on_step(step)
            had_pool = bool(ids.pool_id)
            response = planner.aws.call(step.operation, service=step.service, **step.request(ids))
            if step.created:
                step.created(ids, response)
            if ids.pool_id and not had_pool:
                on_pool(ids)
        planner = planner.at(ids)
        state, ids = planner.read()
        plan = planner.plan(state, ids)
        if plan.is_empty or any(step.losses for step in plan.steps):
            break
    return Applied(state, ids, plan)

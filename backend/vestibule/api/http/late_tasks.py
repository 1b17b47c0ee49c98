"""Background tasks that FastAPI would drop: the endpoint failed after it had added them, or took too long."""

from fastapi import BackgroundTasks, Request


def keep_tasks(request: Request, tasks: BackgroundTasks) -> None:
    """Have the tasks run after an error too. If the endpoint responds, FastAPI runs them."""
    request.state.late_tasks = tasks


async def run_late_tasks(request: Request) -> None:
    """Run the tasks that have been added by now, each once."""
    tasks: BackgroundTasks | None = getattr(request.state, "late_tasks", None)
    while tasks is not None and tasks.tasks:
        await tasks.tasks.pop(0)()

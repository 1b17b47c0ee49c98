"""Plans as they are shown, with the requests of their steps; `compiled/plans.txt` has that of each case.

After a change that is meant: `python -m tests.provisioning.planning`.
"""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.provisioning.compiling import FOLDER
from tests.provisioning.described import described, ids_of, planner, state_of
from tests.provisioning.plan_cases import CASES, GONE
from vestibule.cli.pool.rendering import show_plan
from vestibule.cognito.provisioning.parts.clients import existing
from vestibule.pool_file import parse_pool_file

PLANNED = Path(__file__).with_name("planned.toml").read_text("utf-8")
PLANS = FOLDER / "plans.txt"


def planned(name: str) -> str:
    """The plan of a case, and the request of each step."""
    case = CASES[name]
    documents = described(parse_pool_file(PLANNED, local=False), FOLDER)
    for path, value in case.documents.items():
        _set(documents, path, value)
    text = PLANNED
    for before, after in case.edits:
        assert before in text, before
        text = text.replace(before, after)
    file, state = parse_pool_file(text, local=False), state_of(documents)
    ids, plans = ids_of(file), planner(file, FOLDER)
    found = existing(file, state, plans.client_id)
    ids.client_ids = {one: client.id for one, client in found.items() if client}
    plan = plans.plan(state, ids)
    out = StringIO()
    show_plan(Console(file=out, soft_wrap=True, highlight=False, color_system=None), plan)
    ids.client_ids |= {one: f"new-{one}" for one in file.clients if one not in ids.client_ids}
    requests = [
        f"> {step.service} {step.operation} {json.dumps(step.request(ids), ensure_ascii=False)}" for step in plan.steps
    ]
    return "\n".join([out.getvalue().rstrip("\n"), *requests])


def _set(documents: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    *parents, last = path
    for name in parents:
        documents = documents[name]
    if value is GONE:
        documents.pop(last, None)
    else:
        documents[last] = {"session": {}, "branding": {}, "ui": {}} | value if last == "twin" else value


if __name__ == "__main__":
    PLANS.write_text("".join(f"## {name}\n{planned(name)}\n\n" for name in CASES), "utf-8")

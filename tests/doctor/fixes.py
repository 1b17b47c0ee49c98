"""The fixes of all cases, for findings/fixes.txt. `python -m tests.doctor.fixes` writes the file anew."""

from tests.doctor import account_cases, client_cases, domain_cases, pool_cases
from tests.doctor.documented_facts import Case
from tests.doctor.texts import FOLDER
from vestibule.cognito.doctor.check import Check
from vestibule.cognito.doctor.recipes import Recipes

GOLDEN = FOLDER / "fixes.txt"
CHANGE = ".Change"


def fixes() -> str:
    """Each fix of each check once, with the severity of its fault, in the order of the cases."""
    modules = (account_cases, client_cases, domain_cases, pool_cases)
    return "\n".join(
        f"## {check.id}\n{_of(check, [case for case, _ in cases])}"
        for module in modules
        for check, cases in module.CASES.items()
    )


def _of(check: Check, cases: list[Case]) -> str:
    found = [
        f"{finding.severity}: {_short(finding.fix, case.facts.recipes)}\n"
        for case in cases
        for finding in case.examine(check).findings
    ]
    return "".join(dict.fromkeys(found))


def _short(fix: str, recipes: Recipes) -> str:
    """Without what every change of the pool or of the client begins and ends with, which is tested elsewhere."""
    for name, recipe in (("pool", recipes.pool(CHANGE)), ("client", recipes.client(CHANGE))):
        begin, _, end = recipe.partition(CHANGE)
        if fix.startswith(begin) and fix.endswith(end):
            return f"{name}: {fix.removeprefix(begin).removesuffix(end)}"
    return fix


if __name__ == "__main__":
    GOLDEN.write_text(fixes(), "utf-8")

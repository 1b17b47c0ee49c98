"""`make bench-web`: our sign-in page next to Amplify UI's and Supabase's, into docs/benchmarks/web.md."""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.apps import settings_for
from tests.benchmarks import machine
from tests.benchmarks.contenders import BENCH
from tests.benchmarks.web.apps import HERE, OURS, App, build, served
from tests.benchmarks.web.visits import Visit, first_and_second, medians
from tests.cognito import create_cognito
from tests.e2e.chromium import launch
from tests.servers import serve
from vestibule.main import create_app

DOCS = Path("docs/benchmarks")
ROWS = {
    "transferred": "on the wire, kB",
    "first_paint": "first contentful paint, ms",
    "largest_paint": "largest contentful paint, ms",
    "field_usable": "sign-in field there and main thread free, ms",
    "blocked": "main thread blocked (long tasks above 50 ms), ms",
    "layout_shift": "layout shift",
    "against_ours": "time until the field is usable ÷ ours in the same round",
}
DIGITS = {"layout_shift": 3, "against_ours": 2}


def main() -> None:
    """Build, visit in turns, write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.web", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    BENCH.mkdir(exist_ok=True)
    apps = build()
    with (
        TemporaryDirectory() as folder,
        serve(create_cognito(Path(folder) / "pool.sqlite3")) as cognito_url,
        serve(create_app(settings_for(cognito_url))) as api_url,
        served(apps, api_url) as urls,
    ):
        _write(apps, _measure(apps, urls, rounds), rounds)


def _measure(apps: Mapping[str, App], urls: Mapping[str, str], rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    first: dict[str, list[Visit]] = defaultdict(list)
    second: dict[str, list[Visit]] = defaultdict(list)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for turn in range(rounds + 1):
            sys.stderr.write(f"round {turn} of {rounds} …\n")
            for name in _rotated(list(apps), turn):
                cold, warm = first_and_second(browser, urls[name], apps[name].field)
                if turn:  # the first round warms the servers up
                    first[name].append(cold)
                    second[name].append(warm)
        browser.close()
    return {name: {"first": _figures(first, name), "second": _figures(second, name)} for name in apps}


def _rotated(names: list[str], turn: int) -> list[str]:
    """Another one begins in each round, so that a machine that becomes slower or faster favours nobody."""
    place = turn % len(names)
    return names[place:] + names[:place]


def _figures(visits: Mapping[str, list[Visit]], name: str) -> dict[str, float]:
    """Medians over the rounds; of the ratio too, which is steadier than the times where other work disturbs the run."""
    pairs = zip(visits[name], visits[OURS], strict=True)
    return medians(visits[name]) | {"against_ours": median(one.field_usable / ours.field_usable for one, ours in pairs)}


def _write(apps: Mapping[str, App], figures: Mapping[str, Mapping[str, Mapping[str, float]]], rounds: int) -> None:
    names = list(apps)
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for visit in ("first", "second"):
        for key, what in ROWS.items():
            values = " | ".join(_figure(key, figures[name][visit][key]) for name in names)
            lines.append(f"| {visit} visit: {what} | {values} |")
    page = (HERE / "page.md").read_text().format(
        table="\n".join(lines), machine=machine.described(), rounds=rounds, **_sizes(apps)
    )  # fmt: skip
    DOCS.mkdir(parents=True, exist_ok=True)
    (DOCS / "web.md").write_text(page)
    (DOCS / "web.json").write_text(json.dumps({"machine": machine.described(), **figures}, indent=2) + "\n")
    print("\n".join(lines))  # noqa: T201  it is a command


def _figure(key: str, value: float) -> str:
    return f"{value:,.{DIGITS.get(key, 0)}f}"


def _sizes(apps: Mapping[str, App]) -> dict[str, str]:
    peers = ", ".join(f"{name} {app.kilobytes('.js'):.0f} kB" for name, app in apps.items() if name != OURS)
    return {"peers": peers}


if __name__ == "__main__":
    main()

"""The results as a page: a table with the targets, two charts, and the JSON that they are made from."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import machine
from tests.benchmarks.contenders import BARE, DEPENDENCY, HERE, PEER_PYTHON, VESTIBULE
from tests.benchmarks.verification import COLD, RAW, SEEN

DOCS = Path("docs/benchmarks")
TIMES = "\N{MULTIPLICATION SIGN}"
Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One target: what is measured, the result, and the limit."""

    what: str
    ours: float
    target: float
    unit: str
    peers: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the result meets the target."""
        return self.ours >= self.target if self.at_least else self.ours <= self.target

    def __str__(self) -> str:
        relation = "≥" if self.at_least else "≤"
        verdict = "yes" if self.met else "**no**"
        figures = f"{self.ours:.3g} {self.unit} | {relation} {self.target:.3g} {self.unit}"
        return f"| {self.what} | {figures} | {verdict} | {self.peers} |"


def write(figures: Figures) -> None:
    """Write all of it into docs/benchmarks, and the table to standard output."""
    DOCS.mkdir(parents=True, exist_ok=True)
    verification = _ratios(figures["verification_microseconds"], RAW)
    requests = _ratios(figures["request_cpu_microseconds"], BARE)
    _chart("verification", "Verifying a token, in raw RSA-2048 verifications", verification, {COLD, SEEN})
    _chart("request", "CPU of an authenticated GET, in bare FastAPI's", requests, {DEPENDENCY, VESTIBULE})
    table = _table(figures, verification, requests)
    page = (HERE / "page.md").read_text().format(
        table=table,
        verification=_list(figures["verification_microseconds"], verification, "µs"),
        requests=_list(figures["request_cpu_microseconds"], requests, "µs of a core"),
        load=_load(figures["load"]),
        machine=machine.described(),
        versions=machine.versions(),
        rounds=", ".join(f"{what.replace('_', ' ')} {count}" for what, count in figures["rounds"].items()),
    )  # fmt: skip
    (DOCS / "README.md").write_text(page)
    (DOCS / "figures.json").write_text(json.dumps(figures | {"machine": machine.described()}, indent=2) + "\n")
    print(table)  # noqa: T201  it is a command


def _ratios(figures: Mapping[str, float], unit: str) -> dict[str, float]:
    return {name: figure / figures[unit] for name, figure in figures.items()}


def _table(figures: Figures, verification: Mapping[str, float], requests: Mapping[str, float]) -> str:
    heading = ["| what | ours | target | met | peers |", "|---|---|---|---|---|"]
    return "\n".join([*heading, *map(str, _rows(figures, verification, requests))])


def _rows(figures: Figures, verification: Mapping[str, float], requests: Mapping[str, float]) -> Iterator[Row]:
    verifying, asking = _peers(verification, {RAW, COLD, SEEN}), _peers(requests, {BARE, DEPENDENCY, VESTIBULE})
    fastest_peer = min(ratio for name, ratio in verification.items() if name not in {RAW, COLD, SEEN})
    yield Row("verify a token, cold, to raw RSA-2048", verification[COLD], fastest_peer, TIMES, verifying)
    yield Row("verify a token seen before, to the same", verification[SEEN], 0.12, TIMES, "none remembers")
    yield Row("CPU of a GET with the dependency, to bare FastAPI", requests[DEPENDENCY], 1.3, TIMES, asking)
    yield Row("the same, with all our middleware", requests[VESTIBULE], 1.45, TIMES, asking)
    sign_ins, footprint = figures["sign_ins"], figures["footprint"]
    yield Row("sign-ins per second, to boto3 in threads", sign_ins["ratio"], 0.7, TIMES, at_least=True)
    yield Row("p99 of the resource, 50 sign-ins in flight", sign_ins["p99_meanwhile_milliseconds"], 60, "ms")
    stand_in = figures["stand_in"]
    for name, label in (("serial", "by one thread"), ("concurrent", "by 50 threads")):
        rates = f"{stand_in[f'{name}_local_cognito']:.0f}/s; moto's server {stand_in[f'{name}_moto']:.0f}/s"
        yield Row(
            f"sign-ins of local Cognito {label}, to moto's", stand_in[f"{name}_ratio"], 0.5, TIMES, rates, at_least=True
        )
    yield Row("start to the first 200", footprint["start_seconds"], 1.0, "s")
    yield Row("memory at rest", footprint["at_rest_mb"], 110, "MB")
    yield Row("memory of 10,000 remembered tokens", footprint["per_10_000_tokens_mb"], 10, "MB")
    yield Row("memory of 100,000 remembered tokens", footprint["per_100_000_tokens_mb"], 100, "MB")
    yield Row("answers 5xx or lost under load", figures["load"]["server_errors"] + figures["load"]["lost"], 0, "")


def _peers(ratios: Mapping[str, float], without: set[str]) -> str:
    return ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items() if name not in without)


def _list(figures: Mapping[str, float], ratios: Mapping[str, float], unit: str) -> str:
    return "\n".join(
        f"| {name} | {figure:.1f} {unit} | {ratios[name]:.2f} {TIMES} |" for name, figure in figures.items()
    )


def _load(load: Mapping[str, Any]) -> str:
    kinds = ", ".join(f"{kind} {TIMES} {count}" for kind, count in load["by_kind_and_status"].items())
    memory = f"{load['resident_mb_early']:.0f} MB early, {load['resident_mb_late']:.0f} MB at the end"
    head = f"{load['connections']} connections, {load['seconds']:.0f} s, {load['answers']} answers"
    return f"{head}: {kinds}. 5xx: {load['server_errors']}; lost: {load['lost']}. Memory of the API: {memory}."


def _chart(name: str, title: str, bars: Mapping[str, float], ours: set[str]) -> None:
    wanted = json.dumps({"title": title, "bars": bars, "ours": [*ours]})
    drawn = subprocess.run(
        [PEER_PYTHON, HERE / "peers" / "chart.py"], input=wanted.encode(), check=True, capture_output=True
    )
    (DOCS / f"{name}.svg").write_bytes(drawn.stdout)

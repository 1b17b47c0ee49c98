"""`make bench`: install the peers, measure, write docs/benchmarks. `--quick` is a short run."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from tests.benchmarks import accounts, footprint, load, pool, request_cost, sign_ins, stand_in, verification
from tests.benchmarks.contenders import BENCH
from tests.benchmarks.install import install
from tests.benchmarks.report import write

FULL = {"verification": 30, "request_cost": 15, "sign_ins": 3, "stand_in": 3, "footprint": 5, "load_seconds": 60}
QUICK = {"verification": 5, "request_cost": 1, "sign_ins": 1, "stand_in": 1, "footprint": 1, "load_seconds": 10}


def main() -> None:
    """Run all measurements in sequence, so that they do not disturb each other."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    rounds = QUICK if parser.parse_args().quick else FULL
    install()
    figures: dict[str, Any] = {"rounds": rounds}
    with pool.serving(BENCH) as keys:
        announce("what verifying costs")
        figures["verification_microseconds"] = verification.measure(keys, rounds["verification"])
        announce("what a request costs")
        figures["request_cpu_microseconds"] = request_cost.measure(keys, rounds["request_cost"])
        announce("start and memory")
        figures["footprint"] = asdict(footprint.measure(keys, rounds["footprint"]))
    with accounts.site() as place:
        announce("signing in")
        figures["sign_ins"] = asdict(sign_ins.measure(place, rounds["sign_ins"]))
        announce("the stand-in beside moto")
        figures["stand_in"] = stand_in.measure(place, rounds["stand_in"])
        announce("everybody at once")
        figures["load"] = asdict(load.measure(place, rounds["load_seconds"]))
    write(figures)


def announce(what: str) -> None:
    """Print what is being measured."""
    sys.stderr.write(f"measuring {what} …\n")


if __name__ == "__main__":
    main()

"""The time of verifying a token, as a multiple of raw RSA: each contender in its own process, in turns."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.contenders import BENCH, HERE, NODE, PEER_PYTHON
from tests.benchmarks.pool import Pool, access_token

TOKENS = 300
CALLS = 100
RAW, COLD, SEEN = "raw RSA-2048 (cryptography)", "Vestibule, cold", "Vestibule, seen before"

Process = subprocess.Popen[str]

PROGRAMS: Mapping[str, tuple[str | Path, ...]] = {
    RAW: (sys.executable, HERE / "peers" / "verify_raw.py"),
    COLD: (sys.executable, HERE / "apps" / "verify.py"),
    SEEN: (sys.executable, HERE / "apps" / "verify.py"),
    "aws-jwt-verify (Node)": ("node", NODE / "verify_aws_jwt_verify.mjs"),
    "python-jose": (PEER_PYTHON, HERE / "peers" / "verify_python_jose.py"),
    "PyJWT (PyJWKClient)": (PEER_PYTHON, HERE / "peers" / "verify_pyjwt.py"),
    "fastapi-cognito": (PEER_PYTHON, HERE / "peers" / "verify_fastapi_cognito.py"),
}


def measure(pool: Pool, rounds: int) -> Mapping[str, float]:
    """Microseconds for each verification, by contender: the median of the rounds, each the median of its calls."""
    tokens = BENCH / "tokens.txt"
    tokens.write_text("\n".join(access_token(number) for number in range(TOKENS)))
    with ExitStack() as stack:
        processes = {name: stack.enter_context(_process(name, tokens, pool)) for name in PROGRAMS}
        for process in processes.values():
            _ask(process, 2 * TOKENS)
        taken: dict[str, list[float]] = {name: [] for name in processes}
        for _ in range(rounds):
            for name, process in processes.items():
                taken[name].append(_ask(process, CALLS))
    return {name: statistics.median(figures) / 1000 for name, figures in taken.items()}


@contextmanager
def _process(name: str, tokens: Path, pool: Pool) -> Iterator[Process]:
    environment = {"PYTHONPATH": f"backend:{HERE / 'peers'}", "TOKENS_ARE": "cold" if name == COLD else "seen"}
    with (BENCH / "verification.log").open("a") as log:
        process = subprocess.Popen(
            [*PROGRAMS[name], tokens, pool.keys_file],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, **pool.environment, **environment},
        )
    with process:
        try:
            yield process
        finally:
            process.terminate()


def _ask(process: Process, calls: int) -> float:
    """The median nanoseconds of this many verifications."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{calls}\n")
    process.stdin.flush()
    return float(process.stdout.readline())

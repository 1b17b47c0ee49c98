"""Sign-ins per second through the API and by boto3 alone; and the latency of other requests meanwhile."""

import json
import re
import statistics
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.benchmarks.accounts import PASSWORD, PEOPLE, Site
from tests.benchmarks.contenders import BENCH
from tests.unit.tokens.forge import CLIENT_ID

IN_FLIGHT = 50
ROUND_SECONDS = 4
_DONE = re.compile(r"(\d+) requests in ([\d.]+)(ms|s|m)")
_P99 = re.compile(r"99%\s+([\d.]+)(us|ms|s)\b")
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}

SCRIPT = """
local bodies, next = {bodies}, 0
function request()
  next = next % #bodies + 1
  return wrk.format("POST", "/api/auth/sign-in", {{["Content-Type"] = "application/json"}}, bodies[next])
end
"""


@dataclass(frozen=True)
class SignIns:
    """Rates are per second; the ratio is ours to boto3's."""

    through_the_api: float
    by_boto3: float
    ratio: float
    api_cpu_milliseconds: float
    p99_meanwhile_milliseconds: float


def measure(place: Site, rounds: int) -> SignIns:
    """Measure both in turns, the API's together with requests to the protected resource."""
    script = _script(place)
    ours, theirs, cpu, p99 = [], [], [], []
    for _ in range(rounds):
        before = place.api.cpu_seconds()
        done = _wrk(_sign_in_command(place, script))
        cpu.append((place.api.cpu_seconds() - before) / done * 1000)
        ours.append(done / ROUND_SECONDS)
        theirs.append(_by_boto3(place) / ROUND_SECONDS)
        p99.append(_p99_meanwhile(place, script))
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return SignIns(*map(statistics.median, (ours, theirs, ratios, cpu, p99)))


def _script(place: Site) -> Path:
    bodies = [json.dumps({"email": email, "password": PASSWORD}) for email in place.emails]
    script = BENCH / "sign_in.lua"
    script.write_text(SCRIPT.format(bodies="{" + ", ".join(f"'{body}'" for body in bodies) + "}"))
    return script


def _sign_in_command(place: Site, script: Path) -> list[str]:
    return ["wrk", "-t1", f"-c{IN_FLIGHT}", f"-d{ROUND_SECONDS}s", "--timeout", "10s", "-s", str(script), place.api.url]


def _wrk(command: list[str]) -> int:
    return _requests(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _requests(told: str) -> int:
    done = _DONE.search(told)
    if done is None or not int(done[1]) or "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(f"not every sign-in was answered as it should:\n{told}")
    return int(done[1])


def _by_boto3(place: Site) -> int:
    """Sign in from this many threads with one client; returns the number of sign-ins."""
    client = place.boto3_client()
    deadline = time.monotonic() + ROUND_SECONDS

    def sign_in(number: int) -> int:
        done = 0
        while time.monotonic() < deadline:
            email = place.emails[(number + done) % PEOPLE]
            parameters = {"USERNAME": email, "PASSWORD": PASSWORD}
            client.initiate_auth(ClientId=CLIENT_ID, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
            done += 1
        return done

    with ThreadPoolExecutor(IN_FLIGHT) as threads:
        return sum(threads.map(sign_in, range(IN_FLIGHT)))


def _p99_meanwhile(place: Site, script: Path) -> float:
    """The p99 latency in milliseconds of the protected resource while users sign in."""
    headers = _signed_in(place)
    command = ["wrk", "-t1", "-c1", f"-d{ROUND_SECONDS - 1}s", "--latency", f"{place.api.url}/api/auth_test"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    with subprocess.Popen(_sign_in_command(place, script), stdout=subprocess.PIPE, text=True) as load:
        time.sleep(0.5)
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert load.stdout
        _requests(load.stdout.read())
    found = _P99.search(told)
    if found is None or "Non-2xx" in told:
        raise RuntimeError(told)
    return float(found[1]) * _MILLISECONDS[found[2]]


def _signed_in(place: Site) -> Mapping[str, str]:
    body = {"email": place.emails[0], "password": PASSWORD}
    answer = httpx.post(f"{place.api.url}/api/auth/sign-in", json=body)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}

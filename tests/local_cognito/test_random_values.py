"""How long the random values are that must not be guessed: 32 bytes or more, in every place that shows one."""

import base64
import re
import sqlite3
from pathlib import Path
from typing import Any

import httpx

from tests.cognito import create_cognito
from tests.local_cognito.factors import EMAIL_ON, pool
from tests.local_cognito.oauth_browser import Browser, query_of
from tests.local_cognito.people import POOL_ID, StandIn, new_person
from tests.local_cognito.test_devices import ALWAYS

TOKEN = "[A-Za-z0-9_-]"


def test_cookies_have_32_bytes(signed_in: Browser) -> None:
    signed_in.get("/login", **signed_in.request)

    found = {cookie.name: str(cookie.value) for cookie in signed_in.cookies.jar}
    assert re.fullmatch(rf"AYAB{TOKEN}{{43}}", found["cognito"])
    assert re.fullmatch(rf"{TOKEN}{{43}}", found["XSRF-TOKEN"])


def test_state_and_nonce_for_a_provider_have_32_bytes(browser: Browser) -> None:
    sent = query_of(browser.authorize(identity_provider="Google").headers["location"])

    assert re.fullmatch(rf"{TOKEN}{{43}}", sent["state"])
    assert len(sent.get("nonce", sent["state"])) == 43


def test_sessions_and_refresh_tokens_are_long(stand_in: StandIn) -> None:
    required, optional = pool(stand_in, "ON", EMAIL_ON), pool(stand_in)
    session = required.sign_up().confirm().initiate()["Session"]
    token = optional.sign_up().confirm().sign_in()["RefreshToken"]

    assert re.fullmatch(rf"AYAB{TOKEN}{{256}}", session)
    assert re.fullmatch(rf"AYAB{TOKEN}{{128}}", token)


def test_ids_have_the_form_of_cognito(stand_in: StandIn) -> None:
    assert re.fullmatch(r"us-east-1_[A-Za-z0-9]{9}", new_person(stand_in).pool_id)
    device: Any = pool(stand_in, **ALWAYS).sign_up().confirm().sign_in()["NewDeviceMetadata"]
    assert re.fullmatch(r"-[A-Za-z0-9]{8}", device["DeviceGroupKey"])
    assert re.fullmatch(r"us-east-1_[0-9a-f-]{36}", device["DeviceKey"])
    for key in httpx.get(f"{stand_in.url}/{POOL_ID}/.well-known/jwks.json").json()["keys"]:
        assert len(base64.b64decode(key["kid"], validate=True)) == 32


def test_the_secret_of_a_data_file_has_32_bytes(tmp_path: Path) -> None:
    create_cognito(tmp_path / "pool.sqlite3")

    with sqlite3.connect(tmp_path / "pool.sqlite3") as db:
        rows = db.execute("SELECT value FROM secrets WHERE name = 'codes'").fetchall()
    db.close()
    assert [len(value) for (value,) in rows] == [32]

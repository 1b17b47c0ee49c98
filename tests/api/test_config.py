"""What the pool allows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi.testclient import TestClient

from tests.apps import running, settings_for
from tests.servers import Clock
from vestibule.cognito.admin.pool_cache import PoolCache
from vestibule.cognito.models import PoolDescription
from vestibule.errors import CognitoTimeout


class HangingPool:
    """A pool whose description does not arrive until `release` is set."""

    def __init__(self) -> None:
        self.asked, self.release = Event(), Event()

    def describe(self) -> PoolDescription:
        """Wait, and fail in the end."""
        self.asked.set()
        self.release.wait(10)
        raise CognitoTimeout


class TestDescriptions:
    def test_nobody_waits_in_a_queue_for_one_that_hangs(self, cognito_url: str) -> None:
        clock, pool = Clock(), HangingPool()
        descriptions = PoolCache(pool.describe, settings_for(cognito_url), max_wait=60, clock=clock)
        with ThreadPoolExecutor(1) as thread:
            reading = thread.submit(descriptions.current)
            pool.asked.wait(10)
            clock.advance(60)

            with pytest.raises(CognitoTimeout):
                descriptions.current()

            still_reading = not reading.done()
            pool.release.set()
        assert still_reading


class TestConfig:
    def test_is_read_from_the_pool(self, client: TestClient) -> None:
        config = client.get("/api/auth/config").json()

        assert config["password_policy"] == {
            "minimum_length": 8,
            "require_lowercase": True,
            "require_uppercase": True,
            "require_numbers": True,
            "require_symbols": True,
        }
        assert config["attributes"][0]["name"] == "email"
        assert {
            "name": "agentName",
            "type": "string",
            "required": False,
            "editable": True,
            "min_length": 1,
            "max_length": 64,
        } in config["attributes"]
        assert (config["mfa"], config["self_sign_up"], config["factors"]) == ("optional", True, ["password"])

    def test_names_no_attribute_that_users_may_not_set(self, client: TestClient) -> None:
        names = {attribute["name"] for attribute in client.get("/api/auth/config").json()["attributes"]}

        assert names.isdisjoint({"sub", "email_verified", "phone_number_verified", "updated_at"})

    def test_is_told_by_the_settings_where_the_pool_may_not_be_read(self, cognito_url: str, clock: Clock) -> None:
        settings = settings_for(
            cognito_url,
            cognito_user_pool_id="us-east-1_NotThere1",
            password_minimum_length=12,
            password_requires="numbers",
            self_sign_up="off",
            editable_attributes="email,nickname",
        )
        with running(settings, clock) as stranger:
            config = stranger.get("/api/auth/config").json()

        assert config["password_policy"]["minimum_length"] == 12
        assert config["password_policy"]["require_symbols"] is False
        assert config["self_sign_up"] is False
        assert [attribute["name"] for attribute in config["attributes"]] == ["email", "nickname"]

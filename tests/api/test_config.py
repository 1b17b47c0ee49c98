"""`/auth/config`: the pool's policy and attributes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import assert_problem, running, settings_for
from tests.servers import Clock
from vestibule.cognito.admin.pool_cache import PoolCache
from vestibule.cognito.models import PoolDescription
from vestibule.errors import CognitoTimeout


class HangingPool:
    """A pool whose description does not arrive until `release` is set."""

    def __init__(self) -> None:
        self.asked, self.release = Event(), Event()

    def describe(self) -> PoolDescription:
        """Wait for `release`, then fail."""
        self.asked.set()
        self.release.wait(10)
        raise CognitoTimeout


class TestDescriptions:
    def test_requests_do_not_queue_for_a_description_that_hangs(self, cognito_url: str) -> None:
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
    def test_config_is_read_from_the_pool(self, client: TestClient) -> None:
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
            "min_value": None,
            "max_value": None,
        } in config["attributes"]
        assert (config["mfa"], config["self_sign_up"], config["factors"]) == (
            "optional",
            True,
            ["password", "passkey", "email_otp"],
        )

    def test_config_lists_only_attributes_that_users_may_set(self, client: TestClient) -> None:
        names = {attribute["name"] for attribute in client.get("/api/auth/config").json()["attributes"]}

        assert names.isdisjoint({"sub", "email_verified", "phone_number_verified", "updated_at"})

    def test_config_comes_from_the_settings_if_the_pool_cannot_be_read(self, cognito_url: str, clock: Clock) -> None:
        settings = settings_for(
            cognito_url,
            cognito_user_pool_id="us-east-1_NotThere1",
            password_minimum_length=12,
            password_requires="numbers",
            self_sign_up="off",
            first_factors="password,email_otp",
            editable_attributes="email,nickname",
        )
        with running(settings, clock) as client:
            config = client.get("/api/auth/config").json()

        assert config["password_policy"]["minimum_length"] == 12
        assert config["password_policy"]["require_symbols"] is False
        assert config["self_sign_up"] is False
        assert config["factors"] == ["password", "email_otp"]
        assert [attribute["name"] for attribute in config["attributes"]] == ["email", "nickname"]


@pytest.fixture(scope="module")
def typed(cognito_url: str, clock: Clock, pool_admin: CognitoIdentityProviderClient) -> Iterator[TestClient]:
    pool_id = pool_admin.create_user_pool(
        PoolName="typed",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        Schema=[
            {
                "Name": "age",
                "AttributeDataType": "Number",
                "Mutable": True,
                "NumberAttributeConstraints": {"MinValue": "1", "MaxValue": "120"},
            },
            {"Name": "newsletter", "AttributeDataType": "Boolean", "Mutable": True},
            {"Name": "since", "AttributeDataType": "DateTime", "Mutable": True},
        ],
    )["UserPool"]["Id"]
    app = pool_admin.create_user_pool_client(UserPoolId=pool_id, ClientName="typed")["UserPoolClient"]
    settings = settings_for(
        cognito_url,
        cognito_user_pool_id=pool_id,
        cognito_client_id=app["ClientId"],
        editable_attributes="age,newsletter,since",
    )
    with running(settings, clock) as client:
        yield client


class TestTypedAttributes:
    """A pool with attributes of every type."""

    def test_typed_attributes_are_listed_with_their_types_and_limits(self, typed: TestClient) -> None:
        attributes = {rule["name"]: rule for rule in typed.get("/api/auth/config").json()["attributes"]}

        assert [attributes[name]["type"] for name in ("age", "newsletter", "since")] == [
            "number",
            "boolean",
            "date_time",
        ]
        assert (attributes["age"]["min_value"], attributes["age"]["max_value"]) == (1, 120)

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("age", "36 years", "whole number"),
            ("age", "3_6", "whole number"),
            ("age", "\uff13\uff16", "whole number"),
            ("age", "121", "at most 120"),
            ("age", "0", "at least 1"),
            ("newsletter", "yes", "true or false"),
            ("since", "yesterday", "date"),
        ],
    )
    def test_errors_name_the_valid_values(self, typed: TestClient, name: str, value: str, reason: str) -> None:
        body = {"email": "typed@example.com", "password": "Correct-horse-9", "attributes": {name: value}}
        answer = typed.post("/api/auth/sign-up", json=body)

        assert_problem(answer, 422, "invalid-attribute", f"attributes.{name}")
        assert reason in answer.json()["detail"]

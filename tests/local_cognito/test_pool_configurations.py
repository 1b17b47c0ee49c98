"""What infrastructure tools create, read, update and destroy besides pools and clients."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import refused

LOG_GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:cognito"
STREAM = "arn:aws:firehose:us-east-1:000000000000:deliverystream/cognito"


def new_pool(client: Client, **settings: Any) -> tuple[str, str]:
    """The ids of a new pool and of a client of it."""
    pool_id = client.create_user_pool(PoolName="test", **settings)["UserPool"]["Id"]
    app = client.create_user_pool_client(UserPoolId=pool_id, ClientName="test")["UserPoolClient"]
    return pool_id, app["ClientId"]


@pytest.fixture
def pool(client: Client) -> tuple[str, str]:
    return new_pool(client)


@pytest.fixture
def plus_pool(client: Client) -> tuple[str, str]:
    return new_pool(client, UserPoolTier="PLUS", UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"})


class TestRiskConfiguration:
    def test_a_configuration_is_set_read_and_reset(self, client: Client, plus_pool: tuple[str, str]) -> None:
        pool_id, client_id = plus_pool
        ranges = {"BlockedIPRangeList": ["192.0.2.0/24"] * 200, "SkippedIPRangeList": ["2001:db8::/32"]}

        client.set_risk_configuration(
            UserPoolId=pool_id,
            ClientId=client_id,
            RiskExceptionConfiguration=ranges,
            CompromisedCredentialsRiskConfiguration={"Actions": {"EventAction": "BLOCK"}},
        )

        own = client.describe_risk_configuration(UserPoolId=pool_id, ClientId=client_id)["RiskConfiguration"]
        assert own["RiskExceptionConfiguration"] == ranges
        assert own["CompromisedCredentialsRiskConfiguration"]["Actions"]["EventAction"] == "BLOCK"
        common = client.describe_risk_configuration(UserPoolId=pool_id)["RiskConfiguration"]
        assert common.keys() == {"UserPoolId"}
        client.set_risk_configuration(UserPoolId=pool_id, ClientId=client_id)
        reset = client.describe_risk_configuration(UserPoolId=pool_id, ClientId=client_id)["RiskConfiguration"]
        assert reset.keys() == {"UserPoolId", "ClientId"}

    def test_users_are_notified_if_there_is_a_sender(self, client: Client, plus_pool: tuple[str, str]) -> None:
        action: Any = {"Notify": True, "EventAction": "MFA_IF_CONFIGURED"}
        takeover: Any = {
            "Actions": {"HighAction": action, "LowAction": {"Notify": False, "EventAction": "NO_ACTION"}},
            "NotifyConfiguration": {"SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/example.com"},
        }
        quiet: Any = {"Actions": {"LowAction": {"Notify": False, "EventAction": "NO_ACTION"}}}

        for given in (takeover, quiet):
            stored = client.set_risk_configuration(UserPoolId=plus_pool[0], AccountTakeoverRiskConfiguration=given)
            assert stored["RiskConfiguration"]["AccountTakeoverRiskConfiguration"] == given

    def test_addresses_may_have_bits_beyond_their_prefix(self, client: Client, plus_pool: tuple[str, str]) -> None:
        ranges = {"BlockedIPRangeList": ["192.0.2.7/24", "192.0.2.7"]}

        stored = client.set_risk_configuration(UserPoolId=plus_pool[0], RiskExceptionConfiguration=ranges)

        assert stored["RiskConfiguration"]["RiskExceptionConfiguration"] == ranges

    def test_a_configuration_needs_threat_protection(self, client: Client, pool: tuple[str, str]) -> None:
        for call in (client.set_risk_configuration, client.describe_risk_configuration):
            with refused("UserPoolAddOnNotEnabledException"):
                call(UserPoolId=pool[0])

    @pytest.mark.parametrize(
        "part",
        [
            {"RiskExceptionConfiguration": {"BlockedIPRangeList": ["192.0.2.0/33"]}},
            {"RiskExceptionConfiguration": {"SkippedIPRangeList": ["192.0.2.0/24"] * 201}},
            {
                "AccountTakeoverRiskConfiguration": {
                    "Actions": {"HighAction": {"Notify": True, "EventAction": "MFA_REQUIRED"}}
                }
            },
        ],
    )
    def test_impossible_configurations_are_refused(
        self, client: Client, plus_pool: tuple[str, str], part: dict[str, Any]
    ) -> None:
        with refused("InvalidParameterException"):
            client.set_risk_configuration(UserPoolId=plus_pool[0], **part)


class TestLogDelivery:
    def test_a_configuration_is_replaced_as_a_whole(self, client: Client, plus_pool: tuple[str, str]) -> None:
        pool_id, _ = plus_pool
        mail: Any = {
            "LogLevel": "ERROR",
            "EventSource": "userNotification",
            "CloudWatchLogsConfiguration": {"LogGroupArn": LOG_GROUP},
        }
        events: Any = {
            "LogLevel": "INFO",
            "EventSource": "userAuthEvents",
            "FirehoseConfiguration": {"StreamArn": STREAM},
        }

        client.set_log_delivery_configuration(UserPoolId=pool_id, LogConfigurations=[mail, events])
        client.set_log_delivery_configuration(UserPoolId=pool_id, LogConfigurations=[events])

        stored = client.get_log_delivery_configuration(UserPoolId=pool_id)["LogDeliveryConfiguration"]
        assert stored["LogConfigurations"] == [events]
        client.set_log_delivery_configuration(UserPoolId=pool_id, LogConfigurations=[])
        removed = client.get_log_delivery_configuration(UserPoolId=pool_id)["LogDeliveryConfiguration"]
        assert removed["LogConfigurations"] == []

    @pytest.mark.parametrize(
        ("entry", "code"),
        [
            ({"LogLevel": "INFO", "EventSource": "userNotification"}, "InvalidParameterException"),
            ({"LogLevel": "ERROR", "EventSource": "userNotification"}, "InvalidParameterException"),
            (
                {
                    "LogLevel": "ERROR",
                    "EventSource": "userNotification",
                    "FirehoseConfiguration": {"StreamArn": STREAM},
                },
                "InvalidParameterException",
            ),
            (
                {
                    "LogLevel": "INFO",
                    "EventSource": "userAuthEvents",
                    "CloudWatchLogsConfiguration": {"LogGroupArn": LOG_GROUP},
                },
                "FeatureUnavailableInTierException",
            ),
        ],
    )
    def test_impossible_configurations_are_refused(
        self, client: Client, pool: tuple[str, str], entry: Any, code: str
    ) -> None:
        with refused(code):
            client.set_log_delivery_configuration(UserPoolId=pool[0], LogConfigurations=[entry])

    def test_an_event_source_has_one_configuration(self, client: Client, pool: tuple[str, str]) -> None:
        mail: Any = {
            "LogLevel": "ERROR",
            "EventSource": "userNotification",
            "CloudWatchLogsConfiguration": {"LogGroupArn": LOG_GROUP},
        }

        with refused("InvalidParameterException", "one log configuration"):
            client.set_log_delivery_configuration(UserPoolId=pool[0], LogConfigurations=[mail, mail])


class TestTags:
    def test_tags_are_set_at_creation_and_changed(self, client: Client) -> None:
        pool = client.create_user_pool(PoolName="test", UserPoolTags={"team": "blue", "stage": "test"})["UserPool"]

        client.tag_resource(ResourceArn=pool["Arn"], Tags={"stage": "live", "cost": ""})
        client.untag_resource(ResourceArn=pool["Arn"], TagKeys=["team", "unknown"])

        expected = {"stage": "live", "cost": ""}
        assert client.list_tags_for_resource(ResourceArn=pool["Arn"])["Tags"] == expected
        assert client.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]["UserPoolTags"] == expected

    def test_impossible_tags_are_refused(self, client: Client) -> None:
        arn = client.create_user_pool(PoolName="test")["UserPool"]["Arn"]

        with refused("InvalidParameterException", "50"):
            client.tag_resource(ResourceArn=arn, Tags={f"key{number}": "" for number in range(51)})
        with refused("InvalidParameterException", "aws:"):
            client.tag_resource(ResourceArn=arn, Tags={"AWS:owner": "me"})
        with refused("InvalidParameterException", "aws:"):
            client.create_user_pool(PoolName="test", UserPoolTags={"aws:owner": "me"})
        with refused("ResourceNotFoundException"):
            client.list_tags_for_resource(ResourceArn=arn.replace("us-east-1:", "eu-west-1:"))


class TestSessionConfiguration:
    def test_tracking_is_configured_for_pool_and_client(self, client: Any, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        names = {"UserPoolId": pool_id, "ClientId": client_id}
        default = client.get_user_pool_session_configuration(UserPoolId=pool_id)
        with refused("OperationNotEnabledException"):
            client.set_user_pool_client_session_configuration(**names, SSOSession={"MaxValidityMinutes": 5})

        client.set_user_pool_session_configuration(
            UserPoolId=pool_id, UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 3}
        )
        client.set_user_pool_client_session_configuration(**names, SSOSession={"MaxValidityMinutes": 5})
        client.set_user_pool_session_configuration(
            UserPoolId=pool_id, UserSessionTracking="DISABLED", TokenSession={"MaxPerUser": 4}
        )

        assert (default["UserSessionTracking"], default["TokenSession"]) == ("DISABLED", {"MaxPerUser": 20})
        stored = client.get_user_pool_session_configuration(UserPoolId=pool_id)
        assert (stored["UserSessionTracking"], stored["TokenSession"]) == ("DISABLED", {"MaxPerUser": 4})
        kept = client.get_user_pool_client_session_configuration(**names)
        assert kept["SSOSession"] == {"MaxValidityMinutes": 5}

    def test_tracking_needs_the_essentials_plan(self, client: Any) -> None:
        pool_id, _ = new_pool(client, UserPoolTier="LITE")

        with refused("FeatureUnavailableInTierException"):
            client.set_user_pool_session_configuration(
                UserPoolId=pool_id, UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 3}
            )

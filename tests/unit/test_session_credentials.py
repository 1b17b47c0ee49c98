"""The cache of AWS credentials: what it keeps, and when it drops it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pydantic import SecretStr

from tests.servers import Clock
from vestibule.cognito.identity_pool import AwsCredentials, IdentityPool
from vestibule.cognito.identity_pool_roles import roles_of
from vestibule.cognito.session_credentials import SessionCredentials
from vestibule.errors import AppError, CognitoUnavailable
from vestibule.tokens.claims import AccessClaims

TOKEN = SecretStr("id token")
ADMIN, USER = "arn:aws:iam::123456789012:role/admin", "arn:aws:iam::123456789012:role/user"


@dataclass
class FakeCognito:
    """Answers as boto3 does for an identity pool."""

    clock: Clock
    issued: int = 0
    life: float = 3600
    failure: Exception | None = None
    seconds: float = 0

    def get_id(self, **_: object) -> dict[str, Any]:
        self.clock.advance(self.seconds)
        if self.failure:
            raise self.failure
        return {"IdentityId": "us-east-1:1"}

    def get_credentials_for_identity(self, **_: object) -> dict[str, Any]:
        self.issued += 1
        expiry = datetime.fromtimestamp(self.clock() + self.life, UTC)
        keys = {"AccessKeyId": f"key {self.issued}", "SecretKey": "the secret", "SessionToken": "the token"}
        return {"IdentityId": "us-east-1:1", "Credentials": {**keys, "Expiration": expiry}}


@dataclass
class Setup:
    """The cache on a fake Cognito, and the sessions that have ended."""

    clock: Clock = field(default_factory=lambda: Clock(1_800_000_000))
    ended: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.cognito = FakeCognito(self.clock)
        pool = IdentityPool(self.cognito, "us-east-1:0", "provider")
        self.cache = SessionCredentials(
            pool, is_revoked=lambda claims: claims.origin_jti in self.ended, clock=self.clock
        )

    def get(self, session: str, claims: Mapping[str, object] | None = None) -> AwsCredentials:
        user = AccessClaims(f"user of {session}", None, "c", frozenset(), (), 0, 0, 0, "j", session)
        return self.cache.get(user, claims or {}, TOKEN)


@pytest.fixture
def setup() -> Setup:
    return Setup()


def test_what_has_ended_is_dropped_from_memory(setup: Setup) -> None:
    setup.get("first")
    setup.get("second")
    setup.ended.add("first")
    setup.get("third")

    assert len(setup.cache) == 2
    setup.clock.advance(3601)
    setup.get("fourth")
    assert len(setup.cache) == 1


def test_the_number_of_sessions_is_bounded(setup: Setup) -> None:
    for number in range(1005):
        setup.get(str(number))

    assert len(setup.cache) == 1000


def test_claims_that_differ_in_every_token_do_not_matter(setup: Setup) -> None:
    first = setup.get("session", {"exp": 1, "iat": 1, "jti": "a", "cognito:groups": ["a"]})

    assert setup.get("session", {"exp": 2, "iat": 2, "jti": "b", "cognito:groups": ["a"]}) == first
    assert setup.get("session", {"exp": 2, "iat": 2, "jti": "b", "cognito:groups": ["b"]}) != first


def test_no_key_is_in_a_repr(setup: Setup) -> None:
    issued = setup.get("session")

    for shown in (repr(issued), str(issued), repr(setup.cache), repr([*setup.cache._entries.values()])):
        assert not [secret for secret in ("key 1", "the secret", "the token") if secret in shown]


def test_credentials_are_renewed_after_three_quarters_of_any_life(setup: Setup) -> None:
    setup.cognito.life = 900
    first = setup.get("session")
    setup.clock.advance(674)
    assert setup.get("session") == first
    setup.clock.advance(2)

    assert setup.get("session") != first


TEMPORARY = [("InternalErrorException", "cognito-unavailable"), ("TooManyRequestsException", "too-many-requests")]


def test_credentials_that_expire_during_a_failed_renewal_are_not_used(setup: Setup) -> None:
    setup.cognito.life = 60
    setup.get("session")
    setup.clock.advance(59)

    setup.cognito.failure = ClientError({"Error": {"Code": "InternalErrorException", "Message": ""}}, "GetId")
    setup.cognito.seconds = 1
    with pytest.raises(CognitoUnavailable):
        setup.get("session")


@pytest.mark.parametrize(("failure", "code"), TEMPORARY)
def test_present_credentials_are_used_during_an_outage_until_they_expire(setup: Setup, failure: str, code: str) -> None:
    first = setup.get("session")
    setup.cognito.failure = ClientError({"Error": {"Code": failure, "Message": ""}}, "GetId")
    setup.clock.advance(3599)
    assert setup.get("session") == first

    setup.clock.advance(1)
    with pytest.raises(AppError) as caught:
        setup.get("session")
    assert caught.value.code == code
    setup.cognito.failure = None
    assert setup.get("session") != first


def test_refused_renewal_is_no_outage(setup: Setup) -> None:
    setup.get("session")
    setup.clock.advance(2701)
    setup.cognito.failure = ClientError({"Error": {"Code": "NotAuthorizedException", "Message": ""}}, "GetId")

    with pytest.raises(AppError) as caught:
        setup.get("session")
    assert caught.value.code == "misconfigured"


def test_credentials_of_other_claims_are_dropped_before_new_ones_are_there(setup: Setup) -> None:
    first = setup.get("session", {"cognito:groups": ["admins"]})
    setup.cognito.failure = ClientError({"Error": {"Code": "InternalErrorException", "Message": ""}}, "GetId")

    for claims in ({}, {"cognito:groups": ["admins"]}):
        with pytest.raises(AppError):
            setup.get("session", claims)
    setup.cognito.failure = None
    assert setup.get("session", {"cognito:groups": ["admins"]}) != first


def test_sessions_do_not_share_credentials(setup: Setup) -> None:
    assert setup.get("first") != setup.get("second")
    assert setup.get("first") == setup.get("first")


def test_order_of_the_claims_does_not_matter(setup: Setup) -> None:
    assert setup.get("session", {"a": 1, "b": 2}) == setup.get("session", {"b": 2, "a": 1})


def rules(match: str, value: str) -> dict[str, Any]:
    rule = {"Claim": "custom:tier", "MatchType": match, "Value": value, "RoleARN": ADMIN}
    return {"Type": "Rules", "AmbiguousRoleResolution": "AuthenticatedRole", "RulesConfiguration": {"Rules": [rule]}}


@pytest.mark.parametrize(
    ("mapping", "claims", "role"),
    [
        ({}, {"cognito:preferred_role": ADMIN}, USER),
        ({"Type": "Token"}, {"cognito:preferred_role": ADMIN}, ADMIN),
        ({"Type": "Token"}, {"cognito:roles": [ADMIN]}, ADMIN),
        ({"Type": "Token"}, {"cognito:roles": [ADMIN, USER]}, USER),
        ({"Type": "Token"}, {}, USER),
        (rules("Equals", "gold"), {"custom:tier": "gold"}, ADMIN),
        (rules("NotEqual", "gold"), {"custom:tier": "gold"}, USER),
        (rules("NotEqual", "gold"), {}, USER),
        (rules("StartsWith", "go"), {"custom:tier": "gold"}, ADMIN),
        (rules("Contains", "ol"), {"custom:tier": ["silver", "gold"]}, ADMIN),
        (rules("Equals", "true"), {"custom:tier": True}, ADMIN),
    ],
)
def test_the_role_follows_the_mapping(mapping: dict[str, Any], claims: dict[str, object], role: str) -> None:
    answer = {"Roles": {"authenticated": USER}, "RoleMappings": {"our client": mapping}}

    assert roles_of(answer, "our client").of(claims) == role

"""The calls that Vestibule's gateways make, and what Cognito answers to each.

A scenario is a call that anybody who has a pool can make; `answers` are the members that must be there, as dotted
paths, `refuses` is the name of the error.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

PASSWORD, WRONG_PASSWORD = "Correct-horse-1", "Wrong-horse-1"
TOKENS = {f"AuthenticationResult.{name}" for name in ("AccessToken", "IdToken", "ExpiresIn", "TokenType")}
NOT_IMPLEMENTED = "not implemented"
DELIVERY = {f"CodeDeliveryDetails.{name}" for name in ("Destination", "DeliveryMedium", "AttributeName")}
USER = {"UserCreateDate", "UserLastModifiedDate", "Enabled", "UserStatus"}


@dataclass(frozen=True)
class Place:
    """A pool, wherever it is. Users made here are noted in `made`, for who cleans up."""

    name: str
    client: CognitoIdentityProviderClient
    pool_id: str
    client_id: str
    made: list[str] = field(default_factory=list)

    def newcomer(self) -> str:
        """An address that nobody has."""
        email = f"{uuid.uuid4().hex}@example.com"
        self.made.append(email)
        return email

    def unconfirmed(self) -> str:
        """The address of somebody who signed up, and did not confirm."""
        email = self.newcomer()
        attributes: Any = [{"Name": "email", "Value": email}]
        self.client.sign_up(ClientId=self.client_id, Username=email, Password=PASSWORD, UserAttributes=attributes)
        return email

    def confirmed(self) -> str:
        """The address of somebody who can sign in."""
        email = self.invited()
        self.client.admin_set_user_password(**self.of(email), Password=PASSWORD, Permanent=True)
        return email

    def invited(self) -> str:
        """The address of somebody with a temporary password."""
        email = self.newcomer()
        attributes: Any = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        self.client.admin_create_user(
            **self.of(email), UserAttributes=attributes, TemporaryPassword=PASSWORD, MessageAction="SUPPRESS"
        )
        return email

    def of(self, email: str) -> Any:
        """How administrators name a user."""
        return {"UserPoolId": self.pool_id, "Username": email}

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        """InitiateAuth with a password."""
        return self.initiate("USER_PASSWORD_AUTH", USERNAME=email, PASSWORD=password)

    def initiate(self, flow: Any, **parameters: str) -> Any:
        """InitiateAuth."""
        return self.client.initiate_auth(ClientId=self.client_id, AuthFlow=flow, AuthParameters=parameters)

    def tokens(self) -> dict[str, str]:
        """AuthenticationResult of somebody new."""
        result: dict[str, str] = self.sign_in(self.confirmed())["AuthenticationResult"]
        return result


Call = Callable[[Place], Any]


@dataclass(frozen=True)
class Scenario:
    """A call, and what comes of it."""

    name: str
    call: Call
    answers: frozenset[str] | set[str] = frozenset()
    refuses: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a call: the members of its answer as dotted paths, or the error's name."""

    paths: frozenset[str] = frozenset()
    error: str | None = None


def perform(scenario: Scenario, place: Place) -> Outcome:
    """Make the call."""
    try:
        return Outcome(frozenset(paths(scenario.call(place))))
    except ClientError as error:
        return Outcome(error=error.response["Error"]["Code"])
    except NotImplementedError:
        return Outcome(error=NOT_IMPLEMENTED)


def paths(answer: Mapping[str, Any], prefix: str = "") -> set[str]:
    """The members of an answer, dotted; of a list, those of its first item."""
    found: set[str] = set()
    for name, value in answer.items():
        inner = value[0] if isinstance(value, list) and value else value
        found |= {f"{prefix}{name}"} | (paths(inner, f"{prefix}{name}.") if isinstance(inner, dict) else set())
    return found


def confirm_with_a_wrong_code(place: Place) -> Any:
    return place.client.confirm_sign_up(
        ClientId=place.client_id, Username=place.unconfirmed(), ConfirmationCode="not-it"
    )


def reset_with_a_wrong_code(place: Place) -> Any:
    email = place.confirmed()
    place.client.forgot_password(ClientId=place.client_id, Username=email)
    return place.client.confirm_forgot_password(
        ClientId=place.client_id, Username=email, ConfirmationCode="not-it", Password=PASSWORD
    )


def choose_a_first_password(place: Place) -> Any:
    email = place.invited()
    return place.client.respond_to_auth_challenge(
        ClientId=place.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=place.sign_in(email)["Session"],
        ChallengeResponses={"USERNAME": email, "NEW_PASSWORD": f"{PASSWORD}2"},
    )


def change_a_name(place: Place) -> Any:
    token = place.tokens()["AccessToken"]
    place.client.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "name", "Value": "Alice"}])
    return place.client.get_user(AccessToken=token)


def change_a_password(place: Place, previous: str = PASSWORD, proposed: str = f"{PASSWORD}2") -> Any:
    token = place.tokens()["AccessToken"]
    return place.client.change_password(AccessToken=token, PreviousPassword=previous, ProposedPassword=proposed)


def use_a_token_after_signing_out_everywhere(place: Place) -> Any:
    token = place.tokens()["AccessToken"]
    place.client.global_sign_out(AccessToken=token)
    return place.client.get_user(AccessToken=token)


def sign_in_after_a_lockdown(place: Place) -> Any:
    email = place.confirmed()
    place.client.admin_disable_user(**place.of(email))
    return place.sign_in(email)


def sign_in_after_an_admins_reset(place: Place) -> Any:
    email = place.confirmed()
    place.client.admin_reset_user_password(**place.of(email))
    return place.sign_in(email)


def find_by_address(place: Place) -> Any:
    return place.client.list_users(UserPoolId=place.pool_id, Filter=f'email = "{place.confirmed()}"')


def sign_up(place: Place, password: str = PASSWORD) -> Any:
    return place.client.sign_up(ClientId=place.client_id, Username=place.newcomer(), Password=password)


def sign_up_again(place: Place) -> Any:
    return place.client.sign_up(ClientId=place.client_id, Username=place.confirmed(), Password=PASSWORD)


SCENARIOS = (
    Scenario("sign up", sign_up, answers={"UserConfirmed", "UserSub"} | DELIVERY),
    Scenario("sign up with a weak password", lambda p: sign_up(p, "weak"), refuses="InvalidPasswordException"),
    Scenario("sign up again", sign_up_again, refuses="UsernameExistsException"),
    Scenario(
        "resend a code",
        lambda p: p.client.resend_confirmation_code(ClientId=p.client_id, Username=p.unconfirmed()),
        answers=DELIVERY,
    ),
    Scenario("confirm with a wrong code", confirm_with_a_wrong_code, refuses="CodeMismatchException"),
    Scenario("sign in", lambda p: p.sign_in(p.confirmed()), answers=TOKENS | {"AuthenticationResult.RefreshToken"}),
    Scenario(
        "sign in with a wrong password",
        lambda p: p.sign_in(p.confirmed(), WRONG_PASSWORD),
        refuses="NotAuthorizedException",
    ),
    Scenario("sign in unknown", lambda p: p.sign_in("nobody@example.com"), refuses="NotAuthorizedException"),
    Scenario("sign in unconfirmed", lambda p: p.sign_in(p.unconfirmed()), refuses="UserNotConfirmedException"),
    Scenario("sign in disabled", sign_in_after_a_lockdown, refuses="NotAuthorizedException"),
    Scenario("sign in after an admin's reset", sign_in_after_an_admins_reset, refuses="PasswordResetRequiredException"),
    Scenario(
        "sign in invited",
        lambda p: p.sign_in(p.invited()),
        answers={"ChallengeName", "Session", "ChallengeParameters.USER_ID_FOR_SRP"},
    ),
    Scenario("choose a first password", choose_a_first_password, answers=TOKENS),
    Scenario(
        "refresh", lambda p: p.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=p.tokens()["RefreshToken"]), answers=TOKENS
    ),
    Scenario(
        "refresh with nonsense",
        lambda p: p.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN="nonsense"),
        refuses="NotAuthorizedException",
    ),
    Scenario(
        "get tokens from a refresh token",
        lambda p: p.client.get_tokens_from_refresh_token(ClientId=p.client_id, RefreshToken=p.tokens()["RefreshToken"]),
        answers=TOKENS,
    ),
    Scenario(
        "revoke a token",
        lambda p: p.client.revoke_token(ClientId=p.client_id, Token=p.tokens()["RefreshToken"]),
    ),
    Scenario(
        "get the user",
        lambda p: p.client.get_user(AccessToken=p.tokens()["AccessToken"]),
        answers={"Username", "UserAttributes.Name", "UserAttributes.Value"},
    ),
    Scenario(
        "get the user with nonsense",
        lambda p: p.client.get_user(AccessToken="nonsense"),
        refuses="NotAuthorizedException",
    ),
    Scenario("change a name", change_a_name, answers={"Username", "UserAttributes.Value"}),
    Scenario("change a password", change_a_password),
    Scenario(
        "change a password not knowing it",
        lambda p: change_a_password(p, previous=WRONG_PASSWORD),
        refuses="NotAuthorizedException",
    ),
    Scenario(
        "change a password to a weak one",
        lambda p: change_a_password(p, proposed="weak"),
        refuses="InvalidPasswordException",
    ),
    Scenario(
        "forget a password",
        lambda p: p.client.forgot_password(ClientId=p.client_id, Username=p.confirmed()),
        answers=DELIVERY,
    ),
    Scenario(
        "forget a password unknown",
        lambda p: p.client.forgot_password(ClientId=p.client_id, Username="nobody@example.com"),
        answers=DELIVERY,
    ),
    Scenario("reset with a wrong code", reset_with_a_wrong_code, refuses="CodeMismatchException"),
    Scenario("sign out everywhere", use_a_token_after_signing_out_everywhere, refuses="NotAuthorizedException"),
    Scenario("delete the user", lambda p: p.client.delete_user(AccessToken=p.tokens()["AccessToken"])),
    Scenario(
        "admin: get a user", lambda p: p.client.admin_get_user(**p.of(p.confirmed())), answers={"Username"} | USER
    ),
    Scenario(
        "admin: get nobody",
        lambda p: p.client.admin_get_user(**p.of("nobody@example.com")),
        refuses="UserNotFoundException",
    ),
    Scenario("admin: confirm", lambda p: p.client.admin_confirm_sign_up(**p.of(p.unconfirmed()))),
    Scenario(
        "admin: groups of a user", lambda p: p.client.admin_list_groups_for_user(**p.of(p.confirmed())), {"Groups"}
    ),
    Scenario(
        "admin: a group that is not there",
        lambda p: p.client.admin_add_user_to_group(**p.of(p.confirmed()), GroupName="nobodys"),
        refuses="ResourceNotFoundException",
    ),
    Scenario(
        "find by address", find_by_address, answers={f"Users.{name}" for name in {"Username", "Attributes"} | USER}
    ),
    Scenario(
        "describe the pool",
        lambda p: p.client.describe_user_pool(UserPoolId=p.pool_id),
        answers={f"UserPool.{name}" for name in ("Id", "Name", "SchemaAttributes.Name", "MfaConfiguration")}
        | {f"UserPool.Policies.PasswordPolicy.{name}" for name in ("MinimumLength", "RequireSymbols")},
    ),
    Scenario(
        "describe a pool that is not there",
        lambda p: p.client.describe_user_pool(UserPoolId="us-east-1_Nowhere00"),
        refuses="ResourceNotFoundException",
    ),
    Scenario(
        "describe the client",
        lambda p: p.client.describe_user_pool_client(UserPoolId=p.pool_id, ClientId=p.client_id),
        answers={f"UserPoolClient.{name}" for name in ("ClientId", "ClientName", "ExplicitAuthFlows")},
    ),
)

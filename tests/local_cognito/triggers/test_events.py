"""The events that triggers get, member by member."""

from typing import Any

import pytest
from jose import jwt

from tests.local_cognito.factors import answer, pool
from tests.local_cognito.people import PASSWORD, Person, StandIn, refused
from tests.local_cognito.srp_client import SrpClient, timestamp
from tests.local_cognito.triggers.conftest import CUSTOM, Functions

Event = dict[str, Any]
METADATA = {"from": "test"}
PHONE = "+14155550177"


def requests(functions: Functions) -> dict[str, Any]:
    """The `request` of the last event of each source."""
    return {event["triggerSource"]: event["request"] for event in functions.events}


def sign_up(person: Person, **more: Any) -> None:
    named: Any = {"ClientId": person.client_id, "Username": person.email}
    person.client.sign_up(**named, Password=PASSWORD, ClientMetadata=METADATA, **more)


def initiate(person: Person, flow: Any = "USER_PASSWORD_AUTH", **parameters: str) -> Event:
    answer = person.client.initiate_auth(
        ClientId=person.client_id,
        AuthFlow=flow,
        AuthParameters={"USERNAME": person.email, **parameters},
        ClientMetadata=METADATA,
    )
    return dict(answer)


def test_the_events_of_a_sign_up_and_a_sign_in(person: Person, functions: Functions) -> None:
    sign_up(person, ValidationData=[{"Name": "captcha", "Value": "42"}])
    named: Any = {"ClientId": person.client_id, "Username": person.email}
    person.client.confirm_sign_up(**named, ConfirmationCode=person.code, ClientMetadata=METADATA)
    result = initiate(person, PASSWORD=PASSWORD)["AuthenticationResult"]

    sub = jwt.get_unverified_claims(result["AccessToken"])["sub"]
    attributes = {"email": person.email, "email_verified": "false"}
    user = {**attributes, "sub": sub, "cognito:user_status": "UNCONFIRMED"}
    confirmed = user | {"email_verified": "true", "cognito:user_status": "CONFIRMED"}
    assert requests(functions) == {
        "PreSignUp_SignUp": {
            "userAttributes": attributes,
            "validationData": {"captcha": "42"},
            "clientMetadata": METADATA,
        },
        "CustomMessage_SignUp": {
            "userAttributes": user,
            "codeParameter": "{####}",
            "linkParameter": "{##Click Here##}",
            "usernameParameter": None,
            "clientMetadata": {},
        },
        "PostConfirmation_ConfirmSignUp": {"userAttributes": confirmed, "clientMetadata": METADATA},
        "PreAuthentication_Authentication": {
            "userAttributes": confirmed,
            "validationData": METADATA,
            "userNotFound": False,
        },
        "PostAuthentication_Authentication": {
            "userAttributes": confirmed,
            "newDeviceUsed": False,
            "clientMetadata": METADATA,
        },
        "TokenGeneration_Authentication": {
            "userAttributes": confirmed,
            "groupConfiguration": {"groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": None},
            "clientMetadata": METADATA,
            "scopes": ["aws.cognito.signin.user.admin"],
        },
    }
    assert functions.events[-1] == {
        "version": "2",
        "triggerSource": "TokenGeneration_Authentication",
        "region": "us-east-1",
        "userPoolId": person.pool_id,
        "userName": sub,
        "callerContext": {"awsSdkVersion": "local_cognito", "clientId": person.client_id},
        "request": requests(functions)["TokenGeneration_Authentication"],
        "response": {},
    }


def test_the_event_of_a_refresh_says_what_the_client_says(person: Person, functions: Functions) -> None:
    token = person.sign_up().confirm().sign_in()["RefreshToken"]
    person.client.create_group(UserPoolId=person.pool_id, GroupName=f"group-{person.email}")
    named: Any = {"UserPoolId": person.pool_id, "Username": person.email}
    person.client.admin_add_user_to_group(**named, GroupName=f"group-{person.email}")

    def refresh() -> None:
        person.client.get_tokens_from_refresh_token(
            ClientId=person.client_id, RefreshToken=token, ClientMetadata=METADATA
        )

    for call in (refresh, lambda: initiate(person, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)):
        functions.events.clear()
        call()
        (event,) = functions.events
        assert event["triggerSource"] == "TokenGeneration_RefreshTokens"
        assert event["request"]["clientMetadata"] == METADATA
        assert event["request"]["groupConfiguration"]["groupsToOverride"] == [f"group-{person.email}"]
        assert event["request"]["scopes"] == ["aws.cognito.signin.user.admin"]


def test_the_events_of_an_invitation(person: Person, functions: Functions) -> None:
    named: Any = {"UserPoolId": person.pool_id, "Username": person.email}
    person.client.admin_create_user(
        **named,
        TemporaryPassword="Temporary-1",
        DesiredDeliveryMediums=["EMAIL"],
        ValidationData=[{"Name": "captcha", "Value": "42"}],
        ClientMetadata=METADATA,
    )
    challenge = initiate(person, PASSWORD="Temporary-1")
    person.client.respond_to_auth_challenge(
        ClientId=person.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=challenge["Session"],
        ChallengeResponses={"USERNAME": person.email, "NEW_PASSWORD": PASSWORD},
        ClientMetadata={"step": "2"},
    )

    found = requests(functions)
    assert found["PreSignUp_AdminCreateUser"] == {
        "userAttributes": {"email": person.email},
        "validationData": {"captcha": "42"},
        "clientMetadata": METADATA,
    }
    assert found["CustomMessage_AdminCreateUser"]["usernameParameter"] == "{username}"
    assert found["PostAuthentication_Authentication"]["clientMetadata"] == {"step": "2"}
    assert found["TokenGeneration_NewPasswordChallenge"]["clientMetadata"] == {"step": "2"}


def test_the_events_of_a_forgotten_password(hooked: StandIn, functions: Functions) -> None:
    recovery = {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]}
    person = pool(hooked, AccountRecoverySetting=recovery).sign_up().confirm()
    named: Any = {"ClientId": person.client_id, "Username": person.email, "ClientMetadata": METADATA}

    person.client.forgot_password(**named)
    person.client.confirm_forgot_password(**named, ConfirmationCode=person.code, Password=PASSWORD)

    found = requests(functions)
    assert found["CustomMessage_ForgotPassword"]["codeParameter"] == "{####}"
    assert found["PostConfirmation_ConfirmForgotPassword"]["clientMetadata"] == METADATA


@pytest.mark.parametrize("operation", ["sign-in", "forgot password"])
def test_the_events_of_a_migration(hooked: StandIn, functions: Functions, operation: str) -> None:
    person = pool(hooked)
    named: Any = {"ClientId": person.client_id, "Username": person.email, "ClientMetadata": METADATA}
    expected: Event = {"validationData": METADATA, "clientMetadata": METADATA}

    if operation == "sign-in":
        with refused("NotAuthorizedException"):
            initiate(person, PASSWORD=PASSWORD)
        expected["password"] = PASSWORD
    else:
        with refused("NotAuthorizedException"):  # only administrators reset passwords here
            person.client.forgot_password(**named)

    event = next(event for event in functions.events if event["triggerSource"].startswith("UserMigration"))
    assert (event["userName"], event["request"]) == (person.email, expected)
    assert event["callerContext"]["clientId"] == person.client_id


class TestMigration:
    """What the answer of UserMigration decides."""

    def migrate(self, functions: Functions, person: Person, **more: Any) -> None:
        attributes = {"email": person.email, "email_verified": "true", "sub": "x", "username": "x"}
        functions.on("UserMigration", lambda _: {"userAttributes": attributes, **more})

    def test_names_that_are_no_attributes_are_left_out(self, person: Person, functions: Functions) -> None:
        self.migrate(functions, person, finalUserStatus="CONFIRMED")

        token = person.sign_in()["AccessToken"]

        assert person.attributes(token).keys() == {"sub", "email", "email_verified"}
        srp = SrpClient(person.pool_id.partition("_")[2], PASSWORD)
        challenge = initiate(person, "USER_SRP_AUTH", SRP_A=srp.public)
        parameters = challenge["ChallengeParameters"]
        proof = srp.answers(parameters, parameters["USER_ID_FOR_SRP"], timestamp(person.stand_in.clock()))
        assert answer(person, challenge, **proof)["AuthenticationResult"]

    @pytest.mark.parametrize("attributes", [None, {}, {"username": "x"}, {"email": 7}, "x"])
    def test_without_attributes_there_is_no_user(self, person: Person, functions: Functions, attributes: Any) -> None:
        functions.on("UserMigration", lambda _: {"userAttributes": attributes})

        is_malformed = attributes in ({"email": 7}, "x")
        with refused("InvalidLambdaResponseException" if is_malformed else "NotAuthorizedException"):
            person.initiate()

    @pytest.mark.parametrize("takes_aliases", [True, False])
    def test_an_alias_of_another_user_is_taken_only_by_force(
        self, hooked: StandIn, functions: Functions, takes_aliases: bool
    ) -> None:
        person = pool(hooked, UsernameAttributes=[], AliasAttributes=["email"])
        name = f"owner-{takes_aliases}"
        verified: Any = [{"Name": "email", "Value": person.email}, {"Name": "email_verified", "Value": "true"}]
        person.client.admin_create_user(UserPoolId=person.pool_id, Username=name, UserAttributes=verified)
        self.migrate(functions, person, finalUserStatus="CONFIRMED", forceAliasCreation=takes_aliases)

        if takes_aliases:
            assert person.initiate(username=f"new-{name}")["AuthenticationResult"]
        else:
            with refused("NotAuthorizedException", "Incorrect username or password."):
                person.initiate(username=f"new-{name}")
        found = person.client.admin_get_user(UserPoolId=person.pool_id, Username=name)["UserAttributes"]
        assert ({"Name": "email_verified", "Value": "false"} in found) == takes_aliases


class TestMessages:
    def test_an_sms_has_the_text_for_sms(self, hooked: StandIn, functions: Functions) -> None:
        person = pool(hooked, AutoVerifiedAttributes=["phone_number"])
        texts = {"smsMessage": "SMS {####}", "emailMessage": "Mail {####}", "emailSubject": "Mail"}
        functions.on("CustomMessage", lambda _: texts)

        person.sign_up(phone_number=PHONE)

        message = hooked.messages(PHONE)[0]
        assert (message["text"], message["subject"]) == (f"SMS {message['code']}", "Your verification code")

    def test_an_invitation_has_the_username_in_its_place(self, person: Person, functions: Functions) -> None:
        functions.on("CustomMessage", lambda _: {"emailMessage": "{username}: {####}"})

        user = person.client.admin_create_user(
            UserPoolId=person.pool_id, Username=person.email, TemporaryPassword="Temporary-1"
        )["User"]

        message = person.stand_in.messages(person.email)[0]
        assert message["text"] == f"{user['Username']}: Temporary-1"


class TestCustomChallenges:
    def test_the_events_of_a_custom_challenge(self, hooked: StandIn, functions: Functions) -> None:
        person = pool(hooked, flows=CUSTOM).sign_up().confirm()
        sub = person.client.admin_get_user(UserPoolId=person.pool_id, Username=person.email)["Username"]
        functions.on(
            "DefineAuthChallenge",
            lambda request: {"issueTokens": True} if request["session"] else {"challengeName": "CUSTOM_CHALLENGE"},
        )
        created = {"publicChallengeParameters": {"a": "1"}, "privateChallengeParameters": {"b": "2"}}
        functions.on("CreateAuthChallenge", lambda _: {**created, "challengeMetadata": "M"})
        functions.on("VerifyAuthChallengeResponse", lambda _: {"answerCorrect": True})
        functions.events.clear()

        challenge = initiate(person, "CUSTOM_AUTH")
        person.client.respond_to_auth_challenge(
            ClientId=person.client_id,
            ChallengeName="CUSTOM_CHALLENGE",
            Session=challenge["Session"],
            ChallengeResponses={"USERNAME": person.email, "ANSWER": "x"},
            ClientMetadata={"step": "2"},
        )

        assert challenge["ChallengeParameters"] == {"USERNAME": sub, "a": "1"}
        found = [event for event in functions.events if "AuthChallenge" in event["triggerSource"]]
        assert [event["triggerSource"] for event in found] == [
            "DefineAuthChallenge_Authentication",
            "CreateAuthChallenge_Authentication",
            "VerifyAuthChallengeResponse_Authentication",
            "DefineAuthChallenge_Authentication",
        ]
        assert {event["callerContext"]["clientId"] for event in found} == {person.client_id}
        assert {event["userName"] for event in found} == {sub}
        common = {name: found[0]["request"][name] for name in ("userAttributes", "userNotFound")}
        assert common["userNotFound"] is False
        assert common["userAttributes"]["email"] == person.email
        first, second = {**common, "clientMetadata": METADATA}, {**common, "clientMetadata": {"step": "2"}}
        result = {"challengeName": "CUSTOM_CHALLENGE", "challengeResult": True, "challengeMetadata": "M"}
        assert [event["request"] for event in found] == [
            {**first, "session": []},
            {**first, "session": [], "challengeName": "CUSTOM_CHALLENGE"},
            {**second, "privateChallengeParameters": {"b": "2"}, "challengeAnswer": "x"},
            {**second, "session": [result]},
        ]

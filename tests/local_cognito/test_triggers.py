"""Lambda triggers, as hooks that local_cognito calls over HTTP."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from jose import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from local_cognito.http.app import create_app
from local_cognito.settings import TRIGGERS, SettingsError, from_environment
from tests.local_cognito.factors import EMAIL_ON, USER_AUTH, answer, choose, first_factors, pool, prefer
from tests.local_cognito.people import PASSWORD, Person, StandIn, boto3_client, refused
from tests.local_cognito.srp_client import SrpClient, timestamp
from tests.servers import Clock, serve

Event = dict[str, Any]
Handler = Callable[[Event], object]
CUSTOM = ("ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH")


@dataclass
class Functions:
    """The functions behind the hooks: each takes the event's request and returns its response, or raises."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def on(self, source: str, handler: Handler) -> None:
        """Answer events of this source, or of this trigger, with a handler."""
        self.handlers[source] = handler

    def of(self, source: str) -> list[Event]:
        """The events of one source."""
        return [event for event in self.events if event["triggerSource"] == source]

    async def invoke(self, request: Request) -> Response:
        event = await request.json()
        self.events.append(event)
        source = event["triggerSource"]
        handler = self.handlers.get(source) or self.handlers.get(source.partition("_")[0])
        if handler is None:
            return JSONResponse(event)
        try:
            response = handler(event["request"])
        except ValueError as error:
            return JSONResponse({"errorMessage": str(error)}, status_code=400)
        return response if isinstance(response, Response) else JSONResponse(event | {"response": response})


@pytest.fixture(scope="module")
def functions() -> Functions:
    return Functions()


@pytest.fixture(scope="module")
def hooked(functions: Functions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    clock = Clock()
    hook = Starlette(routes=[Route("/", functions.invoke, methods=["POST"])])
    with serve(hook) as hook_url:
        data = tmp_path_factory.mktemp("cognito") / "pool.sqlite3"
        with serve(create_app(data, clock=clock, triggers=dict.fromkeys(TRIGGERS, hook_url))) as url:
            client = boto3_client(url)
            yield StandIn(url, clock, client)
            client.close()


@pytest.fixture(autouse=True)
def _reset(functions: Functions) -> None:
    functions.handlers.clear()
    functions.events.clear()


@pytest.fixture
def person(hooked: StandIn) -> Person:
    """A person who has not signed up, in a pool with every flow."""
    settings = first_factors("PASSWORD", "EMAIL_OTP")
    return pool(hooked, "OPTIONAL", EMAIL_ON, flows=(*CUSTOM, *USER_AUTH[:1]), **settings)


class TestPreSignUp:
    def test_pre_sign_up_can_confirm_and_verify(self, person: Person, functions: Functions) -> None:
        functions.on("PreSignUp", lambda _: {"autoConfirmUser": True, "autoVerifyEmail": True})

        signed_up = person.client.sign_up(
            ClientId=person.client_id,
            Username=person.email,
            Password=PASSWORD,
            ValidationData=[{"Name": "captcha", "Value": "42"}],
            ClientMetadata={"from": "test"},
        )

        assert signed_up["UserConfirmed"] is True
        assert person.attributes(person.sign_in()["AccessToken"])["email_verified"] == "true"
        assert person.stand_in.messages(person.email) == []
        (event,) = functions.of("PreSignUp_SignUp")
        assert event["userPoolId"] == person.pool_id
        assert event["callerContext"]["clientId"] == person.client_id
        assert event["request"]["validationData"] == {"captcha": "42"}
        assert event["request"]["clientMetadata"] == {"from": "test"}
        assert len(functions.of("PostConfirmation_ConfirmSignUp")) == 1

    def test_pre_sign_up_can_refuse_with_a_message(self, person: Person, functions: Functions) -> None:
        def refuse(_: Event) -> object:
            raise ValueError("No free mail addresses")

        functions.on("PreSignUp", refuse)

        with refused("UserLambdaValidationException", "PreSignUp failed with error No free mail addresses."):
            person.sign_up()
        with refused("UserLambdaValidationException"):
            person.client.admin_create_user(UserPoolId=person.pool_id, Username=person.email)

    @pytest.mark.parametrize(
        ("answer_of_hook", "error"),
        [
            (PlainTextResponse("crash", 500), "UnexpectedLambdaException"),
            (PlainTextResponse("not JSON"), "InvalidLambdaResponseException"),
            (JSONResponse([]), "InvalidLambdaResponseException"),
            (JSONResponse({"response": None}), "InvalidLambdaResponseException"),
        ],
    )
    def test_errors_of_a_hook_are_cognitos_errors(
        self, person: Person, functions: Functions, answer_of_hook: Response, error: str
    ) -> None:
        functions.on("PreSignUp", lambda _: answer_of_hook)

        with refused(error):
            person.sign_up()


class TestPostConfirmation:
    def test_post_confirmation_is_called_for_confirmed_users(self, person: Person, functions: Functions) -> None:
        person.sign_up().confirm()

        (event,) = functions.of("PostConfirmation_ConfirmSignUp")

        assert event["request"]["userAttributes"]["email"] == person.email
        assert event["request"]["userAttributes"]["cognito:user_status"] == "CONFIRMED"

    def test_post_confirmation_cannot_undo_the_confirmation(self, person: Person, functions: Functions) -> None:
        functions.on("PostConfirmation", lambda _: PlainTextResponse("crash", 500))
        person.sign_up()

        with refused("UnexpectedLambdaException"):
            person.confirm()
        assert person.sign_in()["AccessToken"]


class TestAroundSignIn:
    def test_pre_authentication_refuses(self, person: Person, functions: Functions) -> None:
        person.sign_up().confirm()

        def refuse(_: Event) -> object:
            raise ValueError("Closed on Sundays")

        functions.on("PreAuthentication", refuse)

        with refused("UserLambdaValidationException", "PreAuthentication failed with error Closed on Sundays."):
            person.initiate()

    def test_post_authentication_is_called_for_successful_sign_ins_only(
        self, person: Person, functions: Functions
    ) -> None:
        person.sign_up().confirm()

        with refused("NotAuthorizedException"):
            person.initiate("Wrong-horse-1")
        assert functions.of("PostAuthentication_Authentication") == []
        person.sign_in()

        (event,) = functions.of("PostAuthentication_Authentication")
        assert event["request"]["newDeviceUsed"] is False


class TestPreTokenGeneration:
    def test_pre_token_generation_version_1_changes_the_id_token_only(
        self, hooked: StandIn, functions: Functions
    ) -> None:
        arn = "arn:aws:lambda:us-east-1:000000000000:function:tokens"
        person = pool(hooked, LambdaConfig={"PreTokenGeneration": arn}).sign_up().confirm()
        functions.on(
            "TokenGeneration",
            lambda _: {
                "claimsOverrideDetails": {
                    "claimsToAddOrOverride": {"plan": "gold", "sub": "forged", "email": "hidden"},
                    "claimsToSuppress": ["email", "iss"],
                    "groupOverrideDetails": {"groupsToOverride": ["staff"]},
                }
            },
        )

        result = person.sign_in()
        identity = jwt.get_unverified_claims(result["IdToken"])
        access = jwt.get_unverified_claims(result["AccessToken"])

        assert functions.of("TokenGeneration_Authentication")[0]["version"] == "1"
        assert identity["plan"] == "gold"
        assert identity["sub"] != "forged"
        assert "email" not in identity
        assert identity["iss"]
        assert "plan" not in access
        assert identity["cognito:groups"] == access["cognito:groups"] == ["staff"]

    def test_pre_token_generation_version_2_changes_the_access_token_too(
        self, person: Person, functions: Functions
    ) -> None:
        person.sign_up().confirm()
        functions.on(
            "TokenGeneration",
            lambda _: {
                "claimsAndScopeOverrideDetails": {
                    "idTokenGeneration": {"claimsToAddOrOverride": {"roles": ["a", "b"]}},
                    "accessTokenGeneration": {
                        "claimsToAddOrOverride": {"tenant": {"id": 7}, "client_id": "forged"},
                        "scopesToAdd": ["read", "write"],
                        "scopesToSuppress": ["write"],
                    },
                }
            },
        )

        result = person.sign_in()
        access = jwt.get_unverified_claims(result["AccessToken"])

        assert jwt.get_unverified_claims(result["IdToken"])["roles"] == ["a", "b"]
        assert access["tenant"] == {"id": 7}
        assert access["client_id"] == person.client_id
        assert access["scope"] == "aws.cognito.signin.user.admin read"

    def test_pre_token_generation_is_called_at_each_refresh(self, person: Person, functions: Functions) -> None:
        result = person.sign_up().confirm().sign_in()
        functions.on(
            "TokenGeneration_RefreshTokens",
            lambda _: {"claimsAndScopeOverrideDetails": {"idTokenGeneration": {"claimsToAddOrOverride": {"n": "2"}}}},
        )

        refreshed = person.client.get_tokens_from_refresh_token(
            ClientId=person.client_id, RefreshToken=result["RefreshToken"]
        )["AuthenticationResult"]

        assert jwt.get_unverified_claims(refreshed["IdToken"])["n"] == "2"

    def test_pre_token_generation_can_call_the_server(self, person: Person, functions: Functions) -> None:
        person.sign_up().confirm()
        client = boto3_client(person.stand_in.url)

        def update(_: Event) -> object:
            values: Any = [{"Name": "nickname", "Value": "seen"}]
            client.admin_update_user_attributes(UserPoolId=person.pool_id, Username=person.email, UserAttributes=values)
            return {}

        functions.on("TokenGeneration", update)

        assert person.attributes(person.sign_in()["AccessToken"])["nickname"] == "seen"

    @pytest.mark.parametrize(
        "details",
        [
            {"claimsOverrideDetails": []},
            {"claimsOverrideDetails": {"claimsToAddOrOverride": "x"}},
            {"claimsOverrideDetails": {"claimsToSuppress": "x"}},
        ],
    )
    def test_malformed_responses_are_refused(self, person: Person, functions: Functions, details: object) -> None:
        person.sign_up().confirm()
        functions.on("TokenGeneration", lambda _: details)

        with refused("InvalidLambdaResponseException"):
            person.initiate()


class TestCustomMessage:
    def test_custom_message_sets_subject_and_text(self, person: Person, functions: Functions) -> None:
        functions.on(
            "CustomMessage", lambda request: {"emailSubject": "Hi", "emailMessage": f"Code: {request['codeParameter']}"}
        )

        person.sign_up()
        message = person.stand_in.messages(person.email)[0]

        assert functions.of("CustomMessage_SignUp")
        assert (message["subject"], message["text"]) == ("Hi", f"Code: {message['code']}")

    def test_custom_message_gets_the_purpose_of_the_message(self, person: Person, functions: Functions) -> None:
        token = person.sign_up().confirm().sign_in()["AccessToken"]
        prefer(person, token, EmailMfaSettings={"Enabled": True})
        person.initiate()
        choose(person)

        sources = [event["triggerSource"] for event in functions.events if "CustomMessage" in event["triggerSource"]]

        assert sources == ["CustomMessage_SignUp", "CustomMessage_Authentication"]

    def test_custom_message_needs_a_custom_sender(self, hooked: StandIn, functions: Functions) -> None:
        person = pool(hooked, EmailConfiguration={"EmailSendingAccount": "COGNITO_DEFAULT"})
        functions.on("CustomMessage", lambda _: {"emailMessage": "Code: {####}"})

        with refused("InvalidLambdaResponseException"):
            person.sign_up()


class TestUserMigration:
    def test_user_migration_imports_a_user_at_sign_in(self, person: Person, functions: Functions) -> None:
        def migrate(request: Event) -> object:
            if request["password"] != PASSWORD:
                return {}
            attributes = {"email": person.email, "email_verified": "true", "name": "Ann"}
            return {"userAttributes": attributes, "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS"}

        functions.on("UserMigration_Authentication", migrate)

        with refused("NotAuthorizedException"):
            person.initiate("Wrong-horse-1")
        assert person.attributes(person.sign_in()["AccessToken"])["name"] == "Ann"
        functions.handlers.clear()
        assert person.sign_in()["AccessToken"]

    def test_user_migration_imports_a_user_who_must_reset_the_password(
        self, person: Person, functions: Functions
    ) -> None:
        attributes = {"email": person.email, "email_verified": "true"}
        functions.on("UserMigration", lambda _: {"userAttributes": attributes})

        with refused("PasswordResetRequiredException"):
            person.initiate()

    def test_user_migration_imports_a_user_who_forgot_the_password(self, hooked: StandIn, functions: Functions) -> None:
        recovery = {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]}
        person = pool(hooked, AccountRecoverySetting=recovery)
        attributes = {"email": person.email, "email_verified": "true"}
        functions.on("UserMigration_ForgotPassword", lambda _: {"userAttributes": attributes})
        named: Any = {"ClientId": person.client_id, "Username": person.email}

        person.client.forgot_password(**named)
        person.client.confirm_forgot_password(**named, ConfirmationCode=person.code, Password=PASSWORD)

        assert "password" not in functions.of("UserMigration_ForgotPassword")[0]["request"]
        assert functions.of("PostConfirmation_ConfirmForgotPassword")
        assert person.sign_in()["AccessToken"]


class TestCustomAuth:
    def start(self, person: Person, **parameters: str) -> Event:
        response = person.client.initiate_auth(
            ClientId=person.client_id,
            AuthFlow="CUSTOM_AUTH",
            AuthParameters={"USERNAME": person.email} | parameters,
        )
        return dict(response)

    @pytest.fixture
    def riddle(self, functions: Functions) -> str:
        """Triggers that ask one riddle, with three tries. Returns the answer."""
        solution = uuid.uuid4().hex

        def define(request: Event) -> object:
            history = request["session"]
            if history and history[-1]["challengeName"] == "CUSTOM_CHALLENGE" and history[-1]["challengeResult"]:
                return {"issueTokens": True, "failAuthentication": False}
            if len(history) == 1 and history[0]["challengeName"] == "SRP_A":
                return {"challengeName": "PASSWORD_VERIFIER"}
            if sum(entry["challengeName"] == "CUSTOM_CHALLENGE" for entry in history) >= 3:
                return {"failAuthentication": True}
            return {"challengeName": "CUSTOM_CHALLENGE"}

        functions.on("DefineAuthChallenge", define)
        functions.on(
            "CreateAuthChallenge",
            lambda _: {
                "publicChallengeParameters": {"riddle": "Who?"},
                "privateChallengeParameters": {"answer": solution},
                "challengeMetadata": "RIDDLE",
            },
        )
        functions.on(
            "VerifyAuthChallengeResponse",
            lambda request: {
                "answerCorrect": request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]
            },
        )
        return solution

    def test_a_right_answer_signs_in(self, person: Person, riddle: str) -> None:
        person.sign_up().confirm()

        challenge = self.start(person)
        assert challenge["ChallengeName"] == "CUSTOM_CHALLENGE"
        assert challenge["ChallengeParameters"]["riddle"] == "Who?"
        assert "answer" not in challenge["ChallengeParameters"]

        assert answer(person, challenge, ANSWER=riddle)["AuthenticationResult"]

    def test_the_triggers_count_the_attempts(self, person: Person, functions: Functions, riddle: str) -> None:
        person.sign_up().confirm()

        challenge = self.start(person)
        again = answer(person, challenge, ANSWER="wrong")
        with refused("NotAuthorizedException", "session can only be used once"):
            answer(person, challenge, ANSWER=riddle)
        last = answer(person, again, ANSWER="wrong")
        with refused("NotAuthorizedException", "Incorrect username or password."):
            answer(person, last, ANSWER="wrong")

        history = functions.of("DefineAuthChallenge_Authentication")[-1]["request"]["session"]
        assert [entry["challengeResult"] for entry in history] == [False, False, False]
        assert history[0]["challengeMetadata"] == "RIDDLE"

    def test_custom_auth_can_begin_with_the_password(self, person: Person, riddle: str) -> None:
        person.sign_up().confirm()
        srp = SrpClient(person.pool_id.partition("_")[2], person.password)

        challenge = self.start(person, CHALLENGE_NAME="SRP_A", SRP_A=srp.public)
        assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
        parameters = challenge["ChallengeParameters"]
        proof = srp.answers(parameters, parameters["USER_ID_FOR_SRP"], timestamp(person.stand_in.clock()))
        challenge = answer(person, challenge, **proof)

        assert challenge["ChallengeName"] == "CUSTOM_CHALLENGE"
        assert answer(person, challenge, ANSWER=riddle)["AuthenticationResult"]

    def test_an_unknown_user_is_challenged_and_refused(self, person: Person, functions: Functions, riddle: str) -> None:
        challenge = self.start(person)

        with refused("NotAuthorizedException", "Incorrect username or password."):
            answer(person, challenge, ANSWER=riddle)
        assert functions.of("DefineAuthChallenge_Authentication")[0]["request"]["userNotFound"] is True

    def test_custom_auth_needs_triggers(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=CUSTOM).sign_up().confirm()

        with refused("InvalidParameterException", "Custom auth lambda trigger is not configured for the user pool."):
            self.start(person)

    def test_a_trigger_that_decides_nothing_is_refused(self, person: Person) -> None:
        person.sign_up().confirm()

        with refused("InvalidLambdaResponseException"):
            self.start(person)


class TestSetting:
    @pytest.mark.parametrize(
        ("text", "urls"),
        [
            ("http://localhost:3000/hook", dict.fromkeys(TRIGGERS, "http://localhost:3000/hook")),
            ("http://localhost/?a=b", None),
            (
                "PreSignUp=http://a/x, CustomMessage=https://b",
                {"PreSignUp": "http://a/x", "CustomMessage": "https://b"},
            ),
            ("PreSignup=http://a", None),
            ("PreSignUp=ftp://a", None),
            ("PreSignUp=", None),
        ],
    )
    def test_the_setting_is_one_url_or_one_per_trigger(self, text: str, urls: dict[str, str] | None) -> None:
        environment = {"LOCAL_COGNITO_TRIGGERS": text}

        if urls is None:
            with pytest.raises(SettingsError, match="LOCAL_COGNITO_TRIGGERS"):
                from_environment(environment)
        else:
            assert from_environment(environment).triggers == urls

    def test_events_are_json(self, person: Person, functions: Functions) -> None:
        person.sign_up()

        assert json.dumps(functions.events)

"""Lambda triggers around sign-up, sign-in and messages."""

import json
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from local_cognito.settings import TRIGGERS, SettingsError, from_environment
from tests.local_cognito.factors import choose, pool, prefer
from tests.local_cognito.people import PASSWORD, Person, StandIn, new_person, refused
from tests.local_cognito.triggers.conftest import Functions

Event = dict[str, Any]


def test_every_event_names_the_pool_the_app_client_and_the_user(person: Person, functions: Functions) -> None:
    person.sign_up().confirm().sign_in()
    sub = person.client.admin_get_user(UserPoolId=person.pool_id, Username=person.email)["Username"]

    assert [event["triggerSource"] for event in functions.events] == [
        *("PreSignUp_SignUp", "CustomMessage_SignUp", "PostConfirmation_ConfirmSignUp"),
        *("PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_Authentication"),
    ]
    assert {event["userPoolId"] for event in functions.events} == {person.pool_id}
    others = [event for event in functions.events if not event["triggerSource"].startswith("CustomMessage")]
    assert {event["callerContext"]["clientId"] for event in others} == {person.client_id}
    assert {event["userName"] for event in functions.events} == {sub}


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

    def test_pre_authentication_is_not_called_for_a_user_whom_the_client_may_know_to_be_missing(
        self, hooked: StandIn, functions: Functions
    ) -> None:
        nobody = new_person(hooked)  # of a client that does not hide who has an account

        with refused("UserNotFoundException"):
            nobody.initiate()

        assert functions.of("PreAuthentication_Authentication") == []

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

    def test_user_migration_imports_what_the_trigger_knows_and_no_more(
        self, person: Person, functions: Functions
    ) -> None:
        answer = {"userAttributes": {"email": person.email}, "finalUserStatus": "CONFIRMED"}
        functions.on("UserMigration", lambda _: answer)

        person.sign_in()

        found = person.client.admin_get_user(UserPoolId=person.pool_id, Username=person.email)
        assert {entry["Name"] for entry in found["UserAttributes"]} == {"sub", "email"}
        assert found["UserStatus"] == "CONFIRMED"

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

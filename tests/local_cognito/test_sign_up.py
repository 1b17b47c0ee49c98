import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.local_cognito.people import CLIENT_ID, PASSWORD, POOL_ID, Person, StandIn, new_person, refused, wrong
from tests.servers import Clock

DAY = 86400


class TestSignUp:
    def test_sign_up_sends_a_code_and_masks_the_address(self, newcomer: Person) -> None:
        answer = newcomer.client.sign_up(ClientId=CLIENT_ID, Username=newcomer.email, Password=PASSWORD)

        assert answer["UserConfirmed"] is False
        assert answer["CodeDeliveryDetails"] == {
            "Destination": f"{newcomer.email[0]}***@e***",
            "DeliveryMedium": "EMAIL",
            "AttributeName": "email",
        }
        (message,) = newcomer.stand_in.messages(newcomer.email)
        assert message["purpose"] == "sign_up"
        assert len(message["code"]) == 6
        assert message["code"].isdigit()

    def test_sign_up_reports_an_existing_user_ignoring_case(self, alice: Person) -> None:
        with refused("UsernameExistsException", "email"):
            alice.client.sign_up(ClientId=CLIENT_ID, Username=alice.email.upper(), Password=PASSWORD)

    def test_a_username_must_be_an_address(self, client: CognitoIdentityProviderClient) -> None:
        with refused("InvalidParameterException", "Username should be an email."):
            client.sign_up(ClientId=CLIENT_ID, Username="alice", Password=PASSWORD)

    @pytest.mark.parametrize(
        ("password", "fault"),
        [
            ("Short1!", "long enough"),
            ("nouppercase-1", "uppercase"),
            ("NOLOWERCASE-1", "lowercase"),
            ("No-numbers", "numeric"),
            ("NoSymbols1", "symbol"),
        ],
    )
    def test_sign_up_enforces_the_password_policy(self, newcomer: Person, password: str, fault: str) -> None:
        with refused("InvalidPasswordException", fault):
            newcomer.client.sign_up(ClientId=CLIENT_ID, Username=newcomer.email, Password=password)

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("custom__unknown", "x", "InvalidParameterException"),
            ("custom__agentName", "x" * 65, "InvalidParameterException"),
            ("name", "x" * 2049, "InvalidParameterException"),
            ("sub", "mine", "InvalidParameterException"),
            ("email_verified", "true", "NotAuthorizedException"),
            ("phone_number", "12345", "InvalidParameterException"),
            ("birthdate", "yesterday", "InvalidParameterException"),
        ],
    )
    def test_sign_up_enforces_the_attribute_schema(self, newcomer: Person, name: str, value: str, code: str) -> None:
        with refused(code):
            newcomer.sign_up(**{name: value})

    def test_sign_up_refuses_unknown_clients(self, client: CognitoIdentityProviderClient) -> None:
        with refused("ResourceNotFoundException", "nobodys"):
            client.sign_up(ClientId="nobodys", Username="a@example.com", Password=PASSWORD)


class TestConfirmSignUp:
    def test_a_confirmation_verifies_the_address(self, alice: Person) -> None:
        user = alice.client.admin_get_user(UserPoolId=POOL_ID, Username=alice.email)

        assert user["UserStatus"] == "CONFIRMED"
        assert {"Name": "email_verified", "Value": "true"} in user["UserAttributes"]

    def test_the_right_code_works_after_a_wrong_one(self, newcomer: Person) -> None:
        newcomer.sign_up()

        with refused("CodeMismatchException", "Invalid verification code provided, please try again."):
            newcomer.confirm(wrong(newcomer.code))
        newcomer.confirm()

    def test_a_code_expires_after_a_day(self, newcomer: Person, clock: Clock) -> None:
        newcomer.sign_up()
        code = newcomer.code

        clock.advance(DAY)

        with refused("ExpiredCodeException"):
            newcomer.confirm(code)

    def test_a_new_code_replaces_the_old_one(self, newcomer: Person) -> None:
        newcomer.sign_up()
        first = newcomer.code
        newcomer.client.resend_confirmation_code(ClientId=CLIENT_ID, Username=newcomer.email)
        second, message = newcomer.code, newcomer.stand_in.messages(newcomer.email)[0]

        assert message["purpose"] == "resend_code"
        if first != second:
            with refused("CodeMismatchException"):
                newcomer.confirm(first)
        newcomer.confirm(second)

    def test_a_code_works_once(self, newcomer: Person) -> None:
        newcomer.sign_up()
        code = newcomer.code
        newcomer.confirm(code)

        with refused("NotAuthorizedException", "Current status is CONFIRMED"):
            newcomer.confirm(code)

    def test_a_new_code_does_not_reset_the_limit_of_wrong_codes(self, newcomer: Person, clock: Clock) -> None:
        newcomer.sign_up()
        for _ in range(20):
            with refused("CodeMismatchException"):
                newcomer.confirm(wrong(newcomer.code))

        newcomer.client.resend_confirmation_code(ClientId=CLIENT_ID, Username=newcomer.email)

        with refused("LimitExceededException", "Attempt limit exceeded, please try after some time."):
            newcomer.confirm()
        clock.advance(3601)
        newcomer.confirm()

    def test_confirmation_messages_are_limited(self, newcomer: Person) -> None:
        newcomer.sign_up()

        with refused("LimitExceededException"):
            for _ in range(100):
                newcomer.client.resend_confirmation_code(ClientId=CLIENT_ID, Username=newcomer.email)

    def test_a_confirmed_user_gets_no_further_code(self, alice: Person) -> None:
        with refused("InvalidParameterException", "already confirmed"):
            alice.client.resend_confirmation_code(ClientId=CLIENT_ID, Username=alice.email)

    def test_a_pool_that_verifies_no_address_sends_no_code(self, stand_in: StandIn) -> None:
        person = new_person(stand_in).sign_up()

        with refused("InvalidParameterException", "Auto verification not turned on."):
            person.client.resend_confirmation_code(ClientId=person.client_id, Username=person.email)


class TestUnknownUsers:
    def test_a_resend_is_simulated_for_unknown_users(self, stand_in: StandIn, newcomer: Person) -> None:
        answer = stand_in.client.resend_confirmation_code(ClientId=CLIENT_ID, Username=newcomer.email)

        assert answer["CodeDeliveryDetails"]["Destination"] == f"{newcomer.email[0]}***@e***"
        assert stand_in.messages(newcomer.email) == []

    def test_unknown_users_get_the_errors_of_wrong_codes(self, newcomer: Person) -> None:
        for _ in range(20):
            with refused("CodeMismatchException"):
                newcomer.confirm("123456")

        with refused("LimitExceededException"):
            newcomer.confirm("123456")

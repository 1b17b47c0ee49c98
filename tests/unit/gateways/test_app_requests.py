"""What the gateway of the app client sends to Cognito about accounts and codes, and what it makes of the answer."""

from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.gateways.scripted_client import MAIL, Owners, ScriptedClient, app_gateway, failure
from vestibule import errors
from vestibule.cognito.models import CodeDelivery

ANN = "ann@example.com"
PASSWORD = SecretStr("Correct-horse-9")
SMS = {"DeliveryMedium": "SMS", "Destination": "+*******0132"}
AUTH = {"USERNAME": ANN}


class TestAppClient:
    def test_without_a_secret_nothing_proves_it(self) -> None:
        app = app_gateway(None, client_ip="203.0.113.5").app

        assert app.for_user(ANN) == {"ClientId": "client", "Username": ANN}
        assert (app.for_auth(ANN), app.for_token(), app.context()) == (AUTH, {"ClientId": "client"}, {})

    def test_secret_proves_the_client_and_passes_on_the_address(self) -> None:
        app = app_gateway(None, secret="s3cret", client_ip="203.0.113.5").app
        context = {"UserContextData": {"IpAddress": "203.0.113.5"}}
        secret_hash = app.secret_hash(ANN)

        assert app.for_user(ANN) == {"ClientId": "client", "Username": ANN, "SecretHash": secret_hash, **context}
        assert app.for_auth(ANN) == {"USERNAME": ANN, "SECRET_HASH": secret_hash}
        assert app.for_token() == {"ClientId": "client", "ClientSecret": "s3cret"}
        assert app.context() == context
        assert "s3cret" not in repr(app)
        assert app_gateway(None, secret="s3cret").app.context() == {}


class TestApp:
    def test_confirmation_and_reset_codes(self) -> None:
        client = ScriptedClient()
        codes = app_gateway(client).codes

        codes.send_confirmation_code(ANN)
        codes.send_reset_code(ANN, reason="x")

        assert client.requests == [
            ("resend_confirmation_code", {"Username": ANN}),
            ("forgot_password", {"Username": ANN, "ClientMetadata": {"reason": "x"}}),
        ]
        assert codes.sent_to(ANN).model_dump() == {
            "delivery": {"medium": "email", "destination": "a***@e***"},
            "resend_wait_seconds": 30,
        }

    @pytest.mark.parametrize(
        ("answer", "operations"),
        [
            ({}, ["resend_confirmation_code"]),
            (
                failure("InvalidParameterException", "User is already confirmed."),
                ["resend_confirmation_code", "forgot_password"],
            ),
            (failure("TooManyRequestsException"), ["resend_confirmation_code"]),
        ],
    )
    def test_owner_is_sent_a_code_to_confirm_or_to_reset(self, answer: Any, operations: list[str]) -> None:
        client = ScriptedClient(resend_confirmation_code=answer)

        app_gateway(client).codes.notify_owner(ANN)

        assert [name for name, _ in client.received] == operations
        assert client.received[-1][1].get("ClientMetadata") == (
            {"reason": "sign_up_of_existing_address"} if len(operations) == 2 else None
        )

    @pytest.mark.parametrize(
        ("answer", "delivery"),
        [
            (
                {"UserConfirmed": False, "CodeDeliveryDetails": MAIL},
                CodeDelivery(medium="email", destination="a***@e***"),
            ),
            (
                {"UserConfirmed": False, "CodeDeliveryDetails": SMS},
                CodeDelivery(medium="sms", destination="+*******0132"),
            ),
            ({"UserConfirmed": True}, None),
        ],
    )
    def test_sign_up_sends_the_attributes_and_tells_where_the_code_went(
        self, answer: Any, delivery: CodeDelivery | None
    ) -> None:
        client, owners = ScriptedClient(sign_up=answer), Owners()

        result = app_gateway(client, client_ip="203.0.113.5", ownership=owners).sign_up.create(
            ANN, PASSWORD, {"name": "Ann", "team": "x"}
        )

        attributes = {"email": ANN, "name": "Ann", "custom:team": "x"}
        pairs = [{"Name": name, "Value": value} for name, value in attributes.items()]
        assert client.requests == [
            ("sign_up", {"Username": ANN, "Password": PASSWORD.get_secret_value(), "UserAttributes": pairs})
        ]
        assert (result.confirmed, result.delivery) == (answer["UserConfirmed"], delivery)
        assert owners.events == [("signed_up", ANN, "203.0.113.5", False)]

    def test_sign_up_of_an_address_that_has_an_account(self) -> None:
        client, owners = ScriptedClient(sign_up=failure("UsernameExistsException")), Owners()
        sign_up = app_gateway(client, client_ip="203.0.113.5", ownership=owners).sign_up

        with pytest.raises(errors.UserExists):
            sign_up.create(ANN, PASSWORD, {})

        assert owners.events == [("signed_up", ANN, "203.0.113.5", True)]
        simulated = sign_up.simulated_result(ANN)
        assert (simulated.confirmed, simulated.delivery) == (
            False,
            CodeDelivery(medium="email", destination="a***@e***"),
        )

    def test_codes_that_are_entered(self) -> None:
        client, owners = ScriptedClient(), Owners()
        app = app_gateway(client, client_ip="203.0.113.5", ownership=owners)

        assert app.sign_up.confirm(ANN, "123456")
        app.password.reset(ANN, "123456", PASSWORD)
        app.sign_up.resend_code(ANN)
        app.password.forgot(ANN)
        app.password.help_unconfirmed(ANN)

        reset = {"Username": ANN, "ConfirmationCode": "123456", "Password": PASSWORD.get_secret_value()}
        assert client.requests == [
            ("confirm_sign_up", {"Username": ANN, "ConfirmationCode": "123456"}),
            ("confirm_forgot_password", reset),
            ("resend_confirmation_code", {"Username": ANN}),
            ("forgot_password", {"Username": ANN, "ClientMetadata": {}}),
            ("resend_confirmation_code", {"Username": ANN}),
        ]
        assert owners.events == [
            ("confirmed", ANN),
            ("password_was_reset", ANN),
            ("code_requested", ANN, "203.0.113.5"),
            ("code_requested", ANN, "203.0.113.5"),
        ]

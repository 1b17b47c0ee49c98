import pytest

from tests.local_cognito.people import CLIENT_ID, PASSWORD, POOL_ID, Person, refused, wrong
from tests.servers import Clock

NEW = "Another-horse-1"


def forget(person: Person) -> dict[str, str]:
    answer = person.client.forgot_password(ClientId=CLIENT_ID, Username=person.email)
    return dict(answer["CodeDeliveryDetails"])


def reset(person: Person, code: str, password: str = NEW) -> None:
    person.client.confirm_forgot_password(
        ClientId=CLIENT_ID, Username=person.email, ConfirmationCode=code, Password=password
    )


class TestForgottenPassword:
    def test_a_code_sets_a_new_password(self, alice: Person) -> None:
        forget(alice)
        purpose = alice.stand_in.messages(alice.email)[0]["purpose"]
        reset(alice, alice.code)

        assert purpose == "forgot_password"
        alice.sign_in(NEW)
        with refused("NotAuthorizedException"):
            alice.initiate(PASSWORD)

    def test_wrong_used_and_expired_reset_codes_are_refused(self, alice: Person, clock: Clock) -> None:
        forget(alice)
        code = alice.code

        with refused("CodeMismatchException"):
            reset(alice, wrong(code))
        reset(alice, code)
        with refused("ExpiredCodeException"):
            reset(alice, code)
        forget(alice)
        clock.advance(3600)
        with refused("ExpiredCodeException"):
            reset(alice, alice.code)

    def test_a_weak_password_does_not_use_up_the_code(self, alice: Person) -> None:
        forget(alice)

        with refused("InvalidPasswordException"):
            reset(alice, alice.code, "weak")
        reset(alice, alice.code)

    def test_wrong_reset_codes_are_limited(self, alice: Person) -> None:
        forget(alice)
        for _ in range(20):
            with refused("CodeMismatchException"):
                reset(alice, wrong(alice.code))

        with refused("LimitExceededException"):
            reset(alice, alice.code)

    def test_a_password_reset_ends_a_lockout(self, alice: Person) -> None:
        for _ in range(5):
            with refused("NotAuthorizedException"):
                alice.initiate(NEW)
        forget(alice)

        reset(alice, alice.code)

        alice.sign_in(NEW)

    @pytest.mark.parametrize("state", ["unknown", "unconfirmed", "disabled"])
    def test_users_who_get_no_code_get_the_same_response(self, newcomer: Person, state: str) -> None:
        if state != "unknown":
            newcomer.sign_up()
        if state == "disabled":
            newcomer.confirm()
            newcomer.client.admin_disable_user(UserPoolId=POOL_ID, Username=newcomer.email)
        before = newcomer.stand_in.messages(newcomer.email)

        answer = forget(newcomer)

        assert answer["Destination"] == f"{newcomer.email[0]}***@e***"
        assert newcomer.stand_in.messages(newcomer.email) == before

    def test_an_unknown_user_gets_the_same_errors(self, newcomer: Person) -> None:
        for _ in range(20):
            with refused("CodeMismatchException"):
                reset(newcomer, "123456")

        with refused("LimitExceededException"):
            reset(newcomer, "123456")


class TestChangePassword:
    def test_a_change_requires_the_previous_password(self, alice: Person) -> None:
        token = alice.sign_in()["AccessToken"]

        alice.client.change_password(AccessToken=token, PreviousPassword=PASSWORD, ProposedPassword=NEW)

        alice.sign_in(NEW)
        alice.client.get_user(AccessToken=token)

    def test_wrong_previous_passwords_are_refused_and_limited(self, alice: Person) -> None:
        token = alice.sign_in()["AccessToken"]
        for _ in range(20):
            with refused("NotAuthorizedException", "Incorrect username or password."):
                alice.client.change_password(AccessToken=token, PreviousPassword=NEW, ProposedPassword=NEW)

        with refused("LimitExceededException"):
            alice.client.change_password(AccessToken=token, PreviousPassword=PASSWORD, ProposedPassword=NEW)

    def test_a_new_password_must_satisfy_the_policy(self, alice: Person) -> None:
        token = alice.sign_in()["AccessToken"]

        with refused("InvalidPasswordException"):
            alice.client.change_password(AccessToken=token, PreviousPassword=PASSWORD, ProposedPassword="weak")

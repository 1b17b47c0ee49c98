"""Changes of a user while their password is being verified."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local_cognito import embedded_pool
from local_cognito.context import Context
from local_cognito.crypto.keys import Keyring
from local_cognito.crypto.passwords import Passwords
from local_cognito.errors import NotAuthorizedException
from local_cognito.mail.outbox import Outbox
from local_cognito.operations import password, sign_in, sign_up, users
from local_cognito.storage import Storage
from tests.local_cognito.people import CLIENT_ID, PASSWORD, POOL_ID
from tests.servers import Clock

ALICE = "alice@example.com"


class InterruptedPasswords(Passwords):
    """Calls `meanwhile` before each verification."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] = lambda: None

    def verify(self, stored: str | None, password: str) -> bool:
        self.meanwhile()
        return super().verify(stored, password)


@pytest.fixture
def passwords() -> InterruptedPasswords:
    return InterruptedPasswords()


@pytest.fixture
def context(tmp_path: Path, passwords: InterruptedPasswords) -> Iterator[Context]:
    """A context whose embedded pool has the confirmed user Alice."""
    storage = Storage(tmp_path / "pool.sqlite3")
    context = Context(storage, Clock(), Keyring(), passwords, Outbox(storage, lambda _: None), b"secret")
    embedded_pool.provision(context)
    attributes = [{"Name": "email", "Value": ALICE}]
    sign_up.sign_up(
        context,
        {"ClientId": CLIENT_ID, "Username": ALICE, "Password": PASSWORD, "UserAttributes": attributes},
    )
    sign_up.admin_confirm_sign_up(context, {"UserPoolId": POOL_ID, "Username": ALICE})
    yield context
    storage.close()


def initiate(context: Context) -> object:
    parameters = {"USERNAME": ALICE, "PASSWORD": PASSWORD}
    answer = sign_in.initiate_auth(
        context, {"ClientId": CLIENT_ID, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    )
    return answer.get("AuthenticationResult")


def delete(context: Context) -> None:
    users.admin_delete_user(context, {"UserPoolId": POOL_ID, "Username": ALICE})


def disable(context: Context) -> None:
    users.admin_disable_user(context, {"UserPoolId": POOL_ID, "Username": ALICE})


def change_password(context: Context) -> None:
    password.admin_set_user_password(
        context, {"UserPoolId": POOL_ID, "Username": ALICE, "Password": "Another-horse-1", "Permanent": True}
    )


class TestSignIn:
    @pytest.mark.parametrize("change", [delete, disable, change_password])
    def test_a_user_who_changes_during_the_password_check_is_refused(
        self, context: Context, passwords: InterruptedPasswords, change: Callable[[Context], None]
    ) -> None:
        passwords.meanwhile = lambda: change(context)

        with pytest.raises(NotAuthorizedException, match=r"Incorrect username or password\."):
            initiate(context)

    def test_a_user_who_does_not_change_is_signed_in(self, context: Context) -> None:
        assert initiate(context)

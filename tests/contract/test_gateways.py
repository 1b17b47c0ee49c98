"""Our gateways get from every pool what they tell the API: from the stand-in, from moto, and from a real one."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from tests.contract.scenarios import PASSWORD, WRONG_PASSWORD, Place
from vestibule import errors
from vestibule.cognito.challenges.sessions import Answers
from vestibule.cognito.models import NewPassword, SignedIn
from vestibule.cognito.user.account import Account
from vestibule.services import Services, build_services
from vestibule.settings import Settings

NEXT_PASSWORD = SecretStr("Battery-staple-7")

# What moto 5.2 cannot be asked, and why. Once it can, the test fails, and the line goes.
MOTO_LACKS = {
    "test_signing_in_brings_tokens_and_tells_who_it_is": "its ID tokens lack email_verified",
    "test_invited_user_chooses_a_password": "it names the user in other challenge parameters",
    "test_address_with_an_account_is_answered_like_a_new_one": "it lacks ResendConfirmationCode",
    "test_profile_is_read_changed_and_read_again": "it lacks DeleteUserAttributes",
    "test_token_is_refused_after_signing_out_everywhere": "it does not say why a token is refused",
}


@pytest.fixture(autouse=True)
def what_moto_lacks(request: pytest.FixtureRequest, place: Place) -> None:
    """Expect a test to fail where moto is known to."""
    if place.name == "moto" and (reason := MOTO_LACKS.get(request.node.originalname)):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture
def services(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        if place.name != "real":
            monkeypatch.setenv(name, "test")
    endpoint = place.client.meta.endpoint_url if place.name == "local_cognito" else None
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        cognito_user_pool_id=place.pool_id,
        cognito_client_id=(place.client_id,),
        cognito_endpoint_url=endpoint,
    )
    built = build_services(settings)
    yield built
    for client in (built.user_pool.client, built.user_admin.client):
        client.close()


@pytest.fixture
def email(place: Place) -> str:
    return place.confirmed()


@pytest.fixture
def account(services: Services, email: str) -> Account:
    return services.account(SecretStr(sign_in(services, email).access_token))


def sign_in(services: Services, email: str, password: str = PASSWORD) -> SignedIn:
    step = services.user_pool.sign_in(email, SecretStr(password))
    assert isinstance(step, SignedIn)
    return step


def test_signing_in_brings_tokens_and_tells_who_it_is(services: Services, email: str) -> None:
    step = sign_in(services, email)

    assert step.expires_in > 0
    assert step.refresh_token
    assert (step.user.email, step.user.email_verified) == (email, True)


def test_wrong_password_is_refused(services: Services, email: str) -> None:
    with pytest.raises(errors.InvalidCredentials):
        services.user_pool.sign_in(email, SecretStr(WRONG_PASSWORD))


def test_invited_user_chooses_a_password(services: Services, place: Place) -> None:
    step = services.user_pool.sign_in(place.invited(), SecretStr(PASSWORD))
    assert isinstance(step, NewPassword)

    signed_in = services.user_pool.answer(step.session, Answers(new_password=NEXT_PASSWORD))

    assert isinstance(signed_in, SignedIn)


def test_new_account_waits_for_its_code(services: Services, place: Place) -> None:
    signed_up = services.user_pool.sign_up(place.newcomer(), SecretStr(PASSWORD), {"name": "Alice"})

    assert not signed_up.confirmed
    assert signed_up.user_sub


def test_address_with_an_account_is_answered_like_a_new_one(services: Services, email: str) -> None:
    signed_up = services.user_pool.sign_up(email, SecretStr(PASSWORD), {})

    assert not signed_up.confirmed


def test_weak_password_is_refused_at_sign_up(services: Services, place: Place) -> None:
    with pytest.raises(errors.PasswordTooWeak):
        services.user_pool.sign_up(place.newcomer(), SecretStr("weak"), {})


def test_forgotten_password_is_answered_by_where_a_code_went(services: Services, email: str) -> None:
    sent = services.user_pool.forgot_password(email)

    assert sent.delivery.medium == "email"
    assert sent.delivery.destination.endswith("***@e***")


def test_profile_is_read_changed_and_read_again(account: Account, email: str) -> None:
    updated = account.update({"name": "Alice", "locale": "fr"})
    without = account.update({"locale": None})

    assert (updated.email, updated.attributes) == (email, {"name": "Alice", "locale": "fr"})
    assert without.attributes == {"name": "Alice"}
    assert account.profile().attributes == {"name": "Alice"}


def test_password_is_changed_by_who_knows_it(services: Services, account: Account, email: str) -> None:
    account.change_password(SecretStr(PASSWORD), NEXT_PASSWORD)

    assert sign_in(services, email, NEXT_PASSWORD.get_secret_value())


def test_token_is_refused_after_signing_out_everywhere(account: Account) -> None:
    account.sign_out_everywhere()

    with pytest.raises(errors.TokenInvalid):
        account.profile()


def test_pool_tells_its_rules(services: Services) -> None:
    pool = services.user_admin.describe()

    assert pool.password_policy.minimum_length >= 6
    assert "email" in {attribute.name for attribute in pool.attributes}
    assert pool.self_sign_up

"""How long codes, sessions and tokens are valid: until the second before their end, and not at their end."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.authenticator import Authenticator
from tests.local_cognito import test_import_jobs as imports
from tests.local_cognito.factors import PASSKEYS_ON, first_factors, pool
from tests.local_cognito.oauth_browser import Browser, query_of
from tests.local_cognito.people import CLIENT_ID, PASSWORD, POOL_ID, Person, StandIn, new_person, wrong
from tests.local_cognito.test_clients import new_client

MINUTE, HOUR, DAY = 60, 3600, 86400
Use = Callable[[], object]
TEMPORARY = "Temporary-1"


def sign_up_code(stand_in: StandIn) -> Use:
    person = Person(stand_in).sign_up()
    code = person.code
    return lambda: person.confirm(code)


def reset_code(stand_in: StandIn) -> Use:
    person = Person(stand_in).sign_up().confirm()
    named: Any = {"ClientId": CLIENT_ID, "Username": person.email}
    person.client.forgot_password(**named)
    code = person.code
    return lambda: person.client.confirm_forgot_password(**named, ConfirmationCode=code, Password=PASSWORD)


def attribute_code(attribute: str) -> Callable[[StandIn], Use]:
    def begin(stand_in: StandIn) -> Use:
        person = pool(stand_in, AutoVerifiedAttributes=["email", "phone_number"]).sign_up().confirm()
        value = Person(stand_in).email if attribute == "email" else f"+1415{uuid.uuid4().int % 10**7:07}"
        token = person.sign_in()["AccessToken"]
        username = person.client.get_user(AccessToken=token)["Username"]
        person.update(token, **{attribute: value})
        code = stand_in.code(value)
        return lambda: person.client.verify_user_attribute(
            AccessToken=person.initiate(username=username)["AuthenticationResult"]["AccessToken"],
            AttributeName=attribute,
            Code=code,
        )

    return begin


def invite(person: Person) -> Person:
    person.client.admin_create_user(
        UserPoolId=person.pool_id, Username=person.email, TemporaryPassword=TEMPORARY, MessageAction="SUPPRESS"
    )
    return person


def challenge(minutes: int | None) -> Callable[[StandIn], Use]:
    def begin(stand_in: StandIn) -> Use:
        more = {} if minutes is None else {"AuthSessionValidity": minutes}
        person = invite(Person(stand_in, new_client(stand_in.client, **more)["ClientId"]))
        session = person.initiate(TEMPORARY)["Session"]
        return lambda: person.client.respond_to_auth_challenge(
            ClientId=person.client_id,
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=session,
            ChallengeResponses={"USERNAME": person.email, "NEW_PASSWORD": PASSWORD},
        )

    return begin


def temporary_password(days: int | None) -> Callable[[StandIn], Use]:
    def begin(stand_in: StandIn) -> Use:
        policy = {} if days is None else {"PasswordPolicy": {"TemporaryPasswordValidityDays": days}}
        person = invite(pool(stand_in, Policies=policy))
        return lambda: person.initiate(TEMPORARY)

    return begin


def set_password(stand_in: StandIn) -> Use:
    person = Person(stand_in).sign_up().confirm()
    person.client.admin_set_user_password(UserPoolId=POOL_ID, Username=person.email, Password=TEMPORARY)
    return lambda: person.initiate(TEMPORARY)


def access_token(stand_in: StandIn) -> Use:
    person = Person(stand_in).sign_up().confirm()
    token = person.sign_in()["AccessToken"]
    return lambda: person.client.get_user(AccessToken=token)


def refresh_token(settings: dict[str, Any]) -> Callable[[StandIn], Use]:
    def begin(stand_in: StandIn) -> Use:
        person = Person(stand_in, new_client(stand_in.client, **settings)["ClientId"]).sign_up().confirm()
        token = person.sign_in()["RefreshToken"]
        return lambda: person.client.get_tokens_from_refresh_token(ClientId=person.client_id, RefreshToken=token)

    return begin


def rotated_token(stand_in: StandIn) -> Use:
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 30}
    flows = ["ALLOW_USER_PASSWORD_AUTH"]
    use = refresh_token({"RefreshTokenRotation": rotation, "ExplicitAuthFlows": flows})(stand_in)
    use()
    return use


def passkey_registration(stand_in: StandIn) -> Use:
    person = pool(stand_in, "OFF", PASSKEYS_ON, **first_factors("PASSWORD", "WEB_AUTHN")).sign_up().confirm()
    token = person.sign_in()["AccessToken"]
    options = person.client.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]
    credential = Authenticator().create(options)
    return lambda: person.client.complete_web_authn_registration(AccessToken=token, Credential=credential)


def wrong_codes(stand_in: StandIn) -> Use:
    """The end of a limit: not valid before it."""
    person = Person(stand_in).sign_up()
    code = person.code
    for _ in range(20):
        with pytest.raises(ClientError, match="CodeMismatch"):
            person.confirm(wrong(code))
    return lambda: person.confirm(code)


def upload(stand_in: StandIn) -> Use:
    person = new_person(stand_in, AutoVerifiedAttributes=["email"])
    job = imports.create(person)

    def put() -> None:
        response = httpx.put(job["PreSignedUrl"], content=b"", headers=imports.ENCRYPTED)
        assert response.status_code == 200, response.text

    return put


def import_job(stand_in: StandIn) -> Use:
    person = new_person(stand_in, AutoVerifiedAttributes=["email"])
    job = imports.create(person)

    def check() -> None:
        assert imports.describe(person, job)["Status"] == "Created"

    return check


def signed_in_browser(stand_in: StandIn) -> Browser:
    browser = Browser(stand_in.url)
    browser.sign_in_with("Google", subject=Person(stand_in).email, email=Person(stand_in).email, name="Sam")
    return browser


def authorization_code(stand_in: StandIn) -> Use:
    browser = signed_in_browser(stand_in)
    code = query_of(browser.authorize().headers["location"])["code"]

    def exchange() -> None:
        assert browser.exchange(code).status_code == 200

    return exchange


def browser_session(stand_in: StandIn) -> Use:
    browser = signed_in_browser(stand_in)

    def authorize() -> None:
        assert "code" in query_of(browser.authorize(prompt="none").headers["location"])

    return authorize


def provider_request(stand_in: StandIn) -> Use:
    browser, subject = Browser(stand_in.url), uuid.uuid4().hex
    page = browser.follow(browser.authorize(identity_provider="Google"))

    def answer() -> None:
        response = browser.submit(page, action="sign_in", subject=subject, email=f"{subject}@example.com")
        assert "code" in query_of(response.headers.get("location", ""))

    return answer


ROTATING = {"RefreshTokenValidity": 2, "TokenValidityUnits": {"RefreshToken": "hours"}}
VALID: dict[str, tuple[Callable[[StandIn], Use], int]] = {
    "code of a sign-up": (sign_up_code, DAY),
    "code of a forgotten password": (reset_code, HOUR),
    "code of a new e-mail address": (attribute_code("email"), DAY),
    "code of a new phone number": (attribute_code("phone_number"), DAY),
    "challenge": (challenge(None), 3 * MINUTE),
    "challenge of a client with a setting": (challenge(15), 15 * MINUTE),
    "temporary password": (temporary_password(None), 7 * DAY),
    "temporary password of a pool with a setting": (temporary_password(1), DAY),
    "temporary password of a pool with the setting 0": (temporary_password(0), 7 * DAY),
    "temporary password that was set": (set_password, 7 * DAY),
    "access token": (access_token, HOUR),
    "refresh token": (refresh_token({}), 30 * DAY),
    "refresh token of a client with a setting": (refresh_token(ROTATING), 2 * HOUR),
    "registration of a passkey": (passkey_registration, 5 * MINUTE),
    "upload of users": (upload, 15 * MINUTE),
    "import job": (import_job, DAY),
    "authorization code": (authorization_code, 5 * MINUTE),
    "session of a browser": (browser_session, HOUR),
    "request to a provider": (provider_request, 5 * MINUTE),
}


@pytest.mark.parametrize("name", VALID)
def test_it_is_valid_before_its_end_and_not_at_its_end(stand_in: StandIn, name: str) -> None:
    begin, seconds = VALID[name]
    early = begin(stand_in)
    stand_in.clock.advance(seconds - 1)
    early()

    late = begin(stand_in)
    stand_in.clock.advance(seconds)
    with pytest.raises((ClientError, AssertionError)):
        late()


def test_a_rotated_refresh_token_is_valid_to_the_end_of_its_grace(stand_in: StandIn) -> None:
    use = rotated_token(stand_in)

    stand_in.clock.advance(30)
    use()
    stand_in.clock.advance(1)
    with pytest.raises(ClientError, match="RefreshTokenReuseException"):
        use()


def test_wrong_codes_count_for_an_hour(stand_in: StandIn) -> None:
    use = wrong_codes(stand_in)

    stand_in.clock.advance(HOUR - 1)
    with pytest.raises(ClientError, match="LimitExceededException"):
        use()
    stand_in.clock.advance(1)
    use()


def test_an_expired_session_is_remembered_for_a_week(stand_in: StandIn) -> None:
    use = refresh_token(ROTATING)(stand_in)
    other = Person(stand_in).sign_up().confirm()

    stand_in.clock.advance(2 * HOUR + 7 * DAY - 1)
    other.sign_in()
    with pytest.raises(ClientError, match="Refresh Token has expired"):
        use()
    stand_in.clock.advance(1)
    other.sign_in()
    with pytest.raises(ClientError, match="Invalid Refresh Token"):
        use()


def first_password(person: Person) -> None:
    person.client.respond_to_auth_challenge(
        ClientId=person.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=person.initiate(TEMPORARY)["Session"],
        ChallengeResponses={"USERNAME": person.email, "NEW_PASSWORD": PASSWORD},
    )


def permanent_password(person: Person) -> None:
    person.client.admin_set_user_password(**named(person), Password=PASSWORD, Permanent=True)


def reset_password(person: Person) -> None:
    flag = {"Name": "email_verified", "Value": "true"}
    person.client.admin_update_user_attributes(**named(person), UserAttributes=[flag])
    person.client.admin_set_user_password(**named(person), Password=TEMPORARY, Permanent=True)
    person.client.admin_reset_user_password(**named(person))
    person.client.confirm_forgot_password(
        ClientId=person.client_id, Username=person.email, ConfirmationCode=person.code, Password=PASSWORD
    )


def named(person: Person) -> dict[str, str]:
    return {"UserPoolId": person.pool_id, "Username": person.email}


@pytest.mark.parametrize("choose", [first_password, permanent_password, reset_password])
def test_a_password_that_took_the_place_of_a_temporary_one_does_not_expire(
    stand_in: StandIn, choose: Callable[[Person], None]
) -> None:
    person = invite(Person(stand_in))
    choose(person)

    stand_in.clock.advance(8 * DAY)

    assert person.sign_in()["AccessToken"]

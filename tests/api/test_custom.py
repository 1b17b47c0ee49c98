"""The challenge `custom`: what the pool's own triggers ask in place of a password."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.cognito import create_cognito
from tests.factors import answer, make_pool
from tests.hooks import Event, Functions
from tests.local_cognito.people import boto3_client
from tests.servers import Clock, serve

TRIGGERS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")
LAMBDAS = {name: f"arn:aws:lambda:us-east-1:000000000000:function:{name}" for name in TRIGGERS}
QUESTION = {"question": "What is <b>1 + 1</b>?", "hint": "fewer than 3"}
CUSTOM = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH"]


def define(request: Event) -> object:
    """Two right answers sign in; the third wrong one fails."""
    results = [entry["challengeResult"] for entry in request["session"]]
    done = results.count(True) == 2
    return {
        "challengeName": "CUSTOM_CHALLENGE",
        "issueTokens": done,
        "failAuthentication": results.count(False) == 3,
    }


def create(_request: Event) -> object:
    return {"publicChallengeParameters": QUESTION, "privateChallengeParameters": {"answer": "2"}}


def verify(request: Event) -> object:
    is_user = not request["userNotFound"]
    return {"answerCorrect": is_user and request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]}


@pytest.fixture(scope="module")
def hooked(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Local Cognito with the three triggers."""
    functions = Functions()
    for name, function in zip(TRIGGERS, (define, create, verify), strict=True):
        functions.on(name, function)
    data = tmp_path_factory.mktemp("custom") / "pool.sqlite3"
    with (
        serve(functions.app) as hook_url,
        serve(create_cognito(data, clock=clock, triggers=dict.fromkeys(TRIGGERS, hook_url))) as url,
    ):
        yield url


@pytest.fixture(scope="module")
def cognito(hooked: str) -> Iterator[CognitoIdentityProviderClient]:
    client = boto3_client(hooked)
    yield client
    client.close()


def pool_with(cognito: CognitoIdentityProviderClient, *flows: str, **pool: Any) -> dict[str, str]:
    """Settings of an API on a pool with the triggers, and a client with these flows."""
    made = make_pool(cognito, pool={"LambdaConfig": LAMBDAS, **pool}, mfa={"MfaConfiguration": "OFF"})
    cognito.update_user_pool_client(
        UserPoolId=made["cognito_user_pool_id"],
        ClientId=made["cognito_client_id"],
        ExplicitAuthFlows=[*CUSTOM, *flows],
        PreventUserExistenceErrors="ENABLED",
    )
    return made


@pytest.fixture(scope="module")
def api(hooked: str, cognito: CognitoIdentityProviderClient, clock: Clock) -> Iterator[TestClient]:
    with running(settings_for(hooked, **pool_with(cognito)), clock) as client:
        yield client


@pytest.fixture
def outbox(hooked: str) -> Outbox:
    return Outbox(hooked)


@pytest.fixture
def alice(newcomer: Person) -> Person:
    return newcomer.sign_up().confirm()


def begin(person: Person) -> Any:
    return person.client.post("/api/auth/sign-in", json={"email": person.email}).json()


class TestCustom:
    def test_the_address_alone_begins_it_where_it_is_the_only_other_way(self, alice: Person) -> None:
        assert alice.client.get("/api/auth/config").json()["factors"] == ["password", "custom"]

        step = begin(alice)

        assert (step["kind"], step["parameters"]) == ("custom", QUESTION)
        assert "session" in step

    def test_the_right_answers_sign_in(self, alice: Person) -> None:
        second = answer(alice, begin(alice), answer="2").json()
        assert second["kind"] == "custom"

        signed_in = answer(alice, second, answer="2")

        assert signed_in.json()["status"] == "signed_in", signed_in.text
        assert signed_in.json()["user"]["email"] == alice.email
        assert "vestibule_refresh" in signed_in.cookies

    def test_beginning_it_is_limited_because_triggers_may_send_messages(
        self, hooked: str, cognito: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        settings = settings_for(hooked, rate_limits="on", **pool_with(cognito))
        body = {"email": "somebody@example.com"}
        with running(settings, clock) as client:
            statuses = [client.post("/api/auth/sign-in", json=body).status_code for _ in range(51)]

        assert statuses == 50 * [200] + [429]

    def test_choosing_it_is_limited_because_triggers_may_send_messages(
        self, hooked: str, cognito: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        pool = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}}
        settings = settings_for(hooked, rate_limits="on", **pool_with(cognito, "ALLOW_USER_AUTH", **pool))
        with running(settings, clock) as client:
            person = Person(client, Outbox(hooked))
            chosen = begin(person)
            statuses = [answer(person, chosen, factor="custom").status_code for _ in range(51)]

        assert statuses == 50 * [200] + [429]

    def test_the_password_still_signs_in(self, alice: Person) -> None:
        alice.sign_in()

    def test_a_session_allows_one_answer(self, alice: Person) -> None:
        step = begin(alice)
        answer(alice, step, answer="2")

        assert_problem(answer(alice, step, answer="2"), 400, "session-invalid", "session")

    def test_known_and_unknown_users_get_the_same_answers(self, alice: Person, outbox: Outbox) -> None:
        nobody = Person(alice.client, outbox)
        steps = {person.email: begin(person) for person in (alice, nobody)}
        for _ in range(2):
            steps = {
                person.email: answer(person, steps[person.email], answer="wrong").json() for person in (alice, nobody)
            }
            shown = [{**step, "session": ""} for step in steps.values()]
            assert shown[0] == shown[1]
        for person in (alice, nobody):
            refused = answer(person, steps[person.email], answer="wrong")
            assert_problem(refused, 401, "invalid-credentials")

    def test_an_unconfirmed_user_is_not_signed_in(self, newcomer: Person) -> None:
        newcomer.sign_up()
        second = answer(newcomer, begin(newcomer), answer="2").json()

        assert_problem(answer(newcomer, second, answer="2"), 401, "invalid-credentials")

    @pytest.mark.parametrize("members", [{}, {"answer": ""}, {"answer": 2}, {"answer": "x" * 2049}, {"code": "2"}])
    def test_an_answer_is_a_text(self, alice: Person, members: dict[str, object]) -> None:
        assert answer(alice, begin(alice), **members).status_code == 422

    def test_wrong_answers_are_limited_also_in_parallel(
        self, alice: Person, hooked: str, cognito: CognitoIdentityProviderClient, clock: Clock, outbox: Outbox
    ) -> None:
        with running(settings_for(hooked, rate_limits="on", **pool_with(cognito)), clock) as limited:
            person = Person(limited, outbox)
            steps = [begin(person) for _ in range(30)]
            with ThreadPoolExecutor(30) as threads:
                answers = list(threads.map(lambda step: answer(person, step, answer="wrong"), steps))

        assert len([one for one in answers if one.status_code == 200]) <= 20
        assert {one.status_code for one in answers} == {200, 429}
        assert alice.email

    def test_a_custom_challenge_can_be_chosen_beside_other_factors(
        self, hooked: str, cognito: CognitoIdentityProviderClient, clock: Clock, outbox: Outbox
    ) -> None:
        policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}
        pool = pool_with(cognito, "ALLOW_USER_AUTH", Policies=policies)
        with running(settings_for(hooked, **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm()
            step = begin(person)
            assert step["factors"] == ["password", "email_otp", "custom"]

            asked = answer(person, step, factor="custom").json()
            done = answer(person, answer(person, asked, answer="2").json(), answer="2")

        assert asked["parameters"] == QUESTION
        assert done.json()["status"] == "signed_in"

    def test_no_answer_is_logged(self, alice: Person, capsys: pytest.CaptureFixture[str]) -> None:
        answer(alice, begin(alice), answer="A-secret-answer")

        logged = capsys.readouterr()
        assert "A-secret-answer" not in logged.out + logged.err

"""A request for a mailed code, and its answers, reveal nothing about who has an account."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, running, settings_for
from tests.factors import answer, turn_on_totp
from tests.faults import Fault, answering, cognito_error, faulty, passing
from tests.mailed_codes import begin, have_code_sent
from tests.servers import Clock


class TestSecrecy:
    def test_known_and_unknown_users_get_the_same_answers(
        self,
        client: TestClient,
        outbox: Outbox,
        disabled: Person,
        invited: Person,
        clock: Clock,
        pool_admin: CognitoIdentityProviderClient,
    ) -> None:
        known = Person(client, outbox).sign_up().confirm()
        unconfirmed = Person(client, outbox).sign_up()
        with_app = Person(client, outbox).sign_up().confirm().sign_in()
        turn_on_totp(with_app, pool_admin, clock)
        without_password = Person(client, outbox)
        pool_admin.sign_up(ClientId="vestibulelocal", Username=without_password.email)
        people = [known, unconfirmed, disabled, invited, with_app, without_password, Person(client, outbox)]
        chosen = [begin(person) for person in people]
        sent = [answer(person, step, factor="email_otp").json() for person, step in zip(people, chosen, strict=True)]

        def shown(step: dict[str, Any], person: Person) -> str:
            return str({**step, "session": ""}).replace(f"'{person.email[0]}***", "'***")

        assert len({shown(step, person) for step, person in zip(chosen, people, strict=True)}) == 1
        assert len({shown(step, person) for step, person in zip(sent, people, strict=True)}) == 1
        assert len({len(step["session"]) for step in chosen}) == 1
        assert len({len(step["session"]) for step in sent}) == 1
        for factor in ("email_otp", "passkey", "email_otp"):  # the choice was made
            again = [answer(person, step, factor=factor) for person, step in zip(people, chosen, strict=True)]
            assert {(one.status_code, one.json()["code"]) for one in again} == {(400, "session-invalid")}
        for _ in range(7):  # beyond Cognito's lockout
            refused = [answer(person, step, code="00000000") for person, step in zip(people, sent, strict=True)]
            assert len({one.text for one in refused}) == 1

    @pytest.mark.parametrize("began_with", ["EMAIL_OTP", "PASSWORD_SRP", "WEB_AUTHN"])
    def test_a_challenge_that_cognito_begins_with_for_an_unknown_user_does_not_show(
        self, alice: Person, cognito_url: str, clock: Clock, outbox: Outbox, began_with: str
    ) -> None:
        simulated = {"ChallengeName": began_with, "Session": "x" * 32, "ChallengeParameters": {}}
        with faulty(cognito_url) as proxy, running(settings_for(proxy.url, log_level="ERROR"), clock) as client:
            known, unknown = (
                Person(client, outbox, alice.email),
                Person(client, outbox, f"{alice.email[0]}@example.com"),
            )
            chosen = begin(known)
            sent = answer(known, chosen, factor="email_otp").json()
            wrong = answer(known, sent, code="00000000").json()

            proxy.set(answering(200, json.dumps(simulated).encode()), only="InitiateAuth")
            steps = [begin(unknown)]
            proxy.set(cognito_error("CodeMismatchException"), only="RespondToAuthChallenge")
            steps.append(answer(unknown, steps[0], factor="email_otp").json())

            assert [{**step, "session": ""} for step in steps] == [{**step, "session": ""} for step in (chosen, sent)]
            assert answer(unknown, steps[1], code="00000000").json() == wrong

    def test_every_answer_takes_as_many_calls_for_users_without_a_mailed_code(
        self, alice: Person, invited: Person, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        simulated = {"ChallengeName": "PASSWORD_SRP", "Session": "x" * 32, "ChallengeParameters": {}}

        def calls(person: Person, began: Fault = passing) -> list[dict[str, int]]:
            proxy.set(began, only="InitiateAuth")
            chosen = begin(person)
            counted = [dict(proxy.received)]
            for given in ({"factor": "email_otp"}, {"code": "00000000"}, {"code": "00000001"}):
                proxy.heal()
                step = answer(person, chosen, **given).json()
                chosen = step if "session" in step else chosen
                counted.append(dict(proxy.received))
            return counted

        with faulty(cognito_url) as proxy, running(settings_for(proxy.url), clock) as client:
            known, without, unknown = (
                Person(client, outbox, email) for email in (alice.email, invited.email, "nobody@example.com")
            )
            client.get("/api/auth/config")  # reads the pool's description, once

            began_otherwise = answering(200, json.dumps(simulated).encode())
            assert calls(known) == calls(without) == calls(unknown) == calls(unknown, began_otherwise)

    def test_users_without_a_mailed_code_are_sent_none(self, outbox: Outbox, invited: Person) -> None:
        before = len(outbox.messages(invited.email))

        assert have_code_sent(invited)["kind"] == "email_otp"
        assert len(outbox.messages(invited.email)) == before

    def test_the_number_of_messages_is_limited_for_every_address(
        self, alice: Person, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        def messages_until_refused(person: Person) -> int:
            for number in range(20):
                response = answer(person, begin(person), factor="email_otp")
                if response.status_code == 429:
                    assert response.json()["code"] == "too-many-requests"
                    return number
            return 20

        with running(settings_for(cognito_url, rate_limits="on"), clock) as limited:
            assert messages_until_refused(Person(limited, outbox)) == 10
            assert messages_until_refused(Person(limited, outbox, alice.email)) <= 10

    def test_parallel_guesses_get_no_more_tries_than_sequential_ones(
        self, alice: Person, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        with running(settings_for(cognito_url, rate_limits="on"), clock) as limited:
            person = Person(limited, outbox, alice.email)
            step = have_code_sent(person)
            guesses = [f"{(int(alice.code) + offset) % 10**8:08}" for offset in range(1, 51)]
            with ThreadPoolExecutor(50) as threads:
                answers = list(threads.map(lambda code: answer(person, step, code=code), guesses))

        assert len([one for one in answers if one.json()["code"] == "code-mismatch"]) <= 20
        assert {one.status_code for one in answers} <= {400, 429}

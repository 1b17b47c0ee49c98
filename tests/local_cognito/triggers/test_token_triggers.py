"""Lambda triggers that change tokens, and those of custom authentication."""

import uuid
from typing import Any

import pytest
from jose import jwt

from tests.local_cognito.factors import answer, pool, prefer
from tests.local_cognito.people import Person, StandIn, boto3_client, refused
from tests.local_cognito.srp_client import SrpClient, timestamp
from tests.local_cognito.triggers.conftest import Functions

Event = dict[str, Any]
CUSTOM = ("ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH")


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
        """Triggers that ask one riddle, with three attempts. Returns the answer."""
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

    def test_custom_auth_can_begin_with_the_password(self, person: Person, functions: Functions, riddle: str) -> None:
        person.sign_up().confirm()
        srp = SrpClient(person.pool_id.partition("_")[2], person.password)

        challenge = self.start(person, CHALLENGE_NAME="SRP_A", SRP_A=srp.public)
        assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
        parameters = challenge["ChallengeParameters"]
        proof = srp.answers(parameters, parameters["USER_ID_FOR_SRP"], timestamp(person.stand_in.clock()))
        challenge = answer(person, challenge, **proof)

        assert challenge["ChallengeName"] == "CUSTOM_CHALLENGE"
        assert answer(person, challenge, ANSWER=riddle)["AuthenticationResult"]
        history = functions.of("DefineAuthChallenge_Authentication")[-1]["request"]["session"]
        assert [(entry["challengeName"], entry["challengeResult"]) for entry in history] == [
            ("SRP_A", True),
            ("PASSWORD_VERIFIER", True),
            ("CUSTOM_CHALLENGE", True),
        ]

    def test_no_second_factor_follows_a_riddle(self, person: Person, riddle: str) -> None:
        person.sign_up().confirm()
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True, "PreferredMfa": True})
        assert person.initiate()["ChallengeName"] == "EMAIL_OTP"

        assert answer(person, self.start(person), ANSWER=riddle)["AuthenticationResult"]

    def test_an_unknown_user_is_challenged_and_refused(self, person: Person, functions: Functions, riddle: str) -> None:
        challenge = self.start(person)

        with refused("NotAuthorizedException", "Incorrect username or password."):
            answer(person, challenge, ANSWER=riddle)
        assert functions.of("DefineAuthChallenge_Authentication")[0]["request"]["userNotFound"] is True

    def test_a_disabled_user_is_challenged_and_refused(self, person: Person, riddle: str) -> None:
        person.sign_up().confirm()
        challenge = self.start(person)
        person.client.admin_disable_user(UserPoolId=person.pool_id, Username=person.email)

        for one in (challenge, self.start(person)):
            with refused("NotAuthorizedException"):
                answer(person, one, ANSWER=riddle)

    def test_custom_auth_needs_triggers(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=CUSTOM).sign_up().confirm()

        with refused("InvalidParameterException", "Custom auth lambda trigger is not configured for the user pool."):
            self.start(person)

    def test_a_trigger_that_decides_nothing_is_refused(self, person: Person) -> None:
        person.sign_up().confirm()

        with refused("InvalidLambdaResponseException"):
            self.start(person)

    @pytest.mark.parametrize(
        ("name", "parameters"),
        [("PASSWORD_VERIFIER", {}), ("SMS_MFA", {"CHALLENGE_NAME": "SRP_A", "SRP_A": "2"}), (None, {})],
    )
    def test_a_challenge_that_cannot_follow_is_refused(
        self, person: Person, functions: Functions, name: str | None, parameters: dict[str, str]
    ) -> None:
        functions.on("DefineAuthChallenge", lambda _: {"challengeName": name, "issueTokens": "true"})
        person.sign_up().confirm()

        with refused("InvalidLambdaResponseException", "no challenge that can follow"):
            self.start(person, **parameters)

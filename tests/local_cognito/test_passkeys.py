"""Passkeys: registration, the list, and sign-in with them."""

import json
from typing import Any

import pytest

from tests.authenticator import Authenticator, base64url
from tests.local_cognito.factors import (
    EMAIL_ON,
    MULTI_FACTOR_PASSKEYS,
    PASSKEYS_ON,
    USER_AUTH,
    add_passkey,
    answer,
    choose,
    credential_for,
    first_factors,
    pool,
    prefer,
)
from tests.local_cognito.people import Person, StandIn, refused
from tests.servers import Clock

FACTORS = first_factors("PASSWORD", "EMAIL_OTP", "WEB_AUTHN")


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    return pool(stand_in, "OFF", PASSKEYS_ON, flows=USER_AUTH, **FACTORS).sign_up().confirm()


class TestRegistration:
    def test_the_options_are_those_of_cognito(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]

        options: Any = person.client.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]

        assert options["rp"] == {"id": "localhost", "name": "localhost"}
        assert [entry["alg"] for entry in options["pubKeyCredParams"]] == [-7, -257]
        assert options["authenticatorSelection"] == {
            "requireResidentKey": True,
            "residentKey": "required",
            "userVerification": "preferred",
        }
        assert (options["excludeCredentials"], len(options["challenge"])) == ([], 22)

    def test_a_passkey_is_listed_and_can_be_deleted(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        add_passkey(person, token)

        (credential,) = person.client.list_web_authn_credentials(AccessToken=token)["Credentials"]
        options: Any = person.client.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]
        factors = person.client.get_user_auth_factors(AccessToken=token)

        assert credential["RelyingPartyId"] == "localhost"
        assert credential["AuthenticatorTransports"] == ["internal", "hybrid"]
        assert credential["AuthenticatorAttachment"] == "platform"
        assert options["excludeCredentials"] == [{"type": "public-key", "id": credential["CredentialId"]}]
        assert "WEB_AUTHN" in factors["ConfiguredUserAuthFactors"]
        named: Any = {"AccessToken": token, "CredentialId": credential["CredentialId"]}
        person.client.delete_web_authn_credential(**named)
        assert person.client.list_web_authn_credentials(AccessToken=token)["Credentials"] == []
        with refused("ResourceNotFoundException"):
            person.client.delete_web_authn_credential(**named)

    def test_other_users_cannot_delete_a_passkey(self, person: Person, stand_in: StandIn) -> None:
        token = person.sign_in()["AccessToken"]
        add_passkey(person, token)
        (credential,) = person.client.list_web_authn_credentials(AccessToken=token)["Credentials"]
        other = Person(stand_in, person.client_id, person.pool_id).sign_up().confirm()

        with refused("ResourceNotFoundException"):
            other.client.delete_web_authn_credential(
                AccessToken=other.sign_in()["AccessToken"], CredentialId=credential["CredentialId"]
            )

    def test_the_list_has_pages(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        for _ in range(3):
            add_passkey(person, token)

        first = person.client.list_web_authn_credentials(AccessToken=token, MaxResults=2)
        second = person.client.list_web_authn_credentials(AccessToken=token, MaxResults=2, NextToken=first["NextToken"])

        assert (len(first["Credentials"]), len(second["Credentials"])) == (2, 1)
        assert "NextToken" not in second

    def test_a_user_has_at_most_twenty_passkeys(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        for _ in range(20):
            add_passkey(person, token)

        with refused("LimitExceededException"):
            person.client.start_web_authn_registration(AccessToken=token)

    def test_a_registration_works_once_for_five_minutes_and_until_the_next(self, person: Person, clock: Clock) -> None:
        token, authenticator = person.sign_in()["AccessToken"], Authenticator()

        def start() -> Any:
            return person.client.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]

        def complete(options: Any) -> None:
            person.client.complete_web_authn_registration(AccessToken=token, Credential=authenticator.create(options))

        replaced, options = start(), start()
        with refused("WebAuthnChallengeNotFoundException"):
            complete(replaced)
        complete(options)
        with refused("WebAuthnChallengeNotFoundException"):
            complete(options)
        options = start()
        clock.advance(300)
        with refused("WebAuthnChallengeNotFoundException"):
            complete(options)

    @pytest.mark.parametrize(
        ("authenticator", "error"),
        [
            (Authenticator(origin="https://evil.example"), "WebAuthnOriginNotAllowedException"),
            (Authenticator(origin="http://localhost:5173.evil.example"), "WebAuthnOriginNotAllowedException"),
            (Authenticator(rp_id="other.example"), "WebAuthnRelyingPartyMismatchException"),
            (Authenticator(algorithm=-35), "WebAuthnCredentialNotSupportedException"),
        ],
    )
    def test_a_faulty_registration_is_refused_with_its_error(
        self, person: Person, authenticator: Authenticator, error: str
    ) -> None:
        token = person.sign_in()["AccessToken"]
        options = person.client.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]

        with refused(error):
            person.client.complete_web_authn_registration(AccessToken=token, Credential=authenticator.create(options))

    @pytest.mark.parametrize("credential", [{}, {"id": 1, "response": None}, {"response": {"clientDataJSON": "!"}}])
    def test_a_malformed_credential_is_an_invalid_parameter(self, person: Person, credential: dict[str, Any]) -> None:
        token = person.sign_in()["AccessToken"]
        person.client.start_web_authn_registration(AccessToken=token)

        with refused("InvalidParameterException", "Credential data is not valid"):
            person.client.complete_web_authn_registration(AccessToken=token, Credential=credential)

    def test_another_client_cannot_complete_a_registration(self, person: Person) -> None:
        options = person.client.start_web_authn_registration(AccessToken=person.sign_in()["AccessToken"])
        other = person.client.create_user_pool_client(
            UserPoolId=person.pool_id, ClientName="other", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]
        elsewhere = Person(person.stand_in, other["ClientId"], person.pool_id, email=person.email)

        with refused("WebAuthnClientMismatchException"):
            person.client.complete_web_authn_registration(
                AccessToken=elsewhere.sign_in()["AccessToken"],
                Credential=Authenticator().create(options["CredentialCreationOptions"]),
            )

    def test_a_registration_needs_passkeys_in_the_pool(self, stand_in: StandIn) -> None:
        off = pool(stand_in).sign_up().confirm()
        without_party = pool(stand_in, **FACTORS).sign_up().confirm()

        with refused("WebAuthnNotEnabledException"):
            stand_in.client.start_web_authn_registration(AccessToken=off.sign_in()["AccessToken"])
        with refused("WebAuthnConfigurationMissingException"):
            stand_in.client.start_web_authn_registration(AccessToken=without_party.sign_in()["AccessToken"])


class TestSignIn:
    @pytest.mark.parametrize("way", ["preferred", "chosen"])
    def test_a_passkey_signs_in(self, person: Person, way: str) -> None:
        authenticator = add_passkey(person, person.sign_in()["AccessToken"])

        if way == "preferred":
            challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")
        else:
            offer = choose(person)
            assert "WEB_AUTHN" in offer["AvailableChallenges"]
            challenge = answer(person, offer, ANSWER="WEB_AUTHN")
        options = json.loads(challenge["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])

        assert challenge["ChallengeName"] == "WEB_AUTHN"
        assert (options["rpId"], len(options["challenge"])) == ("localhost", 22)
        assert len(options["allowCredentials"]) == 1
        assert answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))["AuthenticationResult"]

    def test_an_assertion_works_once(self, person: Person) -> None:
        authenticator = add_passkey(person, person.sign_in()["AccessToken"])
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")
        credential = credential_for(challenge, authenticator)
        answer(person, challenge, CREDENTIAL=credential)

        with refused("NotAuthorizedException", "session can only be used once"):
            answer(person, challenge, CREDENTIAL=credential)
        with refused("NotAuthorizedException"):
            answer(person, choose(person, PREFERRED_CHALLENGE="WEB_AUTHN"), CREDENTIAL=credential)

    def test_a_copy_of_a_passkey_is_found_by_its_counter(self, person: Person) -> None:
        authenticator = add_passkey(person, person.sign_in()["AccessToken"])
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")
        answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))
        authenticator.sign_count = 0
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")

        with refused("NotAuthorizedException"):
            answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))
        assert answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))["AuthenticationResult"]

    def test_a_passkey_that_names_another_user_does_not_sign_in(self, person: Person) -> None:
        authenticator = add_passkey(person, person.sign_in()["AccessToken"])
        authenticator.user_handle = base64url(b"somebody else")
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")

        with refused("NotAuthorizedException"):
            answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))

    def test_a_passkey_of_another_user_does_not_sign_in(self, person: Person, stand_in: StandIn) -> None:
        add_passkey(person, person.sign_in()["AccessToken"])
        other = Person(stand_in, person.client_id, person.pool_id).sign_up().confirm()
        theirs = add_passkey(other, other.sign_in()["AccessToken"])
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")

        with refused("NotAuthorizedException"):
            answer(person, challenge, CREDENTIAL=credential_for(challenge, theirs))

    @pytest.mark.parametrize("credential", ["", "[]", "{}", "null", "nonsense"])
    def test_malformed_credentials_are_refused(self, person: Person, credential: str) -> None:
        add_passkey(person, person.sign_in()["AccessToken"])
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")

        with pytest.raises(person.client.exceptions.ClientError) as caught:
            answer(person, challenge, CREDENTIAL=credential)
        assert caught.value.response["Error"]["Code"] in ("InvalidParameterException", "NotAuthorizedException")

    def test_another_factor_can_be_chosen_instead_of_a_passkey(self, person: Person) -> None:
        add_passkey(person, person.sign_in()["AccessToken"])
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN") | {"ChallengeName": "SELECT_CHALLENGE"}

        assert answer(person, challenge, ANSWER="PASSWORD", PASSWORD=person.password)["AuthenticationResult"]

    def test_a_disabled_user_is_refused(self, person: Person) -> None:
        authenticator = add_passkey(person, person.sign_in()["AccessToken"])
        person.client.admin_disable_user(UserPoolId=person.pool_id, Username=person.email)
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")

        with refused("NotAuthorizedException"):
            answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))


class TestMfa:
    def test_a_passkey_does_not_sign_in_a_user_with_mfa(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", EMAIL_ON, PASSKEYS_ON, flows=USER_AUTH, **FACTORS).sign_up().confirm()
        token = person.sign_in()["AccessToken"]
        add_passkey(person, token)
        assert "WEB_AUTHN" in choose(person)["AvailableChallenges"]

        prefer(person, token, EmailMfaSettings={"Enabled": True})

        assert "WEB_AUTHN" not in choose(person)["AvailableChallenges"]

    def test_a_passkey_that_counts_as_both_factors_signs_in_a_user_with_mfa(self, stand_in: StandIn) -> None:
        blocks = (EMAIL_ON, MULTI_FACTOR_PASSKEYS)
        person = pool(stand_in, "OPTIONAL", *blocks, flows=USER_AUTH, **FACTORS).sign_up().confirm()
        token = person.sign_in()["AccessToken"]
        authenticator = add_passkey(person, token)
        with refused("InvalidParameterException", "another MFA factor"):
            prefer(person, token, WebAuthnMfaSettings={"Enabled": True})
        prefer(person, token, EmailMfaSettings={"Enabled": True}, WebAuthnMfaSettings={"Enabled": True})

        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")
        result = answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))

        assert result["AuthenticationResult"]

    def test_a_passkey_as_both_factors_requires_user_verification(self, stand_in: StandIn) -> None:
        blocks = (EMAIL_ON, MULTI_FACTOR_PASSKEYS)
        person = pool(stand_in, "OPTIONAL", *blocks, flows=USER_AUTH, **FACTORS).sign_up().confirm()
        authenticator = add_passkey(person, person.sign_in()["AccessToken"])
        authenticator.verifies_user = False
        challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")

        with refused("NotAuthorizedException"):
            answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))

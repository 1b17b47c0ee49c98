from collections.abc import Callable
from typing import Any

import pytest

from local_cognito.crypto import webauthn
from local_cognito.crypto.webauthn import RelyingParty
from local_cognito.errors import (
    CognitoError,
    InvalidParameterException,
    NotAuthorizedException,
    WebAuthnChallengeNotFoundException,
    WebAuthnCredentialNotSupportedException,
    WebAuthnOriginNotAllowedException,
    WebAuthnRelyingPartyMismatchException,
)
from tests.authenticator import EDDSA, Authenticator

PARTY = RelyingParty("localhost", "required")
CHALLENGE = bytes(range(16))


def register(authenticator: Authenticator, party: RelyingParty = PARTY) -> webauthn.RegisteredCredential:
    options = webauthn.creation_options(party, CHALLENGE, "sub", "ann", [])
    return webauthn.verify_registration(party, CHALLENGE, authenticator.create(options))


class TestOptions:
    def test_the_options_for_a_new_passkey_are_those_of_cognito(self) -> None:
        options = webauthn.creation_options(PARTY, CHALLENGE, "sub", "ann", ["one", "two"])

        assert options == {
            "rp": {"id": "localhost", "name": "localhost"},
            "user": {"id": "c3Vi", "name": "ann", "displayName": "ann"},
            "challenge": "AAECAwQFBgcICQoLDA0ODw",
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}, {"type": "public-key", "alg": -257}],
            "timeout": 60000,
            "excludeCredentials": [{"type": "public-key", "id": "one"}, {"type": "public-key", "id": "two"}],
            "authenticatorSelection": {
                "requireResidentKey": True,
                "residentKey": "required",
                "userVerification": "required",
            },
        }

    def test_the_options_for_a_sign_in_are_those_of_cognito(self) -> None:
        assert webauthn.request_options(RelyingParty("app.example", "preferred"), CHALLENGE, ["one"]) == {
            "hints": [],
            "attestation": "none",
            "attestationFormats": [],
            "challenge": "AAECAwQFBgcICQoLDA0ODw",
            "timeout": 180000,
            "rpId": "app.example",
            "allowCredentials": [{"type": "public-key", "id": "one"}],
            "userVerification": "preferred",
        }


class TestRegistration:
    def test_a_passkey_is_registered_and_signs_in(self) -> None:
        authenticator = Authenticator()

        passkey = register(authenticator)
        answer = authenticator.get(webauthn.request_options(PARTY, CHALLENGE, [passkey.id]))
        assertion = webauthn.verify_assertion(PARTY, CHALLENGE, answer, passkey.public_key, passkey.sign_count)

        assert (passkey.transports, passkey.attachment) == (("internal", "hybrid"), "platform")
        assert (assertion.sign_count, assertion.user_verified) == (1, True)

    @pytest.mark.parametrize(
        ("authenticator", "error"),
        [
            (Authenticator(origin="https://evil.example"), WebAuthnOriginNotAllowedException),
            (Authenticator(rp_id="other.example"), WebAuthnRelyingPartyMismatchException),
            (Authenticator(algorithm=EDDSA), CognitoError),
            (Authenticator(verifies_user=False), InvalidParameterException),
        ],
    )
    def test_a_faulty_registration_is_refused_with_its_error(
        self, authenticator: Authenticator, error: type[CognitoError]
    ) -> None:
        with pytest.raises(error):
            register(authenticator)

    def test_algorithms_other_than_es256_and_rs256_are_not_supported(self) -> None:
        with pytest.raises((WebAuthnCredentialNotSupportedException, InvalidParameterException)):
            register(Authenticator(algorithm=-35))

    def test_a_challenge_of_another_start_is_not_found(self) -> None:
        options = webauthn.creation_options(PARTY, bytes(16), "sub", "ann", [])

        with pytest.raises(WebAuthnChallengeNotFoundException):
            webauthn.verify_registration(PARTY, CHALLENGE, Authenticator().create(options))

    def test_a_credential_that_is_not_discoverable_is_refused(self) -> None:
        options = webauthn.creation_options(PARTY, CHALLENGE, "sub", "ann", [])
        credential = Authenticator().create(options) | {"clientExtensionResults": {"credProps": {"rk": False}}}

        with pytest.raises(InvalidParameterException):
            webauthn.verify_registration(PARTY, CHALLENGE, credential)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda credential: credential.clear(),
            lambda credential: credential.update(response=[]),
            lambda credential: credential["response"].update(clientDataJSON="!"),
            lambda credential: credential["response"].update(clientDataJSON="bnVsbA"),
            lambda credential: credential["response"].update(attestationObject="oA"),
            lambda credential: credential["response"].update(attestationObject="_w"),
            lambda credential: credential["response"].update(attestationObject=None),
            lambda credential: credential.update(rawId="AAAA"),
            lambda credential: credential.update(type="password"),
            lambda credential: credential.update(id=7),
        ],
    )
    def test_malformed_credentials_are_invalid_parameters(self, spoil: Callable[[dict[str, Any]], None]) -> None:
        options = webauthn.creation_options(PARTY, CHALLENGE, "sub", "ann", [])
        credential = Authenticator().create(options)
        spoil(credential)

        with pytest.raises(InvalidParameterException, match="Credential data is not valid"):
            webauthn.verify_registration(PARTY, CHALLENGE, credential)


class TestSignIn:
    @pytest.mark.parametrize(
        "spoil",
        [
            lambda answer: answer["response"].update(signature="AAAA"),
            lambda answer: answer["response"].update(authenticatorData="AAAA"),
            lambda answer: answer["response"].update(clientDataJSON="AAAA"),
            lambda answer: answer.pop("response"),
            lambda answer: answer.pop("id"),
        ],
    )
    def test_an_assertion_that_does_not_verify_is_refused(self, spoil: Callable[[dict[str, Any]], object]) -> None:
        authenticator = Authenticator()
        passkey = register(authenticator)
        answer = authenticator.get(webauthn.request_options(PARTY, CHALLENGE, [passkey.id]))
        spoil(answer)

        with pytest.raises(NotAuthorizedException):
            webauthn.verify_assertion(PARTY, CHALLENGE, answer, passkey.public_key, 0)

    def test_a_cloned_authenticator_is_refused_by_its_counter(self) -> None:
        authenticator = Authenticator()
        passkey = register(authenticator)
        answer = authenticator.get(webauthn.request_options(PARTY, CHALLENGE, [passkey.id]))

        with pytest.raises(NotAuthorizedException):
            webauthn.verify_assertion(PARTY, CHALLENGE, answer, passkey.public_key, 5)


@pytest.mark.parametrize(
    ("rp_id", "origin", "allowed"),
    [
        ("localhost", "http://localhost:5173", True),
        ("localhost", "https://localhost", True),
        ("app.localhost", "http://app.localhost:5173", True),
        ("applocalhost", "http://applocalhost", False),
        ("app.example", "https://app.example", True),
        ("app.example", "https://www.app.example:8443", True),
        ("app.example", "http://app.example", False),
        ("app.example", "https://evil-app.example", False),
        ("app.example", "https://app.example.evil.com", False),
        ("app.example", "https://app.example@evil.com", False),
        ("app.example", "https://example", False),
        ("app.example", "https://user@app.example", False),
        ("app.example", "https://@app.example", False),
        *(("app.example", f"https://app.example{rest}", False) for rest in ("/", "?a=1", "#a")),
        ("app.example", "android:apk-key-hash:x", False),
        ("app.example", "https://[", False),
        ("app.example", "null", False),
    ],
)
def test_an_origin_must_be_the_relying_partys_host_or_below(rp_id: str, origin: str, allowed: bool) -> None:
    assert RelyingParty(rp_id, "preferred").allows_origin(origin) == allowed


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000])
def test_a_credential_that_is_not_a_json_object_is_an_invalid_parameter(text: str) -> None:
    with pytest.raises(InvalidParameterException):
        webauthn.parse_credential(text)

"""WebAuthn ceremonies (W3C Web Authentication Level 3): the options for browsers, and checking what they return.

Signatures and attestation objects are verified by the library `webauthn`; this module adds Cognito's rules: which
origins fit a relying party, which algorithms are accepted, and which error each fault raises.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_attestation_object,
    parse_authenticator_data,
    parse_client_data_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import UnsupportedPublicKeyType, WebAuthnException
from webauthn.helpers.structs import CollectedClientData
from webauthn.registration.verify_registration_response import VerifiedRegistration

from local_cognito.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    WebAuthnChallengeNotFoundException,
    WebAuthnCredentialNotSupportedException,
    WebAuthnOriginNotAllowedException,
    WebAuthnRelyingPartyMismatchException,
)

CHALLENGE_BYTES = 16
REGISTRATION_TIMEOUT_MS = 60_000
SIGN_IN_TIMEOUT_MS = 180_000
ALGORITHMS = [COSEAlgorithmIdentifier.ECDSA_SHA_256, COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256]
# What parsing untrusted bytes can raise besides the library's own errors.
MALFORMED = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


@dataclass(frozen=True)
class RelyingParty:
    """Whom a passkey is for, and whether the authenticator must verify its user (PIN, biometrics)."""

    id: str
    user_verification: str

    @property
    def requires_user_verification(self) -> bool:
        """Whether a response without the UV flag is refused."""
        return self.user_verification == "required"

    def allows_origin(self, origin: str) -> bool:
        """Whether pages of this origin may use the relying party's passkeys (section 5.1.3)."""
        try:
            parts = urlsplit(origin)
            host, _port = parts.hostname or "", parts.port  # a malformed port raises ValueError
        except ValueError:
            return False
        if origin != f"{parts.scheme}://{parts.netloc}" or parts.username is not None:
            return False
        if host != self.id and not host.endswith(f".{self.id}"):
            return False
        is_local = host == "localhost" or host.endswith(".localhost")
        return parts.scheme == "https" or (parts.scheme == "http" and is_local)


@dataclass(frozen=True)
class RegisteredCredential:
    """What a registration yields. `id` is base64url, `public_key` is COSE."""

    id: str
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    attachment: str | None


@dataclass(frozen=True)
class Assertion:
    """A verified sign-in: the signature counter to store, and whether the authenticator verified its user."""

    sign_count: int
    user_verified: bool


def creation_options(
    party: RelyingParty, challenge: bytes, sub: str, username: str, existing: Iterable[str]
) -> dict[str, object]:
    """CredentialCreationOptions, in the JSON form that browsers parse."""
    return {
        "rp": {"id": party.id, "name": party.id},
        "user": {"id": _user_handle(sub), "name": username, "displayName": username},
        "challenge": bytes_to_base64url(challenge),
        "pubKeyCredParams": [{"type": "public-key", "alg": int(algorithm)} for algorithm in ALGORITHMS],
        "timeout": REGISTRATION_TIMEOUT_MS,
        "excludeCredentials": _descriptors(existing),
        "authenticatorSelection": {
            "requireResidentKey": True,
            "residentKey": "required",
            "userVerification": party.user_verification,
        },
    }


def request_options(party: RelyingParty, challenge: bytes, allowed: Iterable[str]) -> dict[str, object]:
    """CREDENTIAL_REQUEST_OPTIONS, before it is written as JSON text."""
    return {
        "hints": [],
        "attestation": "none",
        "attestationFormats": [],
        "challenge": bytes_to_base64url(challenge),
        "timeout": SIGN_IN_TIMEOUT_MS,
        "rpId": party.id,
        "allowCredentials": _descriptors(allowed),
        "userVerification": party.user_verification,
    }


def verify_registration(
    party: RelyingParty, challenge: bytes, credential: Mapping[str, object]
) -> RegisteredCredential:
    """Check a RegistrationResponseJSON.

    Raises WebAuthnOriginNotAllowedException, WebAuthnRelyingPartyMismatchException,
    WebAuthnChallengeNotFoundException, WebAuthnCredentialNotSupportedException, or InvalidParameterException for
    anything else that does not verify.
    """
    try:
        client_data = _client_data(credential)
        response = _response(credential)
        attestation = parse_attestation_object(base64url_to_bytes(str(response["attestationObject"])))
    except MALFORMED as error:
        raise _invalid_credential() from error
    if client_data.challenge != challenge:
        raise WebAuthnChallengeNotFoundException
    _check_party(party, client_data.origin, attestation.auth_data.rp_id_hash)
    _check_discoverable(credential)
    verified = _verified_registration(party, challenge, credential, client_data.origin)
    return RegisteredCredential(
        bytes_to_base64url(verified.credential_id),
        verified.credential_public_key,
        verified.sign_count,
        _transports(response),
        _attachment(credential),
    )


def _verified_registration(
    party: RelyingParty, challenge: bytes, credential: Mapping[str, object], origin: str
) -> VerifiedRegistration:
    try:
        return verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=origin,
            require_user_verification=party.requires_user_verification,
            supported_pub_key_algs=ALGORITHMS,
        )
    except UnsupportedPublicKeyType as error:
        raise WebAuthnCredentialNotSupportedException from error
    except MALFORMED as error:
        if "Unsupported credential public key alg" in str(error):
            raise WebAuthnCredentialNotSupportedException from error
        raise _invalid_credential() from error


def verify_assertion(
    party: RelyingParty, challenge: bytes, credential: Mapping[str, object], public_key: bytes, sign_count: int
) -> Assertion:
    """Check an AuthenticationResponseJSON against a stored passkey; raises NotAuthorizedException."""
    try:
        client_data = _client_data(credential)
        authenticator = parse_authenticator_data(base64url_to_bytes(str(_response(credential)["authenticatorData"])))
        _check_party(party, client_data.origin, authenticator.rp_id_hash)
        verified = verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=client_data.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=party.requires_user_verification,
        )
    except (*MALFORMED, WebAuthnOriginNotAllowedException, WebAuthnRelyingPartyMismatchException) as error:
        raise NotAuthorizedException("Invalid WebAuthn credential.") from error
    return Assertion(verified.new_sign_count, verified.user_verified)


def names_another_user(credential: Mapping[str, object], sub: str) -> bool:
    """Whether the authenticator says that the passkey is another user's (WebAuthn, section 7.2, step 6)."""
    response = credential.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    return handle not in (None, "", _user_handle(sub))


def _user_handle(sub: str) -> str:
    return bytes_to_base64url(sub.encode())


def parse_credential(text: str) -> dict[str, object]:
    """CREDENTIAL, which is JSON text; raises InvalidParameterException."""
    try:
        credential = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _invalid_credential() from error
    if not isinstance(credential, dict):
        raise _invalid_credential()
    return credential


def _client_data(credential: Mapping[str, object]) -> CollectedClientData:
    return parse_client_data_json(base64url_to_bytes(str(_response(credential)["clientDataJSON"])))


def _response(credential: Mapping[str, object]) -> Mapping[str, object]:
    response = credential["response"]
    if not isinstance(response, dict):
        raise TypeError("The response is not an object.")
    return response


def _check_party(party: RelyingParty, origin: str, rp_id_hash: bytes) -> None:
    if not party.allows_origin(origin):
        raise WebAuthnOriginNotAllowedException
    if rp_id_hash != hashlib.sha256(party.id.encode()).digest():
        raise WebAuthnRelyingPartyMismatchException


def _check_discoverable(credential: Mapping[str, object]) -> None:
    """Refuse a credential whose authenticator says that it is not discoverable (extension credProps)."""
    extensions = credential.get("clientExtensionResults")
    properties = extensions.get("credProps") if isinstance(extensions, dict) else None
    if isinstance(properties, dict) and properties.get("rk") is False:
        raise _invalid_credential()


def _transports(response: Mapping[str, object]) -> tuple[str, ...]:
    given = response.get("transports")
    return tuple(str(name) for name in given) if isinstance(given, list) else ()


def _attachment(credential: Mapping[str, object]) -> str | None:
    given = str(credential.get("authenticatorAttachment"))
    return given if given in ("platform", "cross-platform") else None


def _descriptors(ids: Iterable[str]) -> list[dict[str, str]]:
    return [{"type": "public-key", "id": credential_id} for credential_id in ids]


def _invalid_credential() -> InvalidParameterException:
    return InvalidParameterException("Credential data is not valid")

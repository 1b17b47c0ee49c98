"""Algorithms other than RS256, and keys used for what they are not (RFC 8725, sections 2.1 and 3.1)."""

import hashlib
import hmac
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

from tests.unit.tokens.case import Case, refused
from tests.unit.tokens.forge import ABSENT, base64url, header, pool_key, to_json, token, user_claims

_NONE = ("none", "None", "NONE", "nOnE", "none ", " none", "non\x00e", "", "null", "n\u043ene")
_SPELLINGS = ("rs256", "Rs256", "RS256 ", " RS256", "RS256\x00", "RS256,HS256", "RSA", "RS", "R", "\uff32S256")
_OTHERS = ("RS384", "RS512", "PS256", "PS384", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "HS256", "HS384", "HS512")
_JWE = ("RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "A128KW", "dir", "ECDH-ES", "PBES2-HS256+A128KW")
_NOT_STRINGS = (None, True, 0, 256, 1.5, [], ["RS256"], {}, {"RS256": "RS256"})


def _unsigned(alg: object, signature: bytes = b"") -> str:
    return f"{_signing_input(alg)}.{base64url(signature)}"


def _signing_input(alg: object) -> str:
    return f"{base64url(to_json(header({'alg': alg})))}.{base64url(to_json(user_claims()))}"


def _hmac(alg: str, secret: bytes) -> str:
    message = _signing_input(alg)
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[alg]
    return f"{message}.{base64url(hmac.new(secret, message.encode(), digest).digest())}"


def _public(encoding: serialization.Encoding, form: serialization.PublicFormat) -> bytes:
    return pool_key().private.public_key().public_bytes(encoding, form)


_PEM, _DER = serialization.Encoding.PEM, serialization.Encoding.DER
_SPKI, _PKCS1 = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.PublicFormat.PKCS1
_SECRETS: dict[str, Callable[[], bytes]] = {
    "PEM": lambda: _public(_PEM, _SPKI),
    "PEM without its last newline": lambda: _public(_PEM, _SPKI).rstrip(),
    "PKCS1 PEM": lambda: _public(_PEM, _PKCS1),
    "DER": lambda: _public(_DER, _SPKI),
    "PKCS1 DER": lambda: _public(_DER, _PKCS1),
    "JWK": lambda: to_json(pool_key().jwk),
    "modulus as text": lambda: str(pool_key().jwk["n"]).encode(),
    "modulus": lambda: pool_key().private.public_key().public_numbers().n.to_bytes(256, "big"),
    "kid": lambda: b"access-key",
    "nothing": lambda: b"",
}


def _rsa(alg: str, scheme: padding.AsymmetricPadding, digest: hashes.HashAlgorithm) -> str:
    message = _signing_input(alg)
    return f"{message}.{base64url(pool_key().private.sign(message.encode(), scheme, digest))}"


def _pss(digest: hashes.HashAlgorithm) -> padding.PSS:
    return padding.PSS(padding.MGF1(digest), digest.digest_size)


def _ecdsa(alg: str) -> str:
    message = _signing_input(alg)
    der = ec.generate_private_key(ec.SECP256R1()).sign(message.encode(), ec.ECDSA(hashes.SHA256()))
    r, s = utils.decode_dss_signature(der)
    return f"{message}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


_SIGNED = {
    "RS384, signed so": lambda: _rsa("RS384", padding.PKCS1v15(), hashes.SHA384()),
    "RS512, signed so": lambda: _rsa("RS512", padding.PKCS1v15(), hashes.SHA512()),
    "PS256, signed so": lambda: _rsa("PS256", _pss(hashes.SHA256()), hashes.SHA256()),
    "PS512, signed so": lambda: _rsa("PS512", _pss(hashes.SHA512()), hashes.SHA512()),
    "ES256, signed so": lambda: _ecdsa("ES256"),
    "RS256 with a PSS signature": lambda: _rsa("RS256", _pss(hashes.SHA256()), hashes.SHA256()),
    "RS256 with an ECDSA signature": lambda: _ecdsa("RS256"),
    "RS256 over SHA-1": lambda: _rsa("RS256", padding.PKCS1v15(), hashes.SHA1()),  # noqa: S303 -- must be refused
    "RS256 over SHA-512": lambda: _rsa("RS256", padding.PKCS1v15(), hashes.SHA512()),
    "RS256 over MD5": lambda: _rsa("RS256", padding.PKCS1v15(), hashes.MD5()),  # noqa: S303 -- must be refused
    "RS256 without a signature": lambda: _unsigned("RS256"),
    "no alg": lambda: token(header_changes={"alg": ABSENT}),
    "Alg": lambda: token(header_changes={"alg": ABSENT, "Alg": "RS256"}),
}

CASES: list[Case] = [
    *refused({f"alg {alg!r}, unsigned": lambda alg=alg: _unsigned(alg) for alg in _NONE}),
    *refused(
        {f"alg {alg!r}, signed with RS256": lambda alg=alg: token(header_changes={"alg": alg}) for alg in _NONE[:4]}
    ),
    *refused(
        {f"alg {alg!r}": lambda alg=alg: token(header_changes={"alg": alg}) for alg in (*_SPELLINGS, *_NOT_STRINGS)}
    ),
    *refused(
        {
            f"alg {alg}, signed with RS256": lambda alg=alg: token(header_changes={"alg": alg})
            for alg in (*_OTHERS, *_JWE)
        }
    ),
    *refused(
        {
            f"{alg} with our public key's {name}": lambda alg=alg, secret=secret: _hmac(alg, secret())
            for alg in ("HS256", "HS512")
            for name, secret in _SECRETS.items()
        }
    ),
    *refused(_SIGNED),
]

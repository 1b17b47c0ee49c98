"""Tokens that were signed by various keys."""

from tests.unit.tokens.case import Case, accepted, refused
from tests.unit.tokens.forge import header, id_claims, pool_key, sign, signing_key, to_json, token, user_claims

_HEADER, _PAYLOAD = to_json(header()), to_json(user_claims())

CASES: list[Case] = [
    *refused(
        {
            "another key under our kid": lambda: sign(_HEADER, _PAYLOAD, signing_key("attacker")),
            "another key under its own kid": lambda: token(key=signing_key("attacker")),
            "our key under our other kid": lambda: sign(to_json(header({"kid": "id-key"})), _PAYLOAD, pool_key()),
            "a key of 1024 bits in the set": lambda: token(key=signing_key("weak-key", 1024)),
            "a key for encryption in the set": lambda: token(key=signing_key("enc-key")),
            "the ID key, and an ID token": lambda: token(id_claims(), key=signing_key("id-key")),
            "a key of 3072 bits under our kid": lambda: sign(_HEADER, _PAYLOAD, signing_key("large-attacker", 3072)),
        }
    ),
    *accepted(
        {
            "the pool's other key": lambda: token(key=signing_key("id-key")),
            "a key of 3072 bits in the set": lambda: token(key=signing_key("large-key", 3072)),
        }
    ),
]

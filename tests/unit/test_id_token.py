"""The user, read from the claims of the ID token."""

from tests.unit.tokens.forge import id_claims, token
from vestibule.cognito.id_token import user_of


def test_attributes_are_formatted_as_in_the_profile() -> None:
    claims = {
        "address": {"formatted": "1 Main Street"},
        "phone_number": "+12025550123",
        "phone_number_verified": True,
        "updated_at": 1_800_000_000,
    }

    user = user_of(token(id_claims(claims)))

    assert user.attributes == {
        "name": "Alice",
        "agentName": "Smith",
        "address": "1 Main Street",
        "phone_number": "+12025550123",
    }

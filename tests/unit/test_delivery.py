"""Simulated deliveries look like Cognito's."""

from typing import Any

import pytest

from vestibule.cognito.delivery import delivery_of, mask_address, mask_email


@pytest.mark.parametrize(
    ("email", "masked"), [("alice@example.com", "a***@e***"), ("a@b", "a***@b***"), ("alice", "a***@***")]
)
def test_email_address_shows_two_letters(email: str, masked: str) -> None:
    assert mask_email(email).model_dump() == {"medium": "email", "destination": masked}
    assert mask_address("email", email) == mask_email(email)


def test_phone_number_shows_its_end() -> None:
    assert mask_address("phone_number", "+491234567").destination == "+*****4567"


@pytest.mark.parametrize(
    ("medium", "email", "expected"),
    [
        ("SMS", None, ("sms", "+*******1234")),
        ("SMS", "alice@example.com", ("sms", "+*******1234")),
        ("EMAIL", None, ("email", "+*******1234")),
        ("EMAIL", "alice@example.com", ("email", "a***@e***")),
    ],
)
def test_delivery_is_cognitos_unless_the_address_is_known(
    medium: str, email: str | None, expected: tuple[str, str]
) -> None:
    details: Any = {"DeliveryMedium": medium, "Destination": "+*******1234"}
    delivery = delivery_of(details, email)

    assert (delivery.medium, delivery.destination) == expected

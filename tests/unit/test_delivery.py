"""Simulated deliveries look like Cognito's."""

import pytest

from vestibule.cognito.delivery import mask_address


@pytest.mark.parametrize(
    ("attribute", "address", "medium", "destination"),
    [
        ("email", "alice@example.com", "email", "a***@e***"),
        ("phone_number", "+14155550132", "sms", "+*******0132"),
    ],
)
def test_addresses_are_masked_as_cognito_masks_them(
    attribute: str, address: str, medium: str, destination: str
) -> None:
    delivery = mask_address(attribute, address)

    assert (delivery.medium, delivery.destination) == (medium, destination)

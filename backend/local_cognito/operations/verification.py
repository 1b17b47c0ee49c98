"""Proving that an address is the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.errors import InvalidParameterException
from local_cognito.mail.delivery import Delivery
from local_cognito.model import codes, tokens
from local_cognito.model import users as directory
from local_cognito.model.attribute_schema import VERIFIABLE
from local_cognito.operations.attributes import check_free

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context


def get_user_attribute_verification_code(
    context: Context, request: t.GetUserAttributeVerificationCodeRequestTypeDef
) -> Answer:
    """GetUserAttributeVerificationCode: to the address that waits, or else to the present one."""
    name = request["AttributeName"]
    with context.storage.write() as db:
        user = tokens.authenticate(context, db, request["AccessToken"]).user
        occasion = _verification(name)
        address = codes.pending(context, db, user, occasion) or user.attributes.get(name)
        if address is None:
            raise InvalidParameterException(f"User has no {name} to verify.")
        delivery = Delivery(name, address)
        codes.send(context, db, user, occasion, delivery)
    return {"CodeDeliveryDetails": delivery.describe()}


def verify_user_attribute(context: Context, request: t.VerifyUserAttributeRequestTypeDef) -> Answer:
    """VerifyUserAttribute: the address takes the place of the old one, and is verified."""
    name = request["AttributeName"]
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        user, pool = bearer.user, bearer.client.pool
        address = codes.redeem(context, db, user, _verification(name), request["Code"])
        check_free(db, pool, user, {name: address})
        directory.save(db, pool, user.with_attributes({name: address, f"{name}_verified": "true"}), context.now)
    return {}


def _verification(name: str) -> codes.Occasion:
    if name not in VERIFIABLE:
        raise InvalidParameterException(f"Attribute {name} cannot be verified.")
    return codes.verification_of(name)

"""Sign-up and its confirmation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.crypto import passwords
from local_cognito.errors import (
    AliasExistsException,
    InvalidParameterException,
    NotAuthorizedException,
    UsernameExistsException,
)
from local_cognito.mail.delivery import simulated
from local_cognito.model import attributes, auth_factors, callers, codes, new_users, sign_up_sessions, triggers, users
from local_cognito.model.attribute_schema import VERIFIABLE
from local_cognito.model.callers import Caller
from local_cognito.model.post_confirmation import SIGN_UP, post_confirmation
from local_cognito.model.recipients import for_sign_up
from local_cognito.model.users import User

if TYPE_CHECKING:
    import sqlite3

    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool


def sign_up(context: Context, request: t.SignUpRequestTypeDef) -> Output:
    """SignUp. Always reports that a user exists, as AWS does, whatever PreventUserExistenceErrors says.

    The password may be left out in a pool whose users can sign in with codes.
    """
    password = request.get("Password", "")
    values = attributes.as_mapping(request.get("UserAttributes", ()))
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    pool = caller.pool
    if pool.admin_create_only:
        raise NotAuthorizedException("SignUp is not permitted for this user pool")
    user = new_users.build(pool, request["Username"], values, context.now)
    attributes.check_writable(caller.client, values)
    if password or not auth_factors.allows_codes(pool):
        passwords.check_policy(pool.policy, password)
        user = replace(user, password=context.passwords.hash_for(pool.id, user.username, password))
    user = _after_pre_sign_up(context, caller, user, request)
    is_confirmed = user.status == "CONFIRMED"
    delivery = None if is_confirmed else for_sign_up(pool, user)
    with context.storage.write() as db:
        new_users.check_available(db, pool, request["Username"], user)
        users.take_aliases(db, pool, user, context.now)
        _check_aliases(db, pool, user)
        users.insert(db, pool, user)
        if delivery:
            codes.send(context, db, user, codes.SIGN_UP, delivery)
        session = sign_up_sessions.after_sign_up(db, caller.client, user, request["Username"], context.now)
    details = {"CodeDeliveryDetails": delivery.describe()} if delivery else {}
    if is_confirmed:
        post_confirmation(context, caller.client, user, SIGN_UP, request.get("ClientMetadata", {}))
    return {"UserConfirmed": is_confirmed, "UserSub": user.sub} | details | session


def _check_aliases(db: sqlite3.Connection, pool: Pool, user: User) -> None:
    try:
        attributes.check_aliases(db, pool, user, users.aliases_of(pool, user))
    except AliasExistsException as error:  # SignUp has no such error
        raise UsernameExistsException(str(error)) from error


def confirm_sign_up(context: Context, request: t.ConfirmSignUpRequestTypeDef) -> Output:
    """ConfirmSignUp. Also verifies the address that the code was sent to."""
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    caller.check_user_exists()
    if caller.user is None:
        raise codes.mismatch_for_unknown_user(context, caller.subject)
    with context.storage.write() as db:
        user = users.by_sub(db, caller.user.sub) or caller.user
        _check_unconfirmed(user)
        address = codes.redeem(context, db, user, codes.SIGN_UP, request["ConfirmationCode"])
        verified = {f"{name}_verified": "true" for name in VERIFIABLE if user.attributes.get(name) == address}
        confirmed = replace(user.with_attributes(verified), status="CONFIRMED")
        attributes.check_aliases(db, caller.pool, confirmed, confirmed.attributes)
        users.save(db, caller.pool, confirmed, context.now)
        attribute = next((name for name in VERIFIABLE if user.attributes.get(name) == address), None)
        given = request.get("Session")
        session = sign_up_sessions.after_confirmation(db, caller.client, confirmed, attribute, given, context.now)
    post_confirmation(context, caller.client, confirmed, SIGN_UP, request.get("ClientMetadata", {}))
    return session


def admin_confirm_sign_up(context: Context, request: t.AdminConfirmSignUpRequestTypeDef) -> Output:
    """AdminConfirmSignUp. Verifies no address."""
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        _check_unconfirmed(user)
        users.save(db, pool, replace(user, status="CONFIRMED"), context.now)
    return {}


def resend_confirmation_code(context: Context, request: t.ResendConfirmationCodeRequestTypeDef) -> Output:
    """ResendConfirmationCode. Simulates a delivery for an unknown user if the client prevents existence errors."""
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    caller.check_user_exists()
    if caller.user is None:
        return {"CodeDeliveryDetails": simulated(caller.username).describe()}
    if caller.user.status != "UNCONFIRMED":
        raise InvalidParameterException("User is already confirmed.")
    delivery = for_sign_up(caller.pool, caller.user)
    if delivery is None:
        raise InvalidParameterException("Auto verification not turned on.")
    with context.storage.write() as db:
        codes.send(context, db, caller.user, codes.RESEND, delivery)
    return {"CodeDeliveryDetails": delivery.describe()}


def _after_pre_sign_up(context: Context, caller: Caller, user: User, request: t.SignUpRequestTypeDef) -> User:
    """The user as the trigger PreSignUp wants them: it may confirm them, and verify addresses that they have."""
    client = caller.client
    event = {
        "userAttributes": dict(user.attributes),
        "validationData": attributes.as_mapping(request.get("ValidationData", ())),
        "clientMetadata": dict(request.get("ClientMetadata", {})),
    }
    response = triggers.call(context, client.pool, "PreSignUp_SignUp", user.username, event, client_id=client.id)
    flags = {"email": "autoVerifyEmail", "phone_number": "autoVerifyPhone"}
    verified = [name for name, flag in flags.items() if response.get(flag) is True and name in user.attributes]
    user = user.with_attributes({f"{name}_verified": "true" for name in verified})
    return replace(user, status="CONFIRMED") if response.get("autoConfirmUser") is True else user


def _check_unconfirmed(user: User) -> None:
    if user.status != "UNCONFIRMED":
        raise NotAuthorizedException(f"User cannot be confirmed. Current status is {user.status}")

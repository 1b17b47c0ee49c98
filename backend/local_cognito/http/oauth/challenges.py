"""/mfa: the challenges that follow a password."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import cast

from starlette.responses import Response

from local_cognito.context import Output
from local_cognito.errors import CognitoError
from local_cognito.http.oauth import accounts, mfa_setup
from local_cognito.http.oauth.authorization_request import AuthorizationError, AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.faults import fault_text
from local_cognito.http.oauth.forms import form_page, submitted
from local_cognito.http.oauth.sign_in_results import signed_in
from local_cognito.model.users import User
from local_cognito.operations import hosted_sign_in

Form = Mapping[str, str]
# The template of each challenge that can follow a password, and what its form answers.
TEMPLATES: Mapping[str, str] = {
    "SOFTWARE_TOKEN_MFA": "code",
    "SMS_MFA": "code",
    "EMAIL_OTP": "code",
    "SELECT_MFA_TYPE": "select_mfa",
    "NEW_PASSWORD_REQUIRED": "new_password",
    "MFA_SETUP": "mfa_setup",
}
ANSWERS: Mapping[str, Callable[[Form], dict[str, str]]] = {
    "SOFTWARE_TOKEN_MFA": lambda form: {"SOFTWARE_TOKEN_MFA_CODE": form.get("code", "").strip()},
    "SMS_MFA": lambda form: {"SMS_MFA_CODE": form.get("code", "").strip()},
    "EMAIL_OTP": lambda form: {"EMAIL_OTP_CODE": form.get("code", "").strip()},
    "SELECT_MFA_TYPE": lambda form: {"ANSWER": form.get("answer", "")},
    "NEW_PASSWORD_REQUIRED": lambda form: {
        "NEW_PASSWORD": form.get("password", ""),
        **{f"userAttributes.{name}": value for name, value in accounts.attributes_in(form).items()},
    },
    "MFA_SETUP": lambda form: {"EMAIL": form["email"]} if form.get("email") else {},
}


@submitted
def submit(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """POST: answer the challenge."""
    form = exchange.form
    challenge, session, username = (form.get(name, "") for name in ("challenge", "session", "username"))
    if challenge not in TEMPLATES:
        raise AuthorizationError(request, "invalid_request")
    shown = {"ChallengeName": challenge, "Session": session, "ChallengeParameters": _parameters(form)}
    try:
        if challenge == "MFA_SETUP" and form.get("action"):
            return show(exchange, request, {**shown, **mfa_setup.begin(exchange, request.client, session)})
        if challenge == "MFA_SETUP" and "code" in form:
            session = mfa_setup.verify(exchange, session, form["code"].strip())
        answers = ANSWERS[challenge](form)
        outcome = hosted_sign_in.respond(exchange.context, request.client, challenge, session, username, answers)
    except CognitoError as error:
        return show(exchange, request, {**shown, **mfa_setup.shown_again(form)}, error=fault_text(exchange, error))
    return next_step(exchange, request, outcome)


def next_step(exchange: Exchange, request: AuthorizationRequest, outcome: Output | User) -> Response:
    """The end of the sign-in, or the page of the next challenge."""
    if isinstance(outcome, User):
        return signed_in(exchange, request, outcome)
    return show(exchange, request, outcome)


def show(exchange: Exchange, request: AuthorizationRequest, outcome: Output, error: str = "") -> Response:
    """The page of a challenge."""
    name = str(outcome["ChallengeName"])
    parameters = cast("Mapping[str, str]", outcome["ChallengeParameters"])
    values = {
        "challenge": name,
        "session": outcome["Session"],
        "username": parameters.get("USER_ID_FOR_SRP", ""),
        "parameters": json.dumps(dict(parameters)),
        "destination": parameters.get("CODE_DELIVERY_DESTINATION", ""),
        "choices": _names(parameters, "MFAS_CAN_CHOOSE") or _names(parameters, "MFAS_CAN_SETUP"),
        "fields": [
            accounts.field_of(name.removeprefix("userAttributes.")) for name in _names(parameters, "requiredAttributes")
        ],
        "secret": outcome.get("SecretCode", ""),
    }
    return form_page(exchange, request, TEMPLATES[name], values, error=error)


def _parameters(form: Form) -> dict[str, str]:
    """What the page showed. The browser sends it back; only what the page shows depends on it."""
    try:
        parsed = json.loads(form.get("parameters", ""))
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(value) for name, value in parsed.items()} if isinstance(parsed, dict) else {}


def _names(parameters: Mapping[str, str], name: str) -> list[str]:
    try:
        parsed = json.loads(parameters.get(name, "[]"))
    except (ValueError, RecursionError):
        return []
    return [str(entry) for entry in parsed] if isinstance(parsed, list) else []

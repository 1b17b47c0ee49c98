"""The fake gateways of tests have the names and parameters of the real ones, so that tests notice renamed calls."""

import pytest
from pydantic import SecretStr

from tests.cognito_calls import CognitoCalls
from vestibule.cognito.admin.mfa import Mfa

CODES = ["digest"]


def test_call_is_noted_and_answered_by_its_name() -> None:
    cognito = CognitoCalls({"admin.mfa.recovery_codes": CODES, "user": lambda _: cognito.at("user")})

    assert cognito.at().admin.mfa.recovery_codes("ann") is CODES
    assert cognito.at().user(SecretStr("token")).profile.read() is None
    assert cognito.names == ["admin.mfa.recovery_codes", "user", "user.profile.read"]


@pytest.mark.parametrize("name", ["admin.mfa.recovery_code", "admins.mfa", "user.profile.read.name", "user.profil"])
def test_name_that_no_gateway_has_is_refused(name: str) -> None:
    with pytest.raises(AttributeError):
        CognitoCalls({name: None})
    with pytest.raises(AttributeError):
        CognitoCalls().at(name)


def test_arguments_that_a_method_does_not_take_are_refused() -> None:
    mfa = CognitoCalls(of=Mfa).at()

    with pytest.raises(TypeError):
        mfa.recovery_codes()
    with pytest.raises(TypeError):
        mfa.recovery_codes("ann", name="ann")

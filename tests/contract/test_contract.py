import pytest

from tests.contract.domain_scenarios import DOMAIN_SCENARIOS
from tests.contract.factor_scenarios import FACTOR_SCENARIOS
from tests.contract.pool_scenarios import POOL_SCENARIOS
from tests.contract.scenarios import NOT_IMPLEMENTED, SCENARIOS, Outcome, Place, Scenario, perform

EVERY_SCENARIO = (*SCENARIOS, *POOL_SCENARIOS, *FACTOR_SCENARIOS, *DOMAIN_SCENARIOS)

# What moto 5.2 does otherwise: the error it answers with, if any, and why that is not what Cognito does.
MOTO_DIFFERS: dict[str, tuple[str | None, str]] = {
    "resend a code": (NOT_IMPLEMENTED, "moto lacks ResendConfirmationCode"),
    "get tokens from a refresh token": (NOT_IMPLEMENTED, "moto lacks GetTokensFromRefreshToken"),
    "revoke a token": (NOT_IMPLEMENTED, "moto lacks RevokeToken"),
    "delete the user": (NOT_IMPLEMENTED, "moto lacks DeleteUser"),
    "confirm with a wrong code": (None, "moto takes any code"),
    "reset with a wrong code": (None, "moto takes any code that it did not make itself"),
    "sign in after an admin's reset": (None, "moto lets the old password in"),
    "sign in invited": (None, "moto names the user in other challenge parameters"),
    "set up an app with a wrong code": (None, "moto takes any code"),
    "answer with a wrong code": (None, "moto takes any code"),
    "sign in where MFA is required": (None, "moto issues tokens without a second factor"),
    "turn MFA off and configure it": (None, "moto does not check the configuration"),
    "sign in unknown": ("UserNotFoundException", "moto does not heed PreventUserExistenceErrors"),
}


@pytest.mark.parametrize("scenario", EVERY_SCENARIO, ids=lambda scenario: scenario.name)
def test_every_implementation_gives_the_same_responses(place: Place, scenario: Scenario) -> None:
    outcome = perform(scenario, place)

    if place.name == "moto" and scenario.name in MOTO_DIFFERS:
        error, _ = MOTO_DIFFERS[scenario.name]
        assert outcome.error == error
        assert not alike(outcome, scenario), "moto has learnt this: take it off the table"
        return
    assert outcome.error == scenario.refuses
    assert outcome.paths >= scenario.answers


def test_listed_differences_of_moto_belong_to_scenarios() -> None:
    assert MOTO_DIFFERS.keys() <= {scenario.name for scenario in EVERY_SCENARIO}


def alike(outcome: Outcome, scenario: Scenario) -> bool:
    return outcome.error == scenario.refuses and outcome.paths >= scenario.answers

import pytest

from tests.contract.scenarios import SCENARIOS, Place, Scenario, perform

# What moto 5.2 does otherwise, and why Cognito is not like that.
MOTO_DIFFERS: dict[str, str] = {}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_pool_answers_alike(place: Place, scenario: Scenario) -> None:
    outcome = perform(scenario, place)

    if place.name == "moto" and scenario.name in MOTO_DIFFERS:
        assert not (outcome.error == scenario.refuses and outcome.paths >= scenario.answers), "moto has learnt this"
        return
    assert outcome.error == scenario.refuses
    assert outcome.paths >= scenario.answers

"""From nothing to a pool that the API works with."""

from tests.apps import Outbox, Person, running, settings_for
from tests.provisioning.commands import Commands
from tests.servers import Clock


def test_users_sign_up_and_in_with_a_pool_that_was_just_created(
    commands: Commands, cognito_url: str, outbox: Outbox, clock: Clock
) -> None:
    commands.edit(('kind = "public"', 'kind = "confidential"')).apply()
    written = {name.lower(): value for name, value in commands.settings.items()}

    with running(settings_for(cognito_url, **written), clock) as api:
        person = Person(api, outbox).sign_up(agentName="Bond").confirm().sign_in()
        profile = api.get("/api/me", headers=person.headers).json()
        config = api.get("/api/auth/config").json()

    assert profile["attributes"]["agentName"] == "Bond"
    assert config["mfa"] == "optional"


def test_doctor_finds_no_faults_in_a_pool_that_was_just_created(commands: Commands) -> None:
    commands.apply()

    result = commands.run("doctor", "--fail-on", "warning")

    assert result.exit_code == 0, result.output

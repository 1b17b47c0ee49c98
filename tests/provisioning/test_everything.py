"""Every table of pool.toml, applied to local Cognito and changed there; except SAML, which it does not have."""

import re
import secrets
from pathlib import Path

import pytest

from tests.provisioning.commands import Commands, named
from tests.provisioning.compiling import FILES, SECRETS

WITHOUT_SAML = re.sub(r"(?s)\[providers\.OldCorp\].*?\n\n", "", FILES["everything"]).replace(', "OldCorp"]', "]")

# What is changed, what the plan says, and whether something is lost by it.
CHANGES = [
    (('team = "accounts"', 'team = "identity"'), "UserPoolTags.team: accounts → identity", False),
    (("ENFORCED", "AUDIT"), "UserPoolAddOns.AdvancedSecurityMode: ENFORCED → AUDIT", False),
    (("history_size = 5", "history_size = 0"), "Policies.PasswordPolicy.PasswordHistorySize: 5 → 0", False),
    (("self_sign_up = false", "self_sign_up = true"), "AllowAdminCreateUserOnly: True → False", True),
    (('external_id = "vestibule"', 'external_id = "other"'), "SmsConfiguration.ExternalId: vestibule → other", False),
    (
        ("[devices]\nchallenge_required_on_new_device = true\n", "[devices]\n"),
        "ChallengeRequiredOnNewDevice: True",
        True,
    ),
    (("function:pre-sign-up", "function:other"), "LambdaConfig.PreSignUp: arn:aws:lambda", False),
    (('version = "V3_0"', 'version = "V2_0"'), "LambdaConfig.PreTokenGenerationConfig", False),
    (("email = true\nsms", "sms"), "email: True → False", True),
    (("max_per_user = 5", "max_per_user = 6"), "SetUserPoolSessionConfiguration", False),
    (("sso_session_minutes = 30", "sso_session_minutes = 40"), "SSOSession.MaxValidityMinutes: 30 → 40", False),
    (('read = "Read reports"', 'read = "Read all reports"'), "read (Read reports), write", False),
    ((', write = "Write reports"', ""), "Scopes loses write", True),
    (('scopes = ["openid", "email"]', 'scopes = ["openid"]'), "authorize_scopes: openid email → openid", False),
    (('key_id = "KEY"', 'key_id = "KEY2"'), "ProviderDetails.key_id: KEY → KEY2", False),
    (('"custom:team" = "name"', 'name = "name"'), "AttributeMapping", True),
    (('["corp.example"]', '["corp.example", "corp.test"]'), "IdpIdentifiers", False),
    (("auth/callback", "auth/return"), "CallbackURLs loses https://app.example.com/auth/callback", True),
    (('auth_flows = ["CUSTOM_AUTH"]', 'auth_flows = ["USER_AUTH"]'), "ExplicitAuthFlows loses ALLOW_CUSTOM_AUTH", True),
    (("rotate_refresh_tokens = false\n", ""), "RefreshTokenRotation.Feature: DISABLED → ENABLED", True),
    (("certificate/1234", "certificate/9999"), "CustomDomainConfig.CertificateArn", False),
    (('description = "May adm', 'description = "Can adm'), "Description: May administer users. → Can adm", False),
    (("role/power-users", "role/users"), "RoleArn", False),
    (("vendedlogs/cognito", "vendedlogs/accounts"), "CloudWatchLogsConfiguration.LogGroupArn", False),
    (('name = "everything"\nauthenticated', 'name = "changed"\nauthenticated'), "IdentityPoolName", False),
    (('guest_role_arn = "arn:aws:iam::123456789012:role/guests"\n', ""), "AllowUnauthenticatedIdentities", True),
    (('without_group = "Deny"\n', ""), "'AmbiguousRoleResolution': 'AuthenticatedRole'", False),
]


@pytest.fixture
def everything(commands: Commands) -> Commands:
    (commands.directory / "facebook-secret").write_text("from a file", "utf-8")
    commands.environment |= SECRETS
    host = f"{secrets.token_hex(6)}.example.com"
    return commands.write(named(host, WITHOUT_SAML.replace("auth.example.com", host)))


def test_everything_is_created_and_each_change_is_shown_and_all_are_made_good(everything: Commands) -> None:
    everything.apply()
    assert everything.plan()[0] == 0
    declared = (everything.directory / "pool.toml").read_text("utf-8")

    for change, shown, is_lost in CHANGES:
        status, output = everything.write(declared).edit(change).plan()
        assert (status, shown in output, "lost: " in output) == (2, True, is_lost), f"{change}: {output}"

    everything.write(declared).edit(*(change for change, _, _ in CHANGES)).apply("--yes")
    status, output = everything.plan()
    assert status == 0, output


def test_domain_is_not_renamed(everything: Commands) -> None:
    everything.apply()

    result = everything.edit(('custom = "', 'custom = "new-')).run("apply", "--yes")

    assert result.exit_code == 1
    assert re.search(r"delete-user-pool-domain --domain \w+\.example\.com ", result.output)


def test_looks_come_from_a_file(everything: Commands, tmp_path: Path) -> None:
    everything.edit(append='[branding]\nsettings_file = "branding.json"\n')
    assert "branding.settings_file: " in everything.run("plan").stderr

    for content, reason in (("[]", "is not a JSON object"), ("{", "is not JSON: ")):
        (tmp_path / "branding.json").write_text(content, "utf-8")
        assert f"branding.settings_file: branding.json {reason}" in everything.run("plan").stderr

    (tmp_path / "branding.json").write_text('{"categories": {"global": {"colorSchemeMode": "DARK"}}}', "utf-8")
    everything.apply()
    (tmp_path / "branding.json").write_text('{"categories": {"global": {"colorSchemeMode": "LIGHT"}}}', "utf-8")

    assert "UpdateManagedLoginBranding" in everything.plan()[1]
    everything.apply()
    assert everything.plan()[0] == 0

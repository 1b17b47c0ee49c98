"""pool.toml: what is refused, and how the fault is named."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from vestibule.pool_file import PoolFileError, load_pool_file, parse_pool_file
from vestibule.pool_file.schema import json_schema

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "pool.toml"
MINIMAL = 'name = "p"\n[clients.web]\n'


def faults(text: str) -> list[str]:
    with pytest.raises(PoolFileError) as error:
        parse_pool_file(text, local=False)
    return str(error.value).split("\n")


@pytest.mark.parametrize("local", [True, False])
def test_shipped_file_is_valid(local: bool) -> None:
    assert load_pool_file(SHIPPED, local=local).name == "vestibule"


def test_committed_schema_is_that_of_the_models() -> None:
    assert json.loads((ROOT / "docs" / "pool.schema.json").read_text("utf-8")) == json_schema()


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        (SHIPPED.read_text("utf-8"), True),
        (f'{MINIMAL}[local.identity_pool]\nname = "other"\n[local.providers.Google]\nclient_id = "2"\n', True),
        (f"{MINIMAL}[local.mfa]\ntotps = true\n", False),
        (f"{MINIMAL}[mfa]\ntotps = true\n", False),
        (f'{MINIMAL}kind = "spa"\n', False),
        (f'{MINIMAL}[providers.Google]\ntype = "Google"\n', False),
        ('name = "p"\n', False),
    ],
)
def test_editors_accept_what_the_models_accept(text: str, is_valid: bool) -> None:
    import jsonschema

    validator = jsonschema.Draft202012Validator(json_schema())

    assert validator.is_valid(tomllib.loads(text)) == is_valid, [*validator.iter_errors(tomllib.loads(text))]


@pytest.mark.parametrize("local", [True, False])
def test_shipped_file_is_valid_with_all_its_examples(local: bool) -> None:
    lines = SHIPPED.read_text("utf-8").splitlines()
    examples = [line for line in lines if re.match(r"#(\[|[a-z_]+ = )", line)]

    file = parse_pool_file(
        "\n".join(line.removeprefix("#") if line in examples else line for line in lines), local=local
    )

    assert len(examples) > 40
    assert file.sms is not None
    assert file.identity_pool is not None
    assert file.domain is not None
    assert file.domain.prefix == ("vestibule" if local else "example-accounts")


def test_local_table_is_merged_over_the_others() -> None:
    text = f'{MINIMAL}[mfa]\nmode = "OPTIONAL"\ntotp = true\n[local.mfa]\nmode = "ON"\n'

    plain, local = parse_pool_file(text, local=False), parse_pool_file(text, local=True)

    assert (plain.mfa.mode, local.mfa.mode, local.mfa.totp) == ("OPTIONAL", "ON", True)


def test_local_table_replaces_what_excludes_itself() -> None:
    google = (
        '[providers.Google]\ntype = "Google"\nclient_id = "1"\nclient_secret = { env = "G" }\nscopes = ["openid"]\n'
    )
    local = '[local.providers.Google]\nclient_secret = { value = "local" }\n[local.domain]\nprefix = "here"\n'
    custom = (
        '[domain]\ncustom = "auth.example.com"\ncertificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"\n'
    )

    text = f'{MINIMAL}{custom}{google}attribute_mapping = {{ email = "email" }}\n{local}'

    assert (found := parse_pool_file(text, local=True).domain) is not None
    assert (found.prefix, found.custom) == ("here", None)
    assert (found := parse_pool_file(text, local=False).domain) is not None
    assert (found.prefix, found.custom) == (None, "auth.example.com")


def test_fault_in_the_local_table_is_found_without_local_cognito() -> None:
    assert faults(f"{MINIMAL}[local.mfa]\ntotps = true\n") == [
        "with [local]: mfa.totps: is not a key of this table; did you mean totp?"
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('nam = "p"\n[clients.web]', "name: is missing"),
        ('nam = "p"\n[clients.web]', "nam: is not a key of this table; did you mean name?"),
        ('name = "p"', "clients: is missing"),
        (f"{MINIMAL}acess_token_minutes = 5", "clients.web.acess_token_minutes: is not a key of this table; did"),
        (f"{MINIMAL}access_token_minutes = true", "clients.web.access_token_minutes: must be a valid integer"),
        (f'{MINIMAL}access_token_minutes = "5"', "clients.web.access_token_minutes: must be a valid integer"),
        (f"{MINIMAL}access_token_minutes = 4", "clients.web.access_token_minutes: must be greater than or equal to 5"),
        (f'{MINIMAL}callback_urls = ["/here"]', "clients.web.callback_urls.0: has a form that is not allowed"),
        (f'{MINIMAL}kind = "spa"', "clients.web.kind: must be 'public', 'confidential' or 'machine'"),
        (f"{MINIMAL}[password_policy]\nminimum_length = 5", "password_policy.minimum_length: must be greater"),
        (f'{MINIMAL}[triggers]\npre_sign_up = "f"', "triggers.pre_sign_up: has a form that is not allowed"),
        (f'{MINIMAL}[domain]\nprefix = "my-aws"', "domain: prefix must not contain 'aws'"),
        (f"{MINIMAL}[domain]", "domain: has either prefix or custom"),
        (f'{MINIMAL}[providers.G]\ntype = "Gogle"', "providers.G: type must be one of 'Google'"),
        (f"{MINIMAL}[providers.G]", "providers.G: type is missing"),
        (f'{MINIMAL}[providers.G]\ntype = "Google"\nclient_id = 5', "providers.G.client_id: must be a valid string"),
        (f'{MINIMAL}[groups."two words"]', "groups.two words: has a form that is not allowed"),
        (f"{MINIMAL}[attributes.shoe_size]", "attributes.shoe_size: must be 'address'"),
        (f"{MINIMAL}[custom_attributes.a]\nmin_value = 1", "custom_attributes.a: min_value and max_value are for"),
        (f"{MINIMAL}[groups", "is not TOML: Expected ']'"),
        (f"local = 3\n{MINIMAL}", "local: must be a table"),
    ],
)  # fmt: skip
def test_fault_names_the_key(text: str, fault: str) -> None:
    assert any(line.startswith(fault) for line in faults(text)), faults(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[sign_in]\nalias_attributes = ["email"]', "sign_in.alias_attributes"),
        ("[attributes.birthdate]\nmax_length = 8", "attributes.birthdate"),
        ("[sign_in]\nauto_verified_attributes = []", "sign_in.verify_before_update"),
        ('[sign_in]\nfirst_auth_factors = ["PASSWORD", "WEB_AUTHN"]', "mfa.passkeys"),
        ('[sign_in]\nfirst_auth_factors = ["EMAIL_OTP"]', "email.ses_identity_arn"),
        ('[mfa]\nmode = "ON"', "mfa.mode"),
        ("[mfa]\ntotp = true", "mfa.mode"),
        ('[mfa]\nmode = "ON"\nsms = true', "sms"),
        ('[recovery]\nmechanisms = ["admin_only", "verified_email"]', "recovery.mechanisms"),
        ('[clients.job]\nkind = "machine"', "clients.job.scopes"),
        ('[clients.job]\nkind = "machine"\nscopes = ["openid"]', "clients.job.scopes"),
        ('[clients.app]\nscopes = ["openid"]', "clients.app.callback_urls"),
        ('[clients.app]\ncallback_urls = ["https://a/b"]\nproviders = ["Google"]', "clients.app.providers"),
        ('[clients.app]\nread_attributes = ["custom:x"]', "clients.app.read_attributes"),
        ('[clients.a]\nwrite_attributes = ["name"]\n[attributes.email]\nrequired = true', "clients.a.write_attributes"),
        ("[clients.app]\npropagate_client_ip = true", "clients.app.propagate_client_ip"),
        ('[messages.mfa]\nsubject = {en="a", fr="b"}\nemail = {en="no code", fr="{####}"}', "messages.mfa.email"),
    ],
)  # fmt: skip
def test_contradiction_names_the_key(text: str, key: str) -> None:
    assert any(line.startswith(f"{key}: ") for line in faults(f"{MINIMAL}{text}\n")), faults(f"{MINIMAL}{text}\n")


def test_plan_lite_refuses_what_needs_a_higher_one() -> None:
    text = f'tier = "LITE"\n{MINIMAL}[domain]\nprefix = "p"\n[password_policy]\nhistory_size = 3\n'

    assert {line.partition(":")[0] for line in faults(text)} == {
        "domain.managed_login_version",
        "password_policy.history_size",
    }


@pytest.mark.parametrize("value", ['"s3cret-value"', "{}", '{ env = "A", file = "b" }', '{ env = "A-B" }'])
def test_secret_in_the_file_is_refused_and_not_repeated(value: str) -> None:
    text = (
        f'{MINIMAL}[providers.G]\ntype = "Google"\nclient_id = "i"\nclient_secret = {value}\nscopes = ["openid"]\n'
        'attribute_mapping = { email = "email" }\n'
    )

    found = faults(text)

    assert all(line.startswith("providers.G.client_secret") for line in found)
    assert "s3cret" not in "".join(found)


def test_missing_file_and_wrong_encoding_are_said(tmp_path: Path) -> None:
    (tmp_path / "utf16.toml").write_text(MINIMAL, "utf-16")

    for name, reason in (("missing.toml", "No such file"), ("utf16.toml", "is not UTF-8")):
        with pytest.raises(PoolFileError, match=reason):
            load_pool_file(tmp_path / name, local=False)


def test_faults_follow_a_line_with_the_files_path(tmp_path: Path) -> None:
    path = tmp_path / "pool.toml"
    path.write_text('name = "p"\nfirst = 1\nsecond = 2\n[clients.web]\n', "utf-8")

    with pytest.raises(PoolFileError) as refused:
        load_pool_file(path, local=False)

    header, *lines = str(refused.value).split("\n")
    assert header == f"{path} cannot be used:"
    assert [line[:8] for line in lines] == ["  first:", "  second"]

"""Every request is one that AWS's service model accepts: what no emulator has is at least well formed."""

from pathlib import Path

import botocore.session
import pytest
from botocore.validate import ParamValidator

from vestibule.cognito.provisioning.documents.managed_login import Sources, missing_secrets
from vestibule.cognito.provisioning.embedded import embedded_requests
from vestibule.pool_file import PoolFileError, parse_pool_file

EVERYTHING = Path(__file__).with_name("everything.toml").read_text("utf-8")
SECRETS = {
    "GOOGLE_CLIENT_SECRET": "g",
    "FACEBOOK_CLIENT_ID": "f",
    "AMAZON_CLIENT_SECRET": "a",
    "APPLE_PRIVATE_KEY": "p",
    "CORP_CLIENT_SECRET": "c",
}


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    tmp_path.joinpath("facebook-secret").write_text("from a file\n", "utf-8")
    return Sources(SECRETS, tmp_path)


@pytest.mark.parametrize("text", [EVERYTHING, 'name = "least"\n[clients.web]\n'], ids=["everything", "least"])
def test_requests_are_valid_by_the_service_model(text: str, sources: Sources) -> None:
    session = botocore.session.get_session()

    for entry in embedded_requests(parse_pool_file(text, local=False), sources):
        operation = session.get_service_model(entry["service"]).operation_model(entry["operation"])
        report = ParamValidator().validate(entry["request"], operation.input_shape)
        assert not report.has_errors(), f"{entry['operation']}: {report.generate_report()}"


def test_everything_in_the_file_becomes_a_request(sources: Sources) -> None:
    entries = embedded_requests(parse_pool_file(EVERYTHING, local=False), sources)
    operations = [entry["operation"] for entry in entries]
    requests = [entry["request"] for entry in entries if entry["operation"] == "CreateIdentityProvider"]
    facebook = next(request["ProviderDetails"] for request in requests if request["ProviderName"] == "Facebook")

    assert operations.count("CreateUserPoolClient") == 3
    assert {"SetLogDeliveryConfiguration", "SetUserPoolClientSessionConfiguration", "SetIdentityPoolRoles"} < {
        *operations
    }
    assert operations.index("CreateManagedLoginBranding") < operations.index("CreateUserPoolDomain")
    assert operations.index("CreateResourceServer") < operations.index("CreateUserPoolClient")
    assert (facebook["client_secret"], facebook["authorize_scopes"]) == ("from a file", "public_profile,email")


def test_only_providers_that_do_not_exist_yet_need_their_secrets(tmp_path: Path) -> None:
    file, nothing = parse_pool_file(EVERYTHING, local=False), Sources({}, tmp_path)

    assert [line.split(".")[1] for line in missing_secrets(file, nothing, {"Google", "LoginWithAmazon"})] == [
        *("Facebook", "Facebook", "SignInWithApple", "Corp")
    ]


def test_secret_that_is_missing_is_named_by_its_key_and_source(tmp_path: Path) -> None:
    without = Sources({name: value for name, value in SECRETS.items() if name != "GOOGLE_CLIENT_SECRET"}, tmp_path)

    with pytest.raises(PoolFileError) as error:
        embedded_requests(parse_pool_file(EVERYTHING, local=False), without)

    lines = str(error.value).split("\n")
    assert "providers.Google.client_secret: the environment variable GOOGLE_CLIENT_SECRET is not set" in lines
    assert any(line.startswith("providers.Facebook.client_secret: ") and "No such file" in line for line in lines)

"""Every request is one that AWS's service model accepts: what no emulator has is at least well formed."""

import json
from pathlib import Path

import botocore.session
import pytest
from botocore.validate import ParamValidator

from tests.provisioning.compiling import FILES, FOLDER, FORMS, SECRETS, compiled
from vestibule.cognito.provisioning.documents.managed_login import Sources, missing_secrets
from vestibule.cognito.provisioning.embedded import embedded_requests
from vestibule.pool_file import PoolFileError, parse_pool_file


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", FILES)
def test_file_becomes_the_documents_of_the_folder_compiled(name: str, form: str) -> None:
    assert compiled(name, form) == FOLDER.joinpath(f"{name}.{form}").read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_requests_are_valid_by_the_service_model(name: str) -> None:
    session = botocore.session.get_session()

    for entry in json.loads(compiled(name, "requests.json")):
        operation = session.get_service_model(entry["service"]).operation_model(entry["operation"])
        report = ParamValidator().validate(entry["request"], operation.input_shape)
        assert not report.has_errors(), f"{entry['operation']}: {report.generate_report()}"


def test_what_depends_on_another_request_comes_after_it() -> None:
    operations = [entry["operation"] for entry in json.loads(compiled("everything", "requests.json"))]

    assert operations.index("CreateManagedLoginBranding") < operations.index("CreateUserPoolDomain")
    assert operations.index("CreateResourceServer") < operations.index("CreateUserPoolClient")


def test_only_providers_that_do_not_exist_yet_need_their_secrets(tmp_path: Path) -> None:
    file, nothing = parse_pool_file(FILES["everything"], local=False), Sources({}, tmp_path)

    assert [line.split(".")[1] for line in missing_secrets(file, nothing, {"Google", "LoginWithAmazon"})] == [
        *("Facebook", "Facebook", "SignInWithApple", "Corp")
    ]


def test_secret_that_is_missing_is_named_by_its_key_and_source(tmp_path: Path) -> None:
    without = Sources({name: value for name, value in SECRETS.items() if name != "GOOGLE_CLIENT_SECRET"}, tmp_path)

    with pytest.raises(PoolFileError) as error:
        embedded_requests(parse_pool_file(FILES["everything"], local=False), without)

    lines = str(error.value).split("\n")
    assert "providers.Google.client_secret: the environment variable GOOGLE_CLIENT_SECRET is not set" in lines
    assert any(line.startswith("providers.Facebook.client_secret: ") and "No such file" in line for line in lines)

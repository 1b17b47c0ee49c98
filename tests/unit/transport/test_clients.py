"""boto3's clients, and the calls of commands: settings, retries, and errors without secrets."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import boto3
import botocore
import certifi
import pytest
from botocore.exceptions import ClientError, NoCredentialsError, ParamValidationError

from tests.apps import settings_for
from vestibule.cognito.transport.aws import Aws, CallFailed, connect, without_secrets
from vestibule.cognito.transport.client import AwsSessions, ClientFactory
from vestibule.errors import Misconfigured

SESSIONS = AwsSessions()
IDENTITY_POOL = "eu-west-1:00000000-0000-4000-8000-000000000001"


def factory(**settings: Any) -> ClientFactory:
    return ClientFactory(settings_for("", **{"cognito_endpoint_url": None} | settings), SESSIONS, lambda *_: None)


class TestFactory:
    def test_client_has_the_limits_of_the_settings(self) -> None:
        client = factory(cognito_timeout_seconds=3.5).user_pool(connections=7)

        config = client.meta.config
        assert (config.connect_timeout, config.read_timeout) == (pytest.approx(1.0), pytest.approx(2.5))
        assert (config.max_pool_connections, config.signature_version) == (7, botocore.UNSIGNED)
        assert config.retries == {"mode": "standard", "total_max_attempts": 1}
        assert config.user_agent.startswith(f"Boto3/{boto3.__version__} vestibule")
        assert config.proxies == {}
        assert config.parameter_validation
        assert client.meta.region_name == "us-east-1"

    def test_client_uses_the_proxy_and_the_authorities_of_the_settings(self, tmp_path: Path) -> None:
        bundle = tmp_path / "ca.pem"
        bundle.write_text(Path(certifi.where()).read_text())
        proxied = factory(cognito_proxy="http://proxy.example:3128", cognito_ca_bundle=str(bundle))

        client = proxied.user_pool(connections=1)

        assert client.meta.config.proxies == dict.fromkeys(("http", "https"), "http://proxy.example:3128")
        session = cast("Any", client)._endpoint.http_session._session
        assert session._verify == str(bundle)

    @pytest.mark.parametrize(
        ("endpoint", "signed", "key"),
        [
            ("http://localhost:9229", True, "local"),
            (None, True, "test"),
            ("https://cognito.example", True, "test"),
        ],
    )
    def test_only_signed_calls_to_aws_have_the_machines_credentials(
        self, monkeypatch: pytest.MonkeyPatch, endpoint: str | None, signed: bool, key: str
    ) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

        client = factory(cognito_endpoint_url=endpoint).user_pool(connections=1, signed=signed)

        credentials = cast("Any", client)._request_signer._credentials
        assert (credentials.access_key, credentials.secret_key) == (key, key)
        assert (client.meta.config.signature_version == "v4") is signed

    def test_identity_pool_has_a_region_of_its_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

        client = factory(cognito_identity_pool_id=IDENTITY_POOL).identity_pool(connections=2, signed=True)

        assert client.meta.service_model.service_name == "cognito-identity"
        assert (client.meta.region_name, client.meta.config.max_pool_connections) == ("eu-west-1", 2)

    @pytest.mark.parametrize("content", ["[profile", "[default]"])
    def test_invalid_configuration_of_the_machine_is_the_operators_to_resolve(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
    ) -> None:
        monkeypatch.setenv("AWS_PROFILE", "nobody")
        (tmp_path / "config").write_text(content)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

        with pytest.raises(Misconfigured):
            factory().user_pool(connections=1, signed=True)
        assert factory().user_pool(connections=1)


class Method:
    """A method of boto3's client, with an answer for each call; the last is repeated."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.requests = [*answers], list[dict[str, Any]]()

    def __call__(self, **request: Any) -> Any:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return dict(answer)


def aws(method: Method, pauses: list[float] | None = None) -> Aws:
    client = SimpleNamespace(list_groups=method)
    sleep = (pauses if pauses is not None else []).append
    return Aws(cast("Any", None), "us-east-1", sleep=sleep, _clients={"cognito-idp": client})


def refusal(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "ListGroups")


class TestCalls:
    def test_response_has_no_metadata(self) -> None:
        method = Method({"Groups": [], "ResponseMetadata": {}})

        assert aws(method).call("ListGroups", UserPoolId="p") == {"Groups": []}
        assert method.requests == [{"UserPoolId": "p"}]

    def test_throttled_call_is_repeated_after_longer_and_longer_pauses(self) -> None:
        pauses = list[float]()
        method = Method(*[refusal("ThrottlingException")] * 5, {"Groups": []})

        assert aws(method, pauses).call("ListGroups") == {"Groups": []}
        assert pauses == [0.3, 0.6, 1.2, 2.4, 4.8]

    def test_call_that_stays_throttled_fails(self) -> None:
        pauses = list[float]()

        with pytest.raises(CallFailed) as failed:
            aws(Method(refusal("ThrottlingException")), pauses).call("ListGroups")
        assert (failed.value.code, len(pauses)) == ("ThrottlingException", 5)

    @pytest.mark.parametrize(
        ("error", "text"),
        [
            (refusal("AccessDeniedException", "no"), "ListGroups: AccessDeniedException: no"),
            (ClientError({}, "ListGroups"), "ListGroups: unknown"),
            (
                ParamValidationError(report="s3cret"),
                "ListGroups: InvalidParameter: a value has the wrong type or length",
            ),
            (NoCredentialsError(), "ListGroups: NoCredentialsError: Unable to locate credentials"),
            (NotImplementedError("no such thing"), "ListGroups: NotImplementedException: no such thing"),
        ],
    )
    def test_failure_has_its_operation_and_code(self, error: Exception, text: str) -> None:
        method = Method(error)

        with pytest.raises(CallFailed) as failed:
            aws(method).call("ListGroups")
        assert (str(failed.value), len(method.requests)) == (text, 1)

    def test_items_of_all_pages_are_listed(self) -> None:
        method = Method({"Groups": [1], "NextToken": "n"}, {"NextToken": "m"}, {"Groups": [2]})

        assert [*aws(method).pages("ListGroups", "Groups", {"Limit": 5})] == [1, 2]
        assert method.requests == [{"Limit": 5}, {"Limit": 5, "NextToken": "n"}, {"Limit": 5, "NextToken": "m"}]

    @pytest.mark.parametrize("member", ["client_secret", "private_key", "ClientSecret"])
    def test_secrets_of_a_request_are_not_in_its_error(self, member: str) -> None:
        request = {"Name": "n", "Details": {member: "s3cret", "client_id": "id"}, "Empty": {member: ""}}

        assert without_secrets("n id s3cret", request) == "n id (secret)"


class TestConnection:
    def test_client_waits_longer_than_the_api_and_repeats_nothing_by_itself(self) -> None:
        connected = connect("eu-west-1", "http://localhost:9229", sessions=SESSIONS, proxy="http://proxy.example:1")
        connected.members("ListGroups")

        client = connected._clients["cognito-idp"]
        config = client.meta.config
        assert (config.connect_timeout, config.read_timeout) == (10, 60)
        assert config.retries == {"mode": "standard", "total_max_attempts": 1}
        assert config.proxies == dict.fromkeys(("http", "https"), "http://proxy.example:1")
        assert config.user_agent_extra == "vestibule"
        assert client._request_signer._credentials.access_key == "local"
        assert (connected.is_local, client.meta.region_name) == (True, "eu-west-1")
        assert connected.members("ListGroups") == {"UserPoolId", "Limit", "NextToken"}

    @pytest.mark.parametrize("endpoint", [None, "https://cognito.example"])
    def test_other_endpoints_are_no_emulator(self, endpoint: str | None) -> None:
        assert not connect("eu-west-1", endpoint, sessions=SESSIONS).is_local

    def test_invalid_configuration_of_the_machine_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_PROFILE", "nobody")

        with pytest.raises(CallFailed, match="the AWS configuration: ProfileNotFound: The config profile"):
            connect("eu-west-1", sessions=SESSIONS).members("ListGroups")
        assert connect("eu-west-1", "http://localhost:1", sessions=SESSIONS).members("ListGroups")

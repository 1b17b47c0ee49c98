"""What Cognito's public endpoints report, whatever they answer."""

from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.apps import settings_for
from tests.certificates import self_signed
from tests.doctor.documented_facts import CLIENT_ID, POOL_ID
from tests.servers import serve
from vestibule.cognito.doctor.endpoints import Endpoints, SignInRefusal
from vestibule.cognito.doctor.fault import NotRead, Unreachable
from vestibule.cognito.doctor.reading import NotFound

NOW = 1_800_000_000.0
BODIES = {
    "keys": b'{"keys": []}',
    "list": b"[]",
    "text": b"x",
    "long": b" " * 1_000_001,
    "longest": b"{}" + b" " * 999_998,
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server that answers /<status>/<body>/…."""

    async def answer(request: Request) -> Response:
        return Response(BODIES[request.path_params["body"]], int(request.path_params["status"]))

    with serve(Starlette(routes=[Route("/{status}/{body}/{rest:path}", answer)])) as url:
        yield url


def endpoints(jwks_url: str, client: Any = None, **settings: Any) -> Endpoints:
    values = {"cognito_endpoint_url": None, "cognito_jwks_url": jwks_url, **settings}
    return Endpoints(settings_for("", **values), lambda: client, clock=lambda: NOW)


class TestDocuments:
    def test_documents_are_those_of_the_key_url(self, url: str) -> None:
        found = endpoints(f"{url}/200/keys/{POOL_ID}/.well-known/jwks.json")

        assert found.keys == found.discovery == {"keys": []}

    @pytest.mark.parametrize(
        ("path", "kind", "reason"),
        [
            ("400/keys", NotFound, "status 400"),
            ("404/keys", NotFound, "status 404"),
            ("403/keys", NotRead, "status 403"),
            ("201/keys", NotRead, "status 201"),
            ("200/text", NotRead, "not JSON"),
            ("200/list", NotRead, "not a JSON object"),
            ("200/long", NotRead, "the response is too long"),
        ],
    )
    def test_other_answers_have_their_reason(self, url: str, path: str, kind: type[NotRead], reason: str) -> None:
        keys = f"{url}/{path}/.well-known/jwks.json"

        with pytest.raises(NotRead) as failed:
            _ = endpoints(keys).keys

        assert (type(failed.value), str(failed.value)) == (kind, f"{keys}: {reason}")

    def test_document_of_the_greatest_length_is_read(self, url: str) -> None:
        assert endpoints(f"{url}/200/longest/.well-known/jwks.json").keys == {}

    def test_server_that_does_not_respond_is_unreachable(self) -> None:
        with pytest.raises(Unreachable, match=r"^http://127\.0\.0\.1:9/jwks\.json: "):
            _ = endpoints("http://127.0.0.1:9/jwks.json").keys

    def test_certificates_of_private_authorities_are_verified_with_them_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")  # of the environment, which is not used
        certificate = self_signed(tmp_path)

        with serve(Starlette(routes=[Route("/keys", lambda _: Response(b"{}"))]), certificate=certificate) as url:
            keys = url.replace("127.0.0.1", "localhost") + "/keys"
            assert endpoints(keys, cognito_ca_bundle=certificate).keys == {}
            with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
                _ = endpoints(keys).keys

    def test_key_url_of_another_form_tells_of_no_discovery_document(self) -> None:
        with pytest.raises(NotRead, match=r"^COGNITO_JWKS_URL does not end with /\.well-known/jwks\.json, so the"):
            _ = endpoints("http://127.0.0.1:9/jwks.json").discovery


class Refusing:
    """boto3's client, which refuses every sign-in."""

    def __init__(self, answer: Exception | None) -> None:
        self.answer = answer
        self.requests: list[dict[str, Any]] = []
        self.closed = 0

    def initiate_auth(self, **request: Any) -> None:
        self.requests.append(request)
        if self.answer:
            raise self.answer

    def close(self) -> None:
        self.closed += 1


def refused(headers: dict[str, str] | None, **error: str) -> ClientError:
    metadata = {} if headers is None else {"ResponseMetadata": {"HTTPHeaders": headers}}
    return ClientError(cast("Any", {"Error": error, **metadata}), "InitiateAuth")


class TestRefusal:
    @pytest.mark.parametrize(
        ("headers", "skew"),
        [
            ({"date": formatdate(NOW - 5, usegmt=True)}, 5.0),
            ({"date": formatdate(NOW + 5, usegmt=True)}, -5.0),
            ({"date": "yesterday"}, None),
            ({}, None),
            (None, None),
        ],
    )
    def test_refused_sign_in_tells_the_error_and_the_time(
        self, headers: dict[str, str] | None, skew: float | None
    ) -> None:
        client = Refusing(refused(headers, Code="NotAuthorizedException", Message="no"))
        found = endpoints("http://127.0.0.1:9/", client)

        assert found.refusal == found.refusal == SignInRefusal("NotAuthorizedException", "no", skew)
        assert (len(client.requests), client.closed) == (1, 1)

    def test_error_without_a_name_is_none(self) -> None:
        assert endpoints("http://x/", Refusing(refused({}))).refusal == SignInRefusal("", "", None)

    @pytest.mark.parametrize("secret", [None, "s3cret"])
    def test_sign_in_is_that_of_a_user_who_cannot_exist(self, secret: str | None) -> None:
        client = Refusing(refused({}, Code="x"))

        _ = endpoints("http://x/", client, cognito_client_secret=secret).refusal

        (request,) = client.requests
        parameters = request["AuthParameters"]
        assert (request["ClientId"], request["AuthFlow"]) == (CLIENT_ID, "USER_PASSWORD_AUTH")
        assert parameters["USERNAME"].endswith("@example.invalid")
        assert len(parameters["PASSWORD"]) == 36
        assert ("SECRET_HASH" in parameters) == (secret is not None)

    def test_cognito_that_does_not_respond_is_unreachable(self) -> None:
        client = Refusing(EndpointConnectionError(endpoint_url="http://x"))

        with pytest.raises(Unreachable, match=r"^Cognito cannot be reached: Could not connect"):
            _ = endpoints("http://x/", client).refusal
        assert client.closed == 1

    def test_accepted_sign_in_tells_nothing(self) -> None:
        with pytest.raises(NotRead, match=r"^Cognito accepted the sign-in of a user who does not exist$"):
            _ = endpoints("http://x/", Refusing(None)).refusal

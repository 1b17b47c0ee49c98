"""The fake client of tests has the methods of boto3's, and takes the requests of botocore's service model."""

import pytest
from botocore.exceptions import ParamValidationError

from tests.unit.gateways.scripted_client import ScriptedClient


@pytest.mark.parametrize("name", ["get_users", "GetUser", "admin_get_user_"])
def test_method_that_boto3_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(AttributeError):
        ScriptedClient(**{name: {}})
    with pytest.raises(AttributeError):
        getattr(ScriptedClient(), name)


@pytest.mark.parametrize(
    "request_", [{"accessToken": "t"}, {}, {"AccessToken": 1}, {"AccessToken": "t", "Username": "u"}]
)
def test_request_that_boto3_does_not_send_is_refused(request_: dict[str, object]) -> None:
    client = ScriptedClient(get_user={"Username": "ann"})

    with pytest.raises(ParamValidationError):
        client.get_user(**request_)
    assert client.get_user(AccessToken="t") == {"Username": "ann"}

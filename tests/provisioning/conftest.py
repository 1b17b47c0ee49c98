"""An AWS connection to local Cognito, and pools of their own."""

import pytest

from vestibule.cognito.provisioning.aws import Aws, connect


@pytest.fixture(scope="session")
def aws(cognito_url: str) -> Aws:
    return connect("us-east-1", cognito_url)

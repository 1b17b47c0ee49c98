"""Botocore's descriptions of AWS, reduced to what calls need: a fifth of the memory and of the time to load them."""

import gzip
import json
from pathlib import Path
from typing import Any

from botocore.loaders import JSONFileLoader, Loader

ENDPOINTS = "endpoints"
SERVICES = {
    "cognito-idp": "cognito-idp",
    "cognito-identity": "cognito-identity",
    # The doctor and `vestibule pool` call these too.
    "cloudformation": "cloudformation",
    "iam": "iam",
    "lambda": "lambda",
    "sesv2": "email",
    "sns": "sns",
    "wafv2": "wafv2",
    # botocore finds credentials with these.
    "signin": "signin",
    "sso": "portal.sso",
    "sso-oidc": "oidc",
    "sts": "sts",
}
"""The services that are called, by boto3's name, with their name in `endpoints.json`. backend/Dockerfile keeps them."""


class _Files(JSONFileLoader):
    """Reads plain dictionaries instead of ordered ones, without documentation and without other services' endpoints."""

    def load_file(self, file_path: str) -> Any:  # noqa: ANN401  any JSON
        """Load a JSON file, given without its extension; None if it does not exist."""
        for extension, opener in ((".json", open), (".json.gz", gzip.open)):
            if Path(file_path + extension).is_file():
                with opener(file_path + extension, "rb") as file:
                    content = json.loads(file.read(), object_hook=_without_documentation)
                return _with_our_endpoints(content) if Path(file_path).name == ENDPOINTS else content
        return None


class ServiceModels(Loader):
    """The descriptions of the services in `SERVICES`; others do not exist."""

    FILE_LOADER_CLASS = _Files

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002
        """List the services. botocore searches four hundred directories for them."""
        return list(SERVICES)


def _without_documentation(description: dict[str, Any]) -> dict[str, Any]:
    """Drop the text, but not a member of that name, which is a dictionary."""
    if isinstance(description.get("documentation"), str):
        del description["documentation"]
    return description


def _with_our_endpoints(content: dict[str, Any]) -> dict[str, Any]:
    ours = set(SERVICES.values())
    for partition in content["partitions"]:
        partition["services"] = {name: value for name, value in partition["services"].items() if name in ours}
    return content

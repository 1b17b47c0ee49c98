"""What files of this folder become: requests to AWS, a CloudFormation template, a Terraform configuration.

The folder `compiled` has the documents. After a change that is meant: `python -m tests.provisioning.compiling`.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.embedded import embedded_requests
from vestibule.cognito.provisioning.export.cloudformation import template
from vestibule.cognito.provisioning.export.resources import resources
from vestibule.cognito.provisioning.export.terraform import configuration
from vestibule.pool_file import PoolFile, parse_pool_file

HERE = Path(__file__).parent
FOLDER = HERE / "compiled"
SECRETS = {
    "GOOGLE_CLIENT_SECRET": "g",
    "FACEBOOK_CLIENT_ID": "f",
    "AMAZON_CLIENT_SECRET": "a",
    "APPLE_PRIVATE_KEY": "p",
    "CORP_CLIENT_SECRET": "c",
}
FILES = {
    "everything": (HERE / "everything.toml").read_text("utf-8"),
    "other": (HERE / "other.toml").read_text("utf-8"),
    "least": 'name = "least"\n[clients.web]\n',
}


def _requests(file: PoolFile) -> str:
    return _json(embedded_requests(file, Sources(SECRETS, FOLDER)))


def _template(file: PoolFile) -> str:
    return _json(template(resources(file, FOLDER), file.name))


def _configuration(file: PoolFile) -> str:
    return configuration(resources(file, FOLDER))


def _json(document: object) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


FORMS: Mapping[str, Callable[[PoolFile], str]] = {
    "requests.json": _requests,
    "template.json": _template,
    "tf": _configuration,
}


def compiled(name: str, form: str) -> str:
    """What a file becomes now."""
    return FORMS[form](parse_pool_file(FILES[name], local=False))


if __name__ == "__main__":
    for each in FILES:
        for form in FORMS:
            FOLDER.joinpath(f"{each}.{form}").write_text(compiled(each, form), "utf-8")

"""`vestibule pool export`: what the tools themselves say about it."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.provisioning.commands import SHIPPED, Commands
from tests.provisioning.compiling import FILES, FOLDER

EVERYTHING = FILES["everything"]
EACH = pytest.mark.parametrize("text", [SHIPPED, EVERYTHING, FILES["other"]], ids=["shipped", "everything", "other"])


def exported(commands: Commands, text: str, option: str) -> str:
    for name in ("classic.css", "metadata.xml"):
        (commands.directory / name).write_bytes((FOLDER / name).read_bytes())
    result = commands.write(text).run("export", option)
    assert result.exit_code == 0, result.output
    return result.stdout


def blocks(document: dict[str, Any], kind: str) -> dict[str, Any]:
    """The bodies of blocks by their labels, without quotes."""
    found = [(labels, body) for block in document.get(kind, []) for labels, body in block.items()]
    return {labels.strip('"'): body for labels, body in found}


@EACH
def test_template_passes_cfn_lint_and_retains_everything(commands: Commands, text: str) -> None:
    from cfnlint.api import lint

    written = exported(commands, text, "--cloudformation")
    template = json.loads(written)

    assert [str(match) for match in lint(written, regions=["us-east-1", "eu-west-1"])] == []
    for resource in template["Resources"].values():
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert template["Resources"]["UserPool"]["Properties"]["DeletionProtection"] == "ACTIVE"


@EACH
def test_terraform_reads_the_configuration_and_would_destroy_nothing(commands: Commands, text: str) -> None:
    import hcl2

    written = exported(commands, text, "--terraform")
    resources = [resource for block in hcl2.loads(written)["resource"] for resource in block.values()]

    bodies = [body for resource in resources for body in resource.values()]
    assert all(body["lifecycle"][0]["prevent_destroy"] is True for body in bodies)
    pool = bodies[0]
    assert pool["deletion_protection"] == '"ACTIVE"'
    assert "schema" in pool["lifecycle"][0]["ignore_changes"][0]
    for entry in pool.get("schema", []):
        limits = entry.get("string_attribute_constraints", [{}])[0]
        assert entry["attribute_data_type"] != '"String"' or {"min_length", "max_length"} <= limits.keys()


@pytest.mark.skipif(shutil.which("terraform") is None, reason="Terraform is not installed")
@EACH
def test_terraform_has_nothing_to_format(commands: Commands, text: str) -> None:

    written = exported(commands, text, "--terraform")

    formatted = subprocess.run(["terraform", "fmt", "-"], input=written, capture_output=True, text=True, check=True)

    assert formatted.stdout == written


@pytest.mark.parametrize("option", ["--cloudformation", "--terraform"])
def test_secrets_become_parameters_without_a_value(commands: Commands, option: str) -> None:
    commands.environment["GOOGLE_CLIENT_SECRET"] = "secret-of-google"

    written = exported(commands, EVERYTHING, option)

    assert "secret-of-google" not in written
    if option == "--cloudformation":
        assert json.loads(written)["Parameters"]["GoogleClientSecret"]["NoEcho"] is True


def test_text_is_not_interpolated_by_terraform(commands: Commands) -> None:
    written = exported(commands, EVERYTHING, "--terraform")

    assert "$${not_terraform} %%{neither}" in written
    assert '"Your \\"code\\" / Votre « code »"' in written


@pytest.mark.parametrize("options", [[], ["--cloudformation", "--terraform"]])
def test_exactly_one_format_is_needed(commands: Commands, options: list[str]) -> None:
    assert commands.run("export", *options).exit_code == 1


def test_what_the_tools_cannot_do_is_said(commands: Commands) -> None:
    result = commands.write(EVERYTHING).run("export", "--terraform")

    assert "clients.web-app.sso_session_minutes: left out" in result.stderr

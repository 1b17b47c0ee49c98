"""`vestibule pool export`: the pool for infrastructure tools."""

import json
from typing import Annotated

import typer

from vestibule.cli.pool import rendering
from vestibule.cli.pool.plan import DEFAULT_FILE
from vestibule.cli.pool.target import FileOption
from vestibule.cognito.provisioning.export.cloudformation import template
from vestibule.cognito.provisioning.export.resources import resources
from vestibule.cognito.provisioning.export.terraform import configuration
from vestibule.pool_file import load_pool_file

EPILOG = """
`vestibule pool export --cloudformation > pool.template.json`

`vestibule pool export --terraform > pool.tf`

Exit status: 0 success; 1 an error.
"""


def export(
    file: FileOption = DEFAULT_FILE,
    *,
    cloudformation: Annotated[bool, typer.Option("--cloudformation", help="A CloudFormation template (JSON).")] = False,
    terraform: Annotated[bool, typer.Option("--terraform", help="A Terraform configuration (HCL).")] = False,
) -> None:
    """Print the pool of pool.toml for CloudFormation or Terraform, for those who manage everything with these.

    The pool has deletion protection, and neither tool may delete or replace it. Secrets become parameters. It is for a
    new pool, or to import an existing one: do not let two tools manage one pool.
    """
    if cloudformation == terraform:
        raise typer.BadParameter("Give either --cloudformation or --terraform.")
    with rendering.errors_shown():
        declared = load_pool_file(file, local=False)
        found = resources(declared, file.parent)
    text = json.dumps(template(found, declared.name), indent=2, ensure_ascii=False) if cloudformation else ""
    typer.echo(text or configuration(found), nl=bool(text))
    for key in found.left_out:
        typer.echo(f"{key}: left out, since the tool has no property for it. vestibule pool apply sets it.", err=True)

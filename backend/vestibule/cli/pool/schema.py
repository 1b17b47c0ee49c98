"""`vestibule pool schema`: the JSON Schema of pool.toml."""

import json

import typer

from vestibule.pool_file.schema import json_schema


def schema() -> None:
    """Print the JSON Schema of pool.toml, for editors."""
    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))

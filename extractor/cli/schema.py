"""`extractor schema`: the JSON Schema of the dataset."""

from __future__ import annotations

import json

import click


@click.command("schema", short_help="Print the JSON Schema of the dataset.")
def schema_command() -> None:
    """Print the JSON Schema (2020-12) that the JSON of `extract` and `import` keeps to."""
    from extractor.exports.schema import schema

    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))

"""`extractor schema`: the JSON Schema of the dataset."""

from __future__ import annotations

import json

import click


@click.command("schema", short_help="Print the JSON Schema of the dataset.")
@click.option(
    "--of",
    "shape",
    type=click.Choice(["plan", "dataset", "document", "event"]),
    help="Of one shape only: a plan, a dataset, or a line of documents.jsonl or events.jsonl.",
)
def schema_command(shape: str | None) -> None:
    """Print the JSON Schema (2020-12) that the JSON of `extract` and `import` keeps to."""
    from extractor.exports.schema import schema

    click.echo(json.dumps(schema(shape), ensure_ascii=False, indent=2))

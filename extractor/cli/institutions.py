"""`extractor institutions`: the bodies of an imported dataset as YAML, ready to be corrected and fed back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from extractor.errors import ReadError
from extractor.exports.folder import DATASET
from extractor.messages import _
from extractor.model import Institution

_HEAD = (
    "The institutions found in an import. Correct the list and save it as institutions.yaml in a folder of your own:",
    "move a writing to another entry to merge, give it an entry of its own to split; import with --mappings FOLDER.",
)


@click.command("institutions", short_help="List the institutions of a dataset, to be corrected.")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, not to the screen.",
)
def institutions_command(folder: Path, output: Path | None) -> None:
    """List as YAML the institutions that an import found in DIR: one entry a body, with all its writings.

    The list is a registry (mappings/institutions.yaml): corrected and laid over the built-in mappings with --mappings,
    it decides in every later import which writings are one body.
    """
    from extractor.resolve import institutions_yaml

    head = "".join(f"# {_(line)}\n" for line in _HEAD)
    text = head + institutions_yaml(_bodies(_dataset(folder)))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def _dataset(folder: Path) -> Any:
    path = folder / DATASET if folder.is_dir() else folder
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return data if "documents" in data else {"documents": [data["document"]], "events": data["events"]}
    except FileNotFoundError as error:
        raise ReadError(source=str(path), code="not_found") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(type(error).__name__, source=str(path), code="damaged") from error


def _bodies(value: Any) -> Iterator[Institution]:
    """Every institution of the dataset, wherever it stands: what has an id, a name and a text of its own."""
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, dict):
            if "honours" in current and current.get("id"):
                yield Institution.from_dict(current)
            stack.extend(reversed(list(current.values())))
        elif isinstance(current, list):
            stack.extend(reversed(current))

"""Takes out of a rendered notebook what differs from run to run: times of execution, random ids, Python's version."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def plain(path: Path) -> None:
    """Rewrite the notebook with counted ids and without the metadata of its run."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"].pop("language_info", None)
    for number, cell in enumerate(notebook["cells"], 1):
        cell["id"] = f"cell-{number}"
        cell["metadata"] = {}
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        plain(Path(argument))

"""The notebooks run as scripts over output/, and what is rendered beside each is the same code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "notebooks").glob("*.py"))


def code_cells(script: Path) -> list[str]:
    """The code of a percent script, cell by cell."""
    cells = script.read_text(encoding="utf-8").split("\n# %%")[1:]
    return [cell.partition("\n")[2].strip() for cell in cells if not cell.startswith(" [markdown]")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_a_notebook_runs(script):
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_the_rendered_notebook_is_of_the_same_code(script):
    """If this fails: `jupytext --to ipynb --execute --run-path . notebooks/NAME.py`."""
    rendered = json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in rendered["cells"] if cell["cell_type"] == "code"]
    assert ["".join(cell["source"]).strip() for cell in cells] == code_cells(script)
    assert all(cell["outputs"] for cell in cells[1:])


def test_there_are_notebooks():
    assert SCRIPTS

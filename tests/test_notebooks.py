"""The notebooks run and draw over output/, and what is rendered beside each is of the same text and code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "notebooks").glob("*.py"))
RUN = """
import ast, sys, jupytext
space = {"__name__": "__main__"}
for cell in jupytext.read(sys.argv[1]).cells:
    if cell.cell_type != "code":
        continue
    *body, last = ast.parse(cell.source).body
    exec(compile(ast.Module(body, []), sys.argv[1], "exec"), space)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), sys.argv[1], "exec"), space)
        continue
    shown = eval(compile(ast.Expression(last.value), sys.argv[1], "eval"), space)
    if hasattr(shown, "_repr_mimebundle_"):
        picture, _ = shown._repr_mimebundle_()
        assert picture["image/png"].startswith(b"\\x89PNG"), cell.source
    else:
        assert repr(shown), cell.source
"""
"""Each cell as Jupyter runs it: its last expression is shown; a picture is drawn."""


def cells(notebook: Path) -> list[tuple[str, str]]:
    """The text and code of a script or a rendered notebook, cell by cell."""
    import jupytext

    return [(cell.cell_type, cell.source.strip()) for cell in jupytext.read(notebook).cells]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_draws(script):
    done = subprocess.run([sys.executable, "-c", RUN, str(script)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_the_rendered_notebook_is_current(script):
    """If this fails: `sh scripts/notebooks.sh`."""
    rendered = script.with_suffix(".ipynb")
    assert cells(rendered) == cells(script)
    code = [cell for cell in json.loads(rendered.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] for cell in code)
    assert not any(output["output_type"] in ("error", "stream") for cell in code for output in cell["outputs"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_a_rendered_notebook_holds_pictures_in_russian(script):
    rendered = json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))
    shown = [output.get("data", {}) for cell in rendered["cells"] for output in cell.get("outputs", ())]
    assert sum("image/png" in data for data in shown) >= 2
    said = " ".join("".join(cell["source"]) for cell in rendered["cells"] if cell["cell_type"] == "markdown")
    assert sum("а" <= c <= "я" for c in said.lower()) > 300


def test_the_notebooks_are_those_that_the_documentation_names():
    assert [script.stem for script in SCRIPTS] == ["first_look", "import_quality", "network"]

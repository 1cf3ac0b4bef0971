"""The wheel has all that the program needs and runs from another folder; the locks hold what the project asks for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build; hatchling.build.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as package:
        package.extractall(folder)
    return folder


def run(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(unpacked), "LANG": "C.UTF-8", "LC_ALL": "", "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_wheel_has_mappings_messages_and_types(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"extractor/_mappings/{p.name}" for p in (ROOT / "mappings").glob("*.yaml")} <= names
    assert {"extractor/py.typed", "extractor/messages/ru/LC_MESSAGES/extractor.mo"} <= names
    sources = {p.relative_to(ROOT).as_posix() for p in (ROOT / "extractor").rglob("*.py")}
    assert sources <= names
    assert not {name.split("/")[0] for name in names} & {"tests", "corpora", "scripts"}


def test_the_wheel_s_own_mappings_are_read(unpacked, tmp_path):
    code = "from extractor import mappings; print(mappings.folder()); mappings.load('file_names')"
    assert run(unpacked, tmp_path, "-c", code).stdout.strip() == str(unpacked / "extractor/_mappings")


def test_it_runs_from_another_folder(unpacked, tmp_path):
    result = run(unpacked, tmp_path, "-m", "extractor", "--help")
    assert result.stdout.startswith("Вызов:"), result.stderr


def test_it_imports_from_another_folder_what_the_checkout_imports(unpacked, tmp_path):
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "план.txt").write_text(PLAN, encoding="utf-8")
    datasets = []
    for where, out in ((unpacked, "a"), (ROOT, "b")):
        result = run(where, tmp_path, "-m", "extractor", "import", "plans", "-o", out)
        assert result.returncode == 0, result.stdout + result.stderr
        datasets.append((tmp_path / out / "dataset.json").read_bytes())
    assert datasets[0] == datasets[1]
    assert "Круглый стол о чтении".encode() in datasets[0]


PLAN = """План работы сельской библиотеки на 2030 год
№\tМероприятие\tСроки\tОтветственные
1\tКруглый стол о чтении\t15 марта\tВербицкая О.Л.
2\tВыставка рисунков\tапрель\tСорокин П.Д.
"""


def requirement_name(line: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_what_the_project_asks_for_with_hashes(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = {requirement_name(line) for line in text.splitlines() if re.match(r"\w", line)}
    asked = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"]
    asked += PROJECT["dependency-groups"]["dev"] if "dev" in lock else []
    assert {requirement_name(line) for line in asked} <= pinned
    assert all("==" in line for line in text.splitlines() if re.match(r"\w", line))
    assert text.count("--hash=sha256:") > len(pinned)


@pytest.mark.parametrize("script", [*sorted((ROOT / "scripts").glob("*.sh")), ROOT / ".ci/run"], ids=lambda p: p.name)
@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_scripts_are_shell(script):
    subprocess.run(["sh", "-n", str(script)], check=True)


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_the_readme_s_links_and_commands_are_there(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text) + re.findall(r"^sh (\S+)", text, re.M):
        assert (ROOT / target).exists(), target


def test_the_two_readmes_show_the_same_commands():
    shown = [
        re.findall(r"^(sh \S+|extractor [a-z-]+)", (ROOT / name).read_text("utf-8"), re.M)
        for name in ("README.md", "README.ru.md")
    ]
    assert shown[0] == shown[1]

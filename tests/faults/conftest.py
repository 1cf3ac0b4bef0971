"""The shim, compiled once, and a rig for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.rig import Rig, build_shim


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = build_shim(tmp_path_factory.mktemp("shim"))
    if built is None:
        pytest.skip("no C compiler, or no Linux")
    return built


@pytest.fixture
def rig(tmp_path: Path, shim: Path) -> Iterator[Rig]:
    found = Rig(tmp_path, shim)
    yield found
    for pid in found.family():
        os.kill(pid, 9)

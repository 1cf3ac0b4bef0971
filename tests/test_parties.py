"""Cells of the responsible column against what a careful reader takes from them (tests/data/parties)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor import mappings
from extractor.fields.parties import parse_responsible
from extractor.model import Parties, Party
from extractor.text import key

DATA = Path(__file__).parent / "data" / "parties"
CELLS = [
    pytest.param(
        cell, id=f"{path.stem}: {cell['text']!r}", marks=[pytest.mark.skip(cell["skip"])] if "skip" in cell else []
    )
    for path in sorted(DATA.glob("*.yaml"))
    for cell in yaml.safe_load(path.read_text(encoding="utf-8"))
]
KINDS = {"P": "person", "R": "position", "I": "institution", "G": "group"}
WANT = re.compile(r"([PRIG]) ([^=@#]*)(?:= ([^@#]*))?(?:@ ([^#]*))?(?:# (.*))?")


@pytest.mark.parametrize("cell", CELLS)
def test_cell(cell: dict[str, Any]) -> None:
    result = parse_responsible(cell["text"])
    assert [told(p) for p in result] == [wanted(w) for w in cell["want"]]
    assert key(result.text_left) == key(cell.get("left", ""))


def wanted(line: str) -> tuple[Any, ...]:
    kind, name, position, institution, grades = (g.strip() if g else "" for g in WANT.fullmatch(line).groups())  # type: ignore[union-attr]
    if kind == "R" and not position:
        position = name
    if kind == "I":
        institution = ""
    return KINDS[kind], name if kind == "P" else key(name), key(position), key(institution), grades


def told(party: Party) -> tuple[Any, ...]:
    body = party.institution if party.kind != "institution" else None
    name = party.person.name if party.person else key(party.text)
    position = key(party.position or "")
    return party.kind, name, position, key(body.name if body else ""), " ".join(map(str, party.grades))


def test_a_users_own_words_are_read(tmp_path: Path) -> None:
    """An overlay adds a post, an abbreviation and a group; without it they are none."""
    (tmp_path / "positions.yaml").write_text(
        "heads: [бренд-амбассадор]\nacronyms: {ЗЦК: заведующий центром культуры}\n", encoding="utf-8"
    )
    (tmp_path / "parties.yaml").write_text("groups: [вече]\n", encoding="utf-8")
    cell = "ЗЦК, школьное вече"
    before = [told(p) for p in parse_responsible(cell)]
    try:
        mappings.use(tmp_path)
        after = parse_responsible(cell)
        assert [p.kind for p in after] == ["position", "group"]
        assert after[0].position_canonical == "заведующий центром культуры"
    finally:
        mappings.use()
    assert [told(p) for p in parse_responsible(cell)] == before


def test_rules_and_json() -> None:
    result = parse_responsible("Отв.: зам. дир. по УВР Ложкина Т.В. (по согласованию)")
    assert {"label", "person", "position", "remark"} <= set(result.rules)
    party = result[0]
    assert party.position == "зам. дир. по УВР"
    assert party.position_canonical == "заместитель директора по учебно-воспитательной работе"
    assert party.person is not None
    assert party.person.position == party.position
    assert Parties.from_dict(result.to_dict()) == result

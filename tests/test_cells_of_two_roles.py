"""Columns whose header asks for two things: who and where, when and who."""

from __future__ import annotations

import pytest

from extractor import extract

PLAN = """План работы Сорокинской сельской библиотеки на март 2031 года

№\tНазвание, форма мероприятия\t{first}\t{second}
1\t«Весенние голоса», час поэзии\t{date}\t{cell}
2\tВыставка «Земля – наш дом»\t{date}\t{cell}
"""

CASES = [
    (
        "Дата",
        "Место проведения, ответственный",
        "5 марта",
        "Озёрная библиотека, Ситник Н.Н.",
        "Ситник Н.Н.",
        "Озёрная библиотека",
    ),
    ("Дата", "Место проведения, ответственный", "5 марта", "школа, библиотекарь", "библиотекарь", "школа"),
    ("Дата", "Место проведения", "5 марта", "Озёрная библиотека, Ситник Н.Н.", None, None),
    ("Срок", "Примечание", "5 марта", "Ситник Н.Н.", None, None),
    ("Сроки, ответственные", "Место", "5 марта, Ситник Н.Н.", "актовый зал", "Ситник Н.Н.", "актовый зал"),
]


@pytest.mark.parametrize(("first", "second", "date", "cell", "who", "where"), CASES)
def test_who_stands_beside_when_or_where(
    first: str, second: str, date: str, cell: str, who: str | None, where: str | None
) -> None:
    text = PLAN.format(first=first, second=second, date=date, cell=cell)
    for event in extract(text.encode(), name="plan.txt").events:
        assert event.date.edtf == "2031-03-05"
        assert [party.text for party in event.responsible] == ([who] if who else [])
        if where:
            assert [venue.text for venue in event.venue] == [where]

"""A plan of one day: its rows say at most the time, and are on that day."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.model import Event

PLAN = """План проведения Дня открытых дверей в Озёрской школе на {when}

№\tМероприятие\tВремя и место\tОтветственный
1\tЭкскурсия по школе\t10.00, холл\tЗорина П.П.
2\tОткрытый урок химии\t11.20 каб. 31\tКротов Б.Б.
3\tЯрмарка кружков\t\tЗорина П.П.
4\tСбор заявок\tдо 1 апреля 2031 года\tКротов Б.Б.
5\tКонцерт хора\tактовый зал\tЗорина П.П.
6\tВечер выпускников\t31.02\tЗорина П.П.
"""


def events(when: str) -> tuple[Event, ...]:
    return extract(PLAN.format(when=when).encode(), name="plan.txt").events


@pytest.mark.parametrize(
    ("row", "edtf", "times"),
    [
        (0, "2031-03-15", ("10:00",)),
        (1, "2031-03-15", ("11:20",)),
        (2, "2031-03-15", ()),
        (3, "../2031-04-01", ()),
        (4, "2031-03-15", ()),
        (5, None, ()),
    ],
    ids=["time and hall", "time and room", "nothing", "a date of its own", "a place", "no day of any month"],
)
def test_rows_are_on_the_plans_day(row: int, edtf: str, times: tuple[str, ...]) -> None:
    event = events("15 марта 2031 года")[row]
    assert (event.date.edtf, event.date.times) == (edtf, times)
    assert bool({"date_missing", "date_unparsed"} & set(event.warnings)) == (edtf is None)


def test_a_plan_of_a_month_gives_no_day() -> None:
    assert [event.date.edtf for event in events("март 2031 года")][:2] == [None, None]

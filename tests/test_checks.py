"""What is wrong with a plan itself: gaps in its numbers, rows that stand twice."""

from __future__ import annotations

from extractor.events.checks import duplicates, number_gaps
from extractor.model import DateExpression, Event, Party


def event(number: str | None = None, title: str = "Поход", party: str | None = None, *sections: str) -> Event:
    parties = (Party(party, "position"),) if party else ()
    return Event(
        "", "", 1, title, number=number, sections=sections, date=DateExpression("май", "period"), responsible=parties
    )


def test_a_gap_is_on_the_row_behind_it() -> None:
    assert number_gaps([event("1.1"), event("1.2"), event("1.4"), event("1.5")]) == {2}
    assert number_gaps([event("1"), event("2"), event("1", "Слёт", None, "Б"), event("2", "Слёт", None, "Б")]) == set()
    assert number_gaps([event("2.9"), event("2.10"), event(None), event("2.11")]) == set()


def test_the_second_of_two_equal_rows_is_told_whatever_its_number() -> None:
    rows = [event("1", "Поход", "завуч"), event("2", "Слёт", "завуч"), event("3", "Поход", "завуч", "Раздел")]
    assert duplicates(rows) == {2}


def test_equal_titles_without_party_under_other_sections_are_no_duplicates() -> None:
    rows = [
        event(None, "Беседа", None, "Спорт"),
        event(None, "Беседа", None, "Труд"),
        event(None, "Беседа", None, "Труд"),
    ]
    assert duplicates(rows) == {2}

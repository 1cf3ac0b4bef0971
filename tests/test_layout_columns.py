"""Column roles: by header through mappings/columns.yaml, by what the cells hold."""

from __future__ import annotations

import pytest

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.headings import header_text, patterns, score_header
from extractor.layout.columns import assign

HEADERS = [
    ("№ п/п", "number"),
    ("№", "number"),
    ("Наименование мероприятия", "title"),
    ("Содержание деятельности", "title"),
    ("Тема и форма", "title"),
    ("Событие, форма\nработы", "title"),
    ("Что делаем", "title"),
    ("Дата проведе\nния", "date"),
    ("Сроки исполнения", "date"),
    ("Ориентировочное время проведения", "date"),
    ("Число, день недели", "date"),
    ("Месяц", "month"),
    ("Начало", "start"),
    ("Завершение", "end"),
    ("Время начала", "time"),
    ("Отвественные", "responsible"),
    ("Ответствен-\nные исполнители", "responsible"),
    ("Организато\nры", "responsible"),
    ("Кто отвечает", "responsible"),
    ("Место проведения", "venue"),
    ("Где проводится", "venue"),
    ("Кл.", "audience"),
    ("Для кого", "audience"),
    ("Участники", "audience"),
    ("Форма проведения", "form"),
    ("Ожидаемый результат", "result"),
    ("Форма отчётности", "result"),
    ("Примечание", "note"),
    ("Отметка о выполнении", "note"),
    ("Контрольные точки", "title"),
    ("К какому сроку", "date"),
    ("Дата/время", "date"),
    ("День недели и дата", "date"),
    ("Задействованы", "responsible"),
    ("Ответств.", "responsible"),
    ("Отв.", "responsible"),
    ("Кто приглашён", "audience"),
    ("Где заслушивается", "result"),
    ("Итоговый продукт", "result"),
    ("Объём финансирования, тыс. руб.", None),
    ("Любимый цвет", None),
]


@pytest.mark.parametrize(("header", "role"), HEADERS)
def test_header_names_its_role(header: str, role: str | None) -> None:
    scores = score_header(header)
    best = max(scores, key=lambda r: scores[r]) if scores else None
    assert (best if best and scores[best] >= 0.45 else None) == role


def test_broken_header_words_are_whole() -> None:
    assert header_text("Ориентиро\nвочное\nвремя") == "Ориентировочное время"


def test_section_needs_a_title_beside_it() -> None:
    empty: list[dict[str, float]] = [{}, {}, {}]
    alone = assign(["Направление, содержание работы", "Период", "Исполнители"], empty)
    assert [c.role for c in alone] == ["title", "date", "responsible"]
    beside = assign(["Направление", "Мероприятие", "Срок"], empty)
    assert [c.role for c in beside] == ["section", "title", "date"]


def test_unknown_headers_are_kept_as_extra_or_told_by_content() -> None:
    columns = assign(["Мероприятие", "Срок", "Бюджет"], [{}, {}, {"number": 0.1}])
    assert columns[2].role == "extra"
    columns = assign(["", "", ""], [{"number": 1.0}, {"title": 0.9}, {"date": 0.9}])
    assert [c.role for c in columns] == ["number", "title", "date"]


def test_a_role_stands_once() -> None:
    columns = assign(["Мероприятие", "Наименование", "Дата", "Срок"], [{}, {}, {}, {}])
    assert [c.role for c in columns].count("title") == 1
    assert [c.role for c in columns].count("date") == 1


def test_mapping_file_is_checked(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for content in ("number: [мероприятие]", "wrong_role: [кто]", "title: ['']", "title: [[слово новое, 7]]"):
        (tmp_path / "columns.yaml").write_text(content, encoding="utf-8")
        mappings.use(tmp_path)
        try:
            with pytest.raises(MappingError):
                patterns()
        finally:
            mappings.use()


def test_own_header_words_can_be_laid_over(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "columns.yaml").write_text("responsible: [вожатый дня]", encoding="utf-8")
    mappings.use(tmp_path)
    try:
        assert max(score_header("Вожатый дня").items(), key=lambda kv: kv[1])[0] == "responsible"
    finally:
        mappings.use()

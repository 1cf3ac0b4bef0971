"""People: recognised in all writings, put into the nominative, the honoured left aside."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.parties import parse_responsible
from extractor.fields.people import find_honoured, find_people, parse_person
from extractor.fields.people.cases import nominative, title
from extractor.fields.people.knowledge import knowledge
from extractor.fields.people.names import initials_at
from extractor.fields.tokens import tokenize

# -- running text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Круглый стол (ведущая Сомова Т.В.)", ["Сомова Т.В."]),
        ("1. Удальцова Е.С. №79\n2. Гречко Н.М. №111", ["Удальцова Е.С.", "Гречко Н.М."]),
        ("Итоги экзаменов (Шишкарёва Е.Д.) и новое в программах (Ногтев А.А.)", ["Шишкарёва Е.Д.", "Ногтев А.А."]),
        ("Встреча с писателем П.И. Кротовым", ["Кротов П.И."]),
        ("Выступление Кротовой И. П., методиста", ["Кротова И.П."]),
        ("Мастер-класс Кротовой Инны Петровны", ["Кротова Инна Петровна"]),
        ("Слушали: Кротова И.П. о плане работы", ["Кротова И.П."]),
        # the honoured, the celebrated, the subject of a book
        ("Библиотека им. В.Г. Дорошина", []),
        ("Школа имени лётчика П.И. Дорошина", []),
        ("Юбилей поэта Е.Ю. Ланчук", []),
        ("125-летие со дня рождения С. А. Дорошина", []),
        ("Турнир памяти тренера С.Н. Дорошина", []),
        ("К 200-летию А.С. Пушкина", []),
        ("Викторина по сказкам К.И. Чуковского", []),
        ("Читаем стихи А.Л. Барто и С.Я. Маршака", []),
        ("Конкурс рисунков по произведениям Н.Н. Носова", []),
        ("Классный час «И.П. Кротов: жизнь и судьба»", []),
        ("М.Ю. Лермонтов (1814–1841): час поэзии", []),
        # no name at all
        ("Заседание ШМО учителей математики", []),
        ("Раздел А. Организационная работа", []),
        ("Совещание при директоре. Итоги I четверти", []),
        ("РАЗДЕЛ V. ИНФОРМАЦИОННО-МЕТОДИЧЕСКАЯ РАБОТА", []),
        ("День открытых дверей в г. Иваново", []),
        ("5 А класс, 7 Б класс", []),
        ("Неделя ОБЖ и ПДД", []),
        ("т. е. к 1 сентября", []),
    ],
)
def test_people_in_running_text(text: str, names: list[str]) -> None:
    found = find_people(text)
    assert [m.person.name for m in found] == names
    for mention in found:
        assert mention.person.text == " ".join(text[mention.start : mention.end].split())


def test_honoured_are_offered_apart() -> None:
    found = find_honoured("Турнир памяти тренера С.Н. Дорошина, судья Кротов И.П.")
    assert [m.person.name for m in found] == ["Дорошин С.Н."]


# -- one person


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("_____________ Сомова О.П.", "Сомова О.П."),
        ("/Кротов В.Т./", "Кротов В.Т."),
        ("Т.П. Сомова", "Сомова Т.П."),
        ("________/И. П. Кротов/", "Кротов И.П."),
        ("(Сомова О.П.)", "Сомова О.П."),
        ("СОМОВА О.П.", "Сомова О.П."),
        ("Кротов", "Кротов"),
        ("Сомова Ольга Петровна", "Сомова Ольга Петровна"),
        ("Сомова О.П., директор", None),
        ("Директор", None),
        ("Приказ № 5", None),
        ("Сомова О.П., Кротов И.П.", None),
        ("«27» февраля 2023 г.", None),
        ("Май", None),
        ("", None),
    ],
)
def test_one_person(text: str, name: str | None) -> None:
    person = parse_person(text)
    assert (person.name if person else None) == name


def test_parts_of_a_person() -> None:
    person = parse_person("Сомовой Ольгой Петровной")
    assert person is not None
    assert (person.surname, person.given, person.patronymic) == ("Сомова", "Ольга", "Петровна")
    short = parse_person("О. П. Сомова")
    assert short is not None
    assert (short.surname, short.given, short.patronymic) == ("Сомова", "О.", "П.")


# -- cases


@pytest.mark.parametrize(
    ("form", "case", "name"),
    [
        ("Сомовой", "ablt", "Сомова"),
        ("Сомовым", "ablt", "Сомов"),
        ("Сомову", "datv", "Сомов"),
        ("Сомову", "accs", "Сомова"),
        ("Зарайской", "gent", "Зарайская"),
        ("Зарайскому", "datv", "Зарайский"),
        ("Тёмного", "gent", "Тёмный"),
        ("Бондарчуком", "ablt", "Бондарчук"),
        ("Бондарчук", "ablt", "Бондарчук"),
        ("Кима", "gent", "Ким"),
        ("Ковалем", "ablt", "Коваль"),
        ("Думе", "datv", "Дума"),
        ("Гайдаем", "ablt", "Гайдай"),
        ("Стрельцом", "ablt", "Стрелец"),
        ("Петренко", "gent", "Петренко"),
        ("Седых", "ablt", "Седых"),
        ("Дурново", "gent", "Дурново"),
        ("Шоу", "ablt", "Шоу"),
        ("Мартиросяна", "gent", "Мартиросян"),
        ("Мартиросян", "gent", "Мартиросян"),
    ],
)
def test_surname_in_a_case(form: str, case: str, name: str) -> None:
    assert title(nominative(form.lower(), frozenset({case})).text) == name


def test_open_gender_keeps_the_form_and_lowers_confidence() -> None:
    person = parse_responsible("передать Сомову И.П.")[0].person
    assert person is not None
    assert person.name == "Сомову И.П."
    assert person.confidence < 0.8
    sure = parse_responsible("Сомова И.П.")[0].person
    assert sure is not None
    assert sure.confidence == 1.0


# -- any declension, any writing: back to the nominative

SURNAMES = {
    "masc": [
        "Травкин",
        "Рогожинцев",
        "Зарайский",
        "Кулебякин",
        "Бондарчук",
        "Мельниченко",
        "Долгих",
        "Ким",
        "Черемисов",
    ],
    "femn": ["Травкина", "Рогожинцева", "Зарайская", "Кулебякина", "Мельниченко", "Долгих", "Черемисова", "Птицына"],
}
GIVEN = {"masc": [("Пётр", "Сергеевич"), ("Илья", "Олегович")], "femn": [("Анна", "Ильинична"), ("Ольга", "Сергеевна")]}
PHRASES = {
    "INSTRUMENTAL": ("совместно с {}", "вместе с {}"),
    "GENITIVE": ("под руководством {}", "при участии {}"),
    "DATIVE": ("поручить {}",),
    "NOMINATIVE": ("{}", "Отв.: {}"),
}
WRITINGS = (
    "{s} {g}.{p}.",
    "{s} {g}. {p}.",
    "{g}.{p}. {s}",
    "{g}. {p}. {s}",
    "{g}.{p}.{s}",
    "{s} {g}.{p}",
    "{s}\n{g}.{p}.",
)


def declined(part: str, name: str, gender: str, case: str) -> str:
    from pytrovich.enums import Case, Gender, NamePart
    from pytrovich.maker import PetrovichDeclinationMaker

    if case == "NOMINATIVE":
        return name
    maker = PetrovichDeclinationMaker()
    genders = {"masc": Gender.MALE, "femn": Gender.FEMALE}
    return str(maker.make(NamePart[part], genders[gender], Case[case], name))


PEOPLE = [(g, s, *names) for g in SURNAMES for s, names in itertools.product(SURNAMES[g], GIVEN[g])]
FRAMES = [(case, phrase) for case, phrases in PHRASES.items() for phrase in phrases]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PEOPLE), st.sampled_from(FRAMES), st.sampled_from(WRITINGS))
def test_declined_surname_comes_back(person: tuple[str, str, str, str], frame: tuple[str, str], writing: str) -> None:
    gender, surname, first, father = person
    case, phrase = frame
    name = writing.format(s=declined("LASTNAME", surname, gender, case), g=first[0], p=father[0])
    parties = parse_responsible(phrase.format(name))
    assert [p.person.name for p in parties if p.person] == [f"{surname} {first[0]}.{father[0]}."]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PEOPLE), st.sampled_from(FRAMES), st.booleans())
def test_declined_full_name_comes_back(
    person: tuple[str, str, str, str], frame: tuple[str, str], first_last: bool
) -> None:
    gender, surname, first, father = person
    case, phrase = frame
    parts = (declined("LASTNAME", surname, gender, case), declined("FIRSTNAME", first, gender, case))
    patronymic = declined("MIDDLENAME", father, gender, case)
    name = f"{parts[1]} {patronymic} {parts[0]}" if first_last else f"{parts[0]} {parts[1]} {patronymic}"
    parties = parse_responsible(phrase.format(name))
    assert [p.person.name for p in parties if p.person] == [f"{surname} {first} {father}"]


# -- nothing breaks it

CELLISH = st.text(alphabet='АБВИКОСТабвеиклорстуя .,;:-–/()«»"№1259\n\u00a0\u00adA@', max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), CELLISH))
def test_nothing_raises_and_offsets_hold(text: str) -> None:
    parse_person(text)
    for mention in find_people(text):
        assert 0 <= mention.start < mention.end <= len(text)
    result = parse_responsible(text)
    assert result.text == text
    for party in result:
        assert party.text
        assert (party.kind == "person") == (party.person is not None)


@pytest.mark.parametrize(
    "piece",
    [
        "Кротов И.П., ",
        "А",
        "И. ",
        "учитель и ",
        "(",
        "1-",
        "«",
        "зам. ",
        "5 кл., ",
        "Ы\n",
        "и.о. (по запросу) ",
        "зав. (1) Кротов И.П. ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def spent(count: int) -> float:
        text = piece * count
        start = time.process_time()
        parse_responsible(text)
        find_people(text)
        return time.process_time() - start

    spent(50)
    short, long = max(spent(250), 0.01), spent(1000)
    assert long < 12 * short + 1  # other tests may run beside


# -- the mapping's check


def test_initials_are_cyrillic_capitals() -> None:
    assert initials_at(tokenize("I."), 0) is None
    assert initials_at(tokenize("И.П."), 0) is not None


@pytest.mark.parametrize(
    "overlay",
    ["honours: [память]", "unknown: [1]", "descent: [оглы, оглы]", "governors: {у: ergative}"],
)
def test_wrong_mapping_is_refused(tmp_path: object, overlay: str) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    text = (mappings.folder() / "people.yaml").read_text(encoding="utf-8")
    if overlay.startswith("honours"):
        (folder / "people.yaml").write_text("honours: [память]\nhonours: [память]\n", encoding="utf-8")
    else:
        (folder / "people.yaml").write_text(overlay + "\n", encoding="utf-8")
    assert text
    try:
        mappings.use(folder)
        if overlay.startswith("descent"):
            assert knowledge().descent  # an overlay repeats an entry: merged, not doubled
        else:
            with pytest.raises(MappingError):
                knowledge()
    finally:
        mappings.use()

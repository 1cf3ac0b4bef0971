"""Posts: what they stand for, and that every entry of the mappings can match."""

from __future__ import annotations

import pytest

from extractor.fields.parties.knowledge import knowledge, phrase_at
from extractor.fields.parties.words import group_of
from extractor.fields.people.cases import analyses
from extractor.fields.people.honours import is_honour, is_topic
from extractor.fields.people.knowledge import knowledge as names_knowledge
from extractor.fields.positions import (
    acting_at,
    canonical_position,
    degree_at,
    find_positions,
    head_of,
    is_modifier,
    lexicon,
)
from extractor.fields.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("зам. дир. по УВР", "заместитель директора по учебно-воспитательной работе"),
        ("Зам.директора по ВР", "заместитель директора по воспитательной работе"),
        ("зам. директора по УВР, ВР", "заместитель директора по учебно-воспитательной работе, воспитательной работе"),
        ("зам. директора по уч.-восп. работе", "заместитель директора по учебно-воспитательной работе"),
        ("ЗДУВР", "заместитель директора по учебно-воспитательной работе"),
        ("Замдиректора по УР", "заместитель директора по учебной работе"),
        ("зам. зав. по УВР", "заместитель заведующего по учебно-воспитательной работе"),
        ("кл. рук.", "классный руководитель"),
        ("Кл.рук", "классный руководитель"),
        ("кл. рук-ли", "классный руководитель"),
        ("классными руководителями", "классный руководитель"),
        ("ст. вожатая", "старший вожатый"),
        ("зав. библ.", "заведующий библиотекой"),
        ("заведующая библиотекой", "заведующий библиотекой"),
        ("зав. дет. садом", "заведующий детским садом"),
        ("соц.педагог", "социальный педагог"),
        ("педагоги доп. образования", "педагог дополнительного образования"),
        ("педагоги ДО", "педагог дополнительного образования"),
        ("учителя нач. классов", "учитель начальных классов"),
        ("рук. МО учителей нач. кл.", "руководитель МО учителей начальных классов"),
        ("уч. рус. яз. и лит.", "учитель русского языка и литературы"),
        ("учитель англ. яз.", "учитель английского языка"),
        ("учителю химии", "учитель химии"),
        ("учителя-предметники", "учитель-предметник"),
        ("Педагог-библиотекарь", "педагог-библиотекарь"),
        ("и.о. директора", "исполняющий обязанности директора"),
        ("врио начальника отдела", "временно исполняющий обязанности начальника отдела"),
        ("инструктор по ФК", "инструктор по физической культуре"),
        ("инструктор по физ. культуре", "инструктор по физической культуре"),
        ("специалист по ОТ", "специалист по охране труда"),
        ("воспитатели ГПД", "воспитатель группы продлённого дня"),
        ("нач. лагеря", "начальник лагеря"),
        ("завхоз", "заведующий хозяйством"),
        ("физрук", "учитель физической культуры"),
        ("ведущий специалист", "ведущий специалист"),
        ("дежурные учителя", "дежурный учитель"),
        ("звукорежиссёры", "звукорежиссёр"),
        ("Председатель комитета по образованию", "председатель комитета по образованию"),
        ("к.ф.н., доцент", "к.ф.н., доцент"),
        ("актовый зал", None),
        ("профком", None),
        ("Кротова И.П.", None),
        ("", None),
    ],
)
def test_post_in_full(text: str, full: str | None) -> None:
    assert canonical_position(text) == full


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("УТВЕРЖДАЮ\nДиректор МБУ «Парус»\nТ.П. Сомова", ["Директор"]),
        ("И.о. директора\n________ Кротов И.П.", ["И.о. директора"]),
        ("Председатель комитета по образованию\n____ П.Э. Кротов", ["Председатель комитета по образованию"]),
        ("СОГЛАСОВАНО\nЗаместитель\nдиректора\nпо УВР\n«__»____20__г.", ["Заместитель директора по УВР"]),
        ("Приказ от 30.08.2021 № 145-од", []),
    ],
)
def test_posts_of_a_stamp(text: str, posts: list[str]) -> None:
    found = find_positions(text)
    assert [m.text for m in found] == posts
    assert all(" ".join(text[m.start : m.end].split()) == m.text for m in found)


# -- every entry matches


@pytest.mark.parametrize("lemma", lexicon().heads)
def test_head_is_recognised(lemma: str) -> None:
    found = head_of(lemma)
    assert found is not None
    assert found.nominative


@pytest.mark.parametrize("cut", sorted(lexicon().abbreviated_heads))
def test_cut_head_is_recognised(cut: str) -> None:
    found = head_of(cut, True)
    assert found is not None
    assert head_of(found.lemma) is not None, "a cut word of no head"


@pytest.mark.parametrize("cut", sorted(lexicon().abbreviated_words))
def test_cut_word_is_recognised(cut: str) -> None:
    assert is_modifier(cut, True)


@pytest.mark.parametrize("area", sorted(lexicon().areas))
def test_area_is_told(area: str) -> None:
    full = canonical_position(f"специалист по {area.upper()}")
    assert full == f"специалист по {lexicon().areas[area]}"


@pytest.mark.parametrize("acronym", sorted(lexicon().acronyms))
def test_acronym_is_told(acronym: str) -> None:
    assert canonical_position(acronym) == lexicon().acronyms[acronym]


def test_offices_and_degrees_are_recognised() -> None:
    for phrase in lexicon().acting:
        tokens = tokenize(" ".join(phrase).replace(" .", "."))
        assert acting_at(tokens, 0) is not None, phrase
    for first in lexicon().degree_first:
        for last in lexicon().degree_last:
            assert degree_at(tokenize(f"{first}. пед. {last}."), 0)
    assert not degree_at(tokenize("к 1 сентября"), 0)


@pytest.mark.parametrize("lemma", sorted(knowledge().groups | knowledge().kinds_of_bodies))
def test_group_is_recognised(lemma: str) -> None:
    from extractor.morph import inflect

    assert group_of(lemma) is not None or group_of(inflect(lemma, "plur", "nomn") or "") is not None, lemma


@pytest.mark.parametrize("text", sorted(knowledge().group_abbreviations))
def test_group_abbreviation_is_recognised(text: str) -> None:
    assert group_of(text) is not None
    assert text.lower() == text or group_of(text.lower()) is None


def test_phrases_are_recognised() -> None:
    known = knowledge()
    for table in (known.joints, known.weak_joints, known.remarks):
        for rows in table.values():
            for row in rows:
                tokens = tokenize(" ".join(row))
                assert phrase_at(tokens, 0, table) == len(row)


def test_lists_that_depend_on_others_do() -> None:
    known = knowledge()
    assert known.bodies_only_in_number <= known.kinds_of_bodies
    assert known.authorities <= known.groups
    assert not known.groups & set(lexicon().heads), "a word is a post or a group"
    names = names_knowledge()
    assert all(is_honour(word) for word in names.honours)
    assert all(is_topic(word) for word in names.topics)
    assert not names.honours & names.topics
    assert all(analyses(f"стам{tail}")[0].nominative == f"стам{tail}" for tail in names.fixed)

"""Synthetic plans of any length for benchmarks: the same rows for the same seed, without the clock.

    python -m corpora.build.generate --rows 30 150 1000 --format docx pdf -o benchmarks/plans

Writes `synthetic_0030.docx` and its gold beside it. PDF needs LibreOffice.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from corpora.build.gold import gold_text
from corpora.build.make import OFFICE, convert, direct_bytes
from corpora.build.spec import Plan

SECTIONS = (
    "Организация учебной работы",
    "Методическое сопровождение",
    "Воспитание и досуг",
    "Взаимодействие с семьёй",
    "Контроль и анализ",
    "Библиотека и чтение",
    "Охрана здоровья",
    "Хозяйственная часть",
)
FORMS = (
    ("Семинар", "seminar"),
    ("Совещание", "meeting"),
    ("Мастер-класс", "master_class"),
    ("Круглый стол", "round_table"),
    ("Выставка", "exhibition"),
    ("Конкурс", "contest"),
    ("Экскурсия", "excursion"),
    ("Консультация", "consultation"),
    ("Мониторинг", "monitoring"),
    ("Акция", "campaign"),
)
THEMES = (
    "Живое слово", "Тропой открытий", "Умные каникулы", "Наш двор", "Читаем вместе", "Цифровой класс", "Родной край",
    "Азбука здоровья", "Диалог поколений", "Первые шаги", "Шаг в науку", "Мир профессий", "Безопасный путь",
    "Музыка рядом",
)  # fmt: skip
AIMS = (
    "для учителей начальных классов", "для классных руководителей", "с участием родителей", "по итогам полугодия",
    "в рамках декады", "с приглашением специалистов", "по обмену опытом", "для молодых педагогов",
)  # fmt: skip
SURNAMES = (
    "Горностаев", "Полынцев", "Вербицкая", "Ложкина", "Трепалов", "Заяц", "Хомутова", "Дробот", "Ясенева", "Курганов",
    "Мелешко", "Седых", "Брагина", "Туманов", "Филинов", "Чернышева", "Щербатов", "Якимец",
)  # fmt: skip
POSITIONS = ("Директор", "Зам. директора по УВР", "Методист", "Педагог-организатор", "Библиотекарь", "Завхоз")
MONTHS = (
    ("сентябрь", 2023, 9), ("октябрь", 2023, 10), ("ноябрь", 2023, 11), ("декабрь", 2023, 12), ("январь", 2024, 1),
    ("февраль", 2024, 2), ("март", 2024, 3), ("апрель", 2024, 4), ("май", 2024, 5),
)  # fmt: skip
GENITIVE = ("сентября", "октября", "ноября", "декабря", "января", "февраля", "марта", "апреля", "мая")


def _date(chance: random.Random) -> tuple[str, str]:
    """A date cell and the note of its gold."""
    place = chance.randrange(len(MONTHS))
    name, year, month = MONTHS[place]
    stem = f"{year - 2000}-{month:02}"
    day = chance.randint(1, 25)
    return chance.choice(
        (
            (name.capitalize(), f"p {stem}"),
            (f"{day} {GENITIVE[place]}", f"d {stem}-{day:02}"),
            (f"{day:02}.{month:02}.{year}", f"d {stem}-{day:02}"),
            (f"до {day} {GENITIVE[place]}", f"dl ..{stem}-{day:02}"),
            (f"{day}-{day + 3} {GENITIVE[place]}", f"p {stem}-{day:02}/{stem}-{day + 3:02}"),
            ("ежемесячно", "rec Y %1/month"),
            ("в течение года", "ong Y"),
        )
    )


def _party(chance: random.Random) -> tuple[str, str]:
    """A cell of the responsible and the note of its gold."""
    name = f"{chance.choice(SURNAMES)} {chance.choice('АБВГДЕИКЛМНОПРСТ')}.{chance.choice('АБВГДЕИКЛМНОПРСТ')}."
    if chance.random() < 0.5:
        return name, name
    position = chance.choice(POSITIONS)
    return f"{position} {name}", f"{name}={position}"


def synthetic(rows: int, suffix: str = "docx", seed: int = 7) -> Plan:
    """A plan of so many events."""
    chance = random.Random(f"{seed}/{rows}")
    plan = Plan(
        f"synthetic_{rows:04}.{suffix}",
        "План работы МБОУ «Учебная школа № 100» на 2023-2024 учебный год",
        "2023-09-01/2024-08-31",
        shape="synthetic, for benchmarks",
        page_numbers=True,
    )
    plan.c("План работы\nМБОУ «Учебная школа № 100»\nна 2023-2024 учебный год")
    table = plan.table("№ п/п", "Мероприятие", "Сроки", "Ответственный", widths=(1.5, 8, 3, 4.5), repeat=True)
    section = 0
    for i in range(rows):
        if i % 25 == 0:
            section += 1
            name = SECTIONS[(section - 1) % len(SECTIONS)]
            table.band(f"{section}. {name}", name)
        form, code = chance.choice(FORMS)
        text = f"{form} «{chance.choice(THEMES)}» {chance.choice(AIMS)}, группа {i + 1}"
        (date, when), (by, who) = _date(chance), _party(chance)
        table.e(f"{section}.{i % 25 + 1}.", text, date, by, when=f"{when} t:{code}", who=who)
    return plan


def write(rows: int, suffix: str, folder: Path, seed: int = 7) -> Path:
    """The plan and its gold in a folder.

    Raises:
        FileNotFoundError: the format needs LibreOffice and it is not installed.
    """
    plan = synthetic(rows, suffix, seed)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / plan.source
    (folder / f"{plan.source}.yaml").write_text(gold_text(plan), encoding="utf-8")
    data = direct_bytes(plan)
    if f".{suffix}" in OFFICE:
        convert({OFFICE[f".{suffix}"]: [(plan.source, data)]}, folder)
    else:
        path.write_bytes(data)
    return path


def main() -> int:
    """Writes the plans asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[30, 150, 1000])
    parser.add_argument("--format", nargs="+", default=["docx", "pdf"])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    for rows in args.rows:
        for suffix in args.format:
            print(write(rows, suffix, args.output, args.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())

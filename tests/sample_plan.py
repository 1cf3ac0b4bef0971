"""One plan with every field of the data model filled, for the tests of the model, the schema and the exports."""

from __future__ import annotations

import datetime as dt

from extractor.model import (
    Approval,
    Audience,
    DateExpression,
    Document,
    Event,
    Institution,
    Party,
    Period,
    Person,
    PlanDocument,
    Provenance,
    Recurrence,
    Span,
    Venue,
)

LIBRARY = Institution(
    "МБУК «Заозёрская библиотека»",
    "МБУК «ЗБ»",
    "i1",
    "library",
    "МБУК",
    "Заозёрская библиотека",
    None,
    None,
    "с. Заозёрье",
)
BRANCH = Institution("Детский отдел", "детском отделе", "i2", parent=LIBRARY, role="venue")
KEEPER = Person("Вербицкая О.Л.", "Вербицкая", "О.", "Л.", "методист", LIBRARY, "О.Л. Вербицкой", 0.95)

DIGEST = "ab" * 32
DOCUMENT = Document(
    id=DIGEST[:16],
    source="2030/план.docx",
    sha256=DIGEST,
    format="docx",
    pages=3,
    title="План работы библиотеки на 2030–2031 учебный год",
    period=Period(dt.date(2030, 9, 1), dt.date(2031, 8, 31), "academic_year", "на 2030–2031 учебный год", "title"),
    institution=LIBRARY,
    approvals=(
        Approval("approved", KEEPER, "директор", LIBRARY, None, "order", "17-од", dt.date(2030, 8, 30), "УТВЕРЖДАЮ"),
        Approval("considered", body="педагогический совет", instrument="protocol", number="1"),
    ),
    goals=("Читать больше",),
    route="lxml",
    sources=("планы/осень.docx", "планы/осень (1).docx"),
    gone=("старые/осень.docx",),
    warnings=("format_mismatch",),
)
FIRST = Event(
    id=f"{DIGEST[:16]}-0001",
    document_id=DIGEST[:16],
    order=1,
    number="1.1",
    sections=("Встречи", "Осень"),
    title="Круглый стол «Книга; и не только»",
    items=("Вопрос первый", "Вопрос второй"),
    type="round_table",
    type_label="круглый стол",
    date=DateExpression(
        "4 раза в год, до 10 сентября, 14:30",
        "deadline",
        (Span(None, dt.date(2030, 9, 10), "by"), Span(dt.date(2031, 3, 1), dt.date(2031, 3, 31), "during", "month")),
        "{../2030-09-10,2031-03}",
        Recurrence(4, "year", None, None, None, ()),
        "FREQ=MONTHLY;BYDAY=1TH",
        ("14:30",),
        "period",
        "уточнить",
        (),
        ("deadline", "month"),
    ),
    responsible=(
        Party("О.Л. Вербицкая, методист", "person", KEEPER, "методист", LIBRARY),
        Party("классные руководители", "position", position="классные руководители", grades=(5, 6)),
    ),
    participants=(Person("Сорокин П.Д."),),
    audience=Audience("5–6 классы", (5, 6), ("родители",)),
    venue=(Venue("детский отдел", BRANCH),),
    institutions=(LIBRARY, BRANCH),
    note="Примечание",
    result="Справка",
    extra={"Форма": "очно"},
    source=Provenance(2, 1, 4, None, {"title": "Круглый стол"}, {"title": (2.0, 10.0, 20.0, 30.0, 40.0)}),
    confidence=0.85,
    same_as="0123456789abcdef",
    warnings=("number_gap",),
)
SECOND = Event(f"{DIGEST[:16]}-0002", DIGEST[:16], 2, "=СУММА(A1)\r\nвторая строка")
PLAN = PlanDocument(DOCUMENT, (FIRST, SECOND))

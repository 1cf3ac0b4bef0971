"""The search: Russian words in any form, days, institutions, types; on both databases and on the command line."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import messages
from extractor.cli import main
from extractor.errors import UsageError
from extractor.model import Audience, Person, Venue
from extractor.store import Query, open_store
from extractor.store.terms import indexed
from extractor.store.terms import words as folded
from tests.store_maker import body, days, failed, happening, party, read, seen

LYCEUM = body("МБОУ «Лицей № 7»", number="7", proper_name="Лицей")
BRANCH = body("Филиал «Заречный»", parent=body("Районная библиотека"))

PLANS = {
    "лицей/план.docx": (
        LYCEUM,
        [
            happening("Муниципальный этап конкурса чтецов «Живое слово»", days("2030-10-05"), type="contest"),
            happening(
                "Выставка рисунков", days("2030-10-01", "2030-10-31"), type="exhibition", note="к конкурсу чтецов"
            ),
            happening("Чтение вслух на конкурсной основе", days("2031-03-02"), days("2031-05-04"), type="contest"),
            happening(
                "Заседание ШМО учителей",
                days(None, "2030-09-10", "by"),
                type="meeting",
                responsible=(party("Щеглова Ё.Ю., завуч"),),
            ),
        ],
    ),
    "школа.docx": (
        body("Школа № 3"),
        [
            happening(
                "Ёлка для первоклассников",
                days("2030-12-25", "2030-12-28"),
                type="celebration",
                audience=Audience("1 класс"),
            ),
            happening(
                "Конкурс ёлочных игрушек",
                days("2030-12-01", None, "from"),
                type="contest",
                venue=(Venue("актовый зал"),),
            ),
            happening(
                "Экскурсия в планетарий", type="excursion", institutions=(body("Лицей № 17"), body("Гимназия № 7"))
            ),
            happening(
                "Спартакиада «Быстрее!»", days("2031-01-17"), type="sport", participants=(Person("Вербицкая О.Л."),)
            ),
        ],
    ),
    "библиотека.docx": (
        None,
        [
            happening(
                "Громкие чтения",
                days("2030-11-07"),
                type="other",
                sections=("Работа с детьми",),
                institutions=(BRANCH,),
            ),
            happening("Семинар «Кoнкурсы и чтецы»", days("2031-02-10"), type="seminar"),  # a Latin o
            happening(
                "Обзор книг: 5-9 кл., IT и медиа", days("2031-02-11"), type="lecture", items=("новинки", "классика")
            ),
            happening(
                "Праздник дворов",
                type="celebration",
                institutions=(
                    body("МБОУ «Озёрная СОШ»", type="secondary_school"),
                    body("МБДОУ «Теремок»", type="kindergarten"),
                    body("ДДТ «Искра»", type="extra_education"),
                ),
            ),
            happening("Пленэр", institutions=(body("Дом детского творчества"), body("Управление образования"))),
        ],
    ),
}


def fill(store) -> None:
    for content, (issuer, events) in PLANS.items():
        store.save(read(content, *events, institution=issuer))
    store.see([seen(source, source) for source in PLANS])


@pytest.fixture(scope="module")
def filled_sqlite(tmp_path_factory):
    where = tmp_path_factory.mktemp("поиск") / "plans.db"
    with open_store(where) as store:
        fill(store)
        yield store


@pytest.fixture(scope="module")
def filled_postgresql(postgres_server):
    import psycopg

    with psycopg.connect(postgres_server.url(), autocommit=True) as database:
        database.execute("CREATE SCHEMA search")
    with open_store(postgres_server.url("search")) as store:
        fill(store)
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request):
    return request.getfixturevalue(f"filled_{request.param}")


def titles(store, words: str = "", **more) -> list[str]:
    return [" ".join(hit.title.split()[:2]) for hit in store.search(Query(words, **more))]


WORDS = [
    # in the title before in a note
    ("конкурс чтецов", ["Семинар «Кoнкурсы", "Муниципальный этап", "Выставка рисунков"]),
    ("КОНКУРСЫ ЧТЕЦА", ["Семинар «Кoнкурсы", "Муниципальный этап", "Выставка рисунков"]),
    ("конкурс для чтецов и на", ["Семинар «Кoнкурсы", "Муниципальный этап", "Выставка рисунков"]),
    ('"конкурс чтецов"', ["Муниципальный этап", "Выставка рисунков"]),
    ("«конкурс чтецов»", ["Муниципальный этап", "Выставка рисунков"]),
    ("“чтецов конкурс”", []),
    ('"живое слово" чтец', ["Муниципальный этап"]),
    ('"живое чтец"', []),
    ("елка", ["Ёлка для"]),
    ("ёлки", ["Ёлка для"]),
    ("елочная", ["Конкурс ёлочных"]),
    ("игрушки", ["Конкурс ёлочных"]),
    ("лицо", []),  # of which «лицей» has the stem
    ("щеглова", ["Заседание ШМО"]),
    ("Щегловой", ["Заседание ШМО"]),
    ("завучи", ["Заседание ШМО"]),
    ("Вербицкой", ["Спартакиада «Быстрее!»"]),
    ("зал актовый", ["Конкурс ёлочных"]),
    ("работа с детьми", ["Громкие чтения"]),
    ("новинка", ["Обзор книг:"]),
    ("5-9", ["Обзор книг:"]),
    ("it медиа", ["Обзор книг:"]),
    ("1 классы", ["Ёлка для"]),
    ("для", ["Ёлка для"]),  # nothing else was asked for
    ("районная библиотека", ["Громкие чтения"]),
    ("планетарий гимназия", ["Экскурсия в"]),
    ("конкурсы игрушки чтецы", []),
    ("балет", []),
    ("кон", []),
    ("17", ["Экскурсия в"]),
]


@pytest.mark.parametrize(("words", "expected"), WORDS)
def test_words_are_found_in_any_form(store, words, expected):
    assert titles(store, words) == expected


def test_some_of_the_words(store):
    assert set(titles(store, "игрушки спартакиада балет", any_word=True)) == {
        "Конкурс ёлочных",
        "Спартакиада «Быстрее!»",
    }
    assert titles(store, '"живое чтец" балет', any_word=True) == []


DAYS = [
    ("2030-10-01", "2030-10-31", ["Выставка рисунков", "Муниципальный этап"]),
    ("2030-10-31", "2030-11-07", ["Выставка рисунков", "Громкие чтения"]),
    ("2030-09-10", "2030-09-10", ["Заседание ШМО"]),  # a deadline is its day
    ("2030-08-01", "2030-09-09", []),
    ("2031-03-03", "2031-05-03", ["Конкурс ёлочных"]),  # between two dates; what began goes on
    ("2031-05-04", "2031-05-04", ["Конкурс ёлочных", "Чтение вслух"]),
    ("2030-12-28", "2030-12-31", ["Конкурс ёлочных", "Ёлка для"]),
    ("2040-01-01", None, ["Конкурс ёлочных"]),
    (None, "2030-10-01", ["Заседание ШМО", "Выставка рисунков"]),
    (None, "2030-09-09", []),
]


@pytest.mark.parametrize(("start", "end", "expected"), DAYS)
def test_a_span_that_touches_the_days_is_found_by_day(store, start, end, expected):
    found = titles(
        store, start=dt.date.fromisoformat(start) if start else None, end=dt.date.fromisoformat(end) if end else None
    )
    assert found == expected


INSTITUTIONS = [
    ("лицей 7", 4, {"лицей/план.docx"}),
    ("Лицея № 7", 4, {"лицей/план.docx"}),
    ("7", 5, {"лицей/план.docx", "школа.docx"}),
    ("лицей", 5, {"лицей/план.docx", "школа.docx"}),
    ("лицей 17", 1, {"школа.docx"}),
    ("гимназия 17", 0, set()),  # the words are of two bodies
    ("школы № 3", 4, {"школа.docx"}),
    ("районной библиотеки", 1, {"библиотека.docx"}),  # of which the branch is a part
    ("филиал заречный", 1, {"библиотека.docx"}),
    ("филиал библиотека", 0, set()),
    ("планетарий", 0, set()),  # a word of the title
    ("СОШ 3", 4, {"школа.docx"}),  # it calls itself a school
    ("сош 7", 0, set()),
    ("средняя озёрная школа", 1, {"библиотека.docx"}),  # it calls itself СОШ
    ("детский сад теремок", 1, {"библиотека.docx"}),
    ("Дом детского творчества", 2, {"библиотека.docx"}),
    ("ДДТ", 2, {"библиотека.docx"}),
    ("творчество искра", 1, {"библиотека.docx"}),
]


@pytest.mark.parametrize(("name", "count", "sources"), INSTITUTIONS)
def test_an_institution_is_found_by_words_of_its_name(store, name, count, sources):
    hits = store.search(Query(institution=name))
    assert (len(hits), {hit.source for hit in hits}) == (count, sources)


def test_all_of_what_is_asked_for_holds(store):
    asked = {"types": ("contest",), "institution": "лицей", "start": dt.date(2031, 1, 1)}
    assert titles(store, "чтения", **asked) == ["Чтение вслух"]
    assert titles(store, "выставка", **asked) == []
    assert titles(store, types=("sport", "excursion")) == ["Спартакиада «Быстрее!»", "Экскурсия в"]
    assert titles(store, types=("none such'",)) == []


def test_without_anything_asked_all_events_come_by_day(store):
    everything = titles(store, limit=100)
    assert len(everything) == 13
    assert (everything[0], everything[-1]) == ("Заседание ШМО", "Экскурсия в")
    assert titles(store, limit=3) == everything[:3]


def test_a_hit_tells_what_where_and_who(store):
    (hit,) = store.search(Query("шмо"))
    assert (hit.title, hit.type, hit.start, hit.end) == (
        "Заседание ШМО учителей",
        "meeting",
        None,
        dt.date(2030, 9, 10),
    )
    assert (hit.source, hit.institution, hit.responsible, hit.gone) == (
        "лицей/план.docx",
        "МБОУ «Лицей № 7»",
        "Щеглова Ё.Ю., завуч",
        False,
    )
    (hit,) = store.search(Query("громкие"))
    assert (hit.institution, hit.event_id[-5:]) == ("Филиал «Заречный»", "-0001")


SYNTAX = [
    '"', '""', '"" конкурс', "'", "*", "конкурс*", "^конкурс", "-конкурс", "+конкурс", "конкурс AND", "AND OR NOT",
    "NEAR(конкурс чтец)", "NEAR", "title:конкурс", "words_title : конкурс", "{words_title} : x", "(конкурс",
    "конкурс)", "конкурс' OR 1=1 --", "'; DROP TABLE events; --", "конкурс & ! | чтец", "конкурс:*", "<->",
    "а:ABCD", "\\", "\\'", "конкурс \\", "%конкурс%", "_", "№", "«", "»", "«»", "«конкурс", "\0", "конкурс\0чтец",
    "😀", "\ud83d", "ﬁ", "ß", "İ", "\u0301", "к\u0301онкурс", "й", "и\u0306", "𝔸", "٣", "²", "½", "ⅷ", "a" * 10_000,
    "конкурс " * 3000, "a.b.c@d.e", "1e5", "-1", " ".join(f"слово{n}" for n in range(2000)), "http://a.b/c?d",
    "5:30", "1.5.2031", ":asked", "%(asked)s", "?", "$1", "{}", "null",
]  # fmt: skip


@pytest.mark.parametrize("words", SYNTAX)
def test_nothing_in_a_query_is_syntax(store, words):
    for query in (
        Query(words),
        Query(words, any_word=True),
        Query(institution=words),
        Query("конкурс", institution=words),
    ):
        try:
            hits = store.search(query)
        except UsageError as error:
            assert error.code == "no_words"
            assert not folded(words)
        else:
            assert len(hits) <= 13
    assert len(titles(store, limit=100)) == 13


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30), st.booleans())
def test_any_text_may_be_searched_for(filled_sqlite, words, any_word):
    try:
        filled_sqlite.search(Query(words, any_word=any_word, institution=words))
    except UsageError:
        assert not folded(words)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=20))
def test_what_was_saved_is_found_by_its_own_words(tmp_path_factory, title):
    if not folded(title):
        return
    with open_store(tmp_path_factory.mktemp("одно") / "plans.db") as store:
        store.save(read("1", title, "балет"))
        store.see([seen("а", "1")])
        assert [hit.event_id[-1] for hit in store.search(Query(f'"{title}"'.replace('""', '"')))] == ["1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Конкурсы чтецов", "конкурс чтец"),
        ("ЁЛКА ёлок елку", "елка елка елка"),
        ("игрушек игрушки", "игрушка игрушка"),
        ("лицей лицея лица", "лицей лицей лицо"),
        ("№ 7-й 5–9 кл.", "7 й 5 9 кл"),
        ("snake_case Web-2", "snake case web 2"),
        ("Кoнкypc", "конкурс"),
        ("и\u0306од", "йод"),
        ("О белках Ивановой", "о белок иванов белка"),  # both lemmas, one in its place
        ("квизландия квизландию", "квизланд квизланд"),  # no word of the dictionary
        ("— «» …", ""),
    ],
)
def test_terms(text, expected):
    assert indexed(text) == expected


def test_gone_and_failed(place):
    with open_store(place) as store:
        store.save(read("1", "Семинар"))
        store.save(failed("2"))
        assert store.search(Query("семинар")) == ()  # it has no name yet
        store.see([seen("а", "1"), seen("б", "2"), seen("в", "1")], below=["/планы"])
        assert [(hit.source, hit.gone) for hit in store.search(Query("семинар"))] == [("а", False)]
        store.see([seen("в", "1")], below=["/планы"])
        assert [(hit.source, hit.gone) for hit in store.search(Query("семинар"))] == [("в", False)]
        store.see([], below=["/планы"])
        assert [(hit.source, hit.gone) for hit in store.search(Query("семинар"))] == [("а", True)]


# the command line


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "")
    monkeypatch.chdir(tmp_path)
    with open_store(tmp_path / "plans.db") as store:
        fill(store)
    yield tmp_path
    messages.use("ru")


def call(*arguments: str, code: int = 0):
    result = CliRunner().invoke(main, ["search", *arguments])
    assert "Traceback" not in result.output
    assert result.exit_code == code, result.output
    return result


@pytest.mark.usefixtures("folder")
def test_a_table_for_people():
    result = call(".", "конкурс", "чтецов")
    assert "Муниципальный этап конкурса" in result.stdout
    assert "05.10.2030" in result.stdout
    assert "лицей/план.docx" in result.stdout
    assert "3 события" in result.stdout
    assert "до 10.09.2030" in call(".", "шмо").stdout
    assert "с 01.12.2030" in call(".", "игрушки").stdout
    assert "01.10.2030 – 31.10.2030" in call(".", "рисунок").stdout


@pytest.mark.usefixtures("folder")
def test_json_and_csv_say_the_same():
    from_json = json.loads(call(".", "конкурс", "--type", "конкурсы", "--format", "json").stdout)
    from_csv = list(csv.DictReader(io.StringIO(call(".", "конкурс", "--type", "contest", "--format", "csv").stdout)))
    assert [row["title"] for row in from_json] == [row["title"] for row in from_csv]
    assert len(from_json) == 2
    assert from_json[0]["type_label"] == "конкурс"
    assert {**from_json[0], "gone": "false"} == {name: value or None for name, value in from_csv[0].items()} | {
        "responsible": ""
    }


@pytest.mark.usefixtures("folder")
def test_the_options_of_the_line():
    assert "Ёлка" in call(".", "--from", "24.12.2030", "--to", "2030-12-31").stdout
    assert "Спартакиада" not in call(".", "--to", "2030-12-31").stdout
    assert len(json.loads(call(".", "--institution", "лицей 7", "-f", "json").stdout)) == 4
    assert "Спартакиада" in call(".", "--any", "спартакиада", "балет").stdout
    result = call(".", "--limit", "2", "-f", "json")
    assert len(json.loads(result.stdout)) == 2
    assert "--limit" in result.stderr


@pytest.mark.usefixtures("folder")
def test_nothing_found():
    result = call(".", "конкурс", "балета")
    assert (result.stdout, result.stderr.startswith("Ничего не найдено")) == ("", True)
    assert "--any" in result.stderr
    assert "--any" not in call(".", "балет").stderr
    assert json.loads(call(".", "балет", "-f", "json").stdout) == []
    assert len(call(".", "балет", "-f", "csv").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((".", "***"), 2, "нет ни одного слова"),
        ((".", "--type", "балет"), 2, "«балет»"),
        ((".", "--from", "2030-10-02", "--to", "2030-10-01"), 2, "--to"),
        ((".", "--from", "вчера"), 2, "--from"),
        (("нет такой",), 2, "нет такой"),
        (("пустая",), 1, "extractor import"),
        (("чужая",), 1, "plans.db"),
    ],
)
def test_what_cannot_be_searched_is_one_clear_line(folder, arguments, code, said):
    (folder / "пустая").mkdir()
    (folder / "чужая").mkdir()
    (folder / "чужая" / "plans.db").write_text("не база", encoding="utf-8")
    result = call(*arguments, code=code)
    assert said in result.stderr
    assert result.stdout == ""


def test_a_store_elsewhere(folder, postgres_url):
    with open_store(postgres_url) as store:
        store.save(read("1", "Балет"))
        store.see([seen("а", "1")])
    (folder / "пусто").mkdir()
    assert "Балет" in call("пусто", "балет", "--store", postgres_url).stdout

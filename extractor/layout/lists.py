"""A plan without tables: meetings with agendas, months with bullets, numbered lines with date and party."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.blocks import Paragraph
from extractor.fields.dates import is_date_like, parse_month_heading
from extractor.fields.institutions import parse_institution
from extractor.fields.kinds import event_type
from extractor.layout.cards import columns_as_dashes, day_cards, is_signature
from extractor.layout.chapters import Chapter, Draft, plan_chapters
from extractor.layout.entry import BODY, read_entry
from extractor.layout.facts import SURE, is_parties
from extractor.layout.items import is_bullet, is_contents_line, is_next, shape, to_items
from extractor.layout.labels import ends_with_label, shared_party, split_labels
from extractor.layout.meetings import opens_meeting
from extractor.layout.numbers import parse_number, section_title, split_marker
from extractor.layout.outline import Outline, is_standing
from extractor.layout.plan import Fate, FateKind, Field, PlanRow, RowPlace
from extractor.layout.stamps import is_signature_line
from extractor.layout.table import Walk
from extractor.layout.titles import names_plan, opens_goals
from extractor.layout.words import agenda, labels, names_any, opens_with
from extractor.text import key, one_line, words

_LONGEST_PLACE = 80
_LONGEST_LABEL = 4
LONG = 400
"""A line longer than this with several sentences is prose."""
_BLANK = re.compile(r"_{4,}")
"""The line to sign on: «Директор ________ Гулак М.Ю.»."""
_HEADED = re.compile(r"^[^:]{2,60}:")
_INITIALS = re.compile(r"(?:[А-ЯЁ]\.\s?){1,2}[;.,)]*")
"""What a line's end cut off a name: «…, учитель Мамедов» | «Э.Г.»."""
_COVER = re.compile(r"(?:г|с|п|пос|пгт|д)\.\s?[А-ЯЁ][^,.;:]{1,40},?\s+(?:19|20)\d\d(?:\s?(?:г\.?|год))?")
"""The last line of a cover: «с. Межадор, 2023»."""
_DAY = re.compile(r"(?:[12]?\d|0[1-9]|3[01])\.(?:0[1-9]|1[0-2])\.?")
_QUOTED = re.compile(r"[«\"„][^«»\"„“]{12,}[»\"“][.!?…]?")
_PHONE = re.compile(r"(?:\d[\s()–-]{0,2}){5,11}(?!\d)")
_DASHED = re.compile(r"\s*[-–—]\s")
_STAY = ("venue", "audience", "form", "result", "note")
"""What labels of these roles say stays in the title of a meeting («Форма: круглый стол»)."""
MOST = 0.7
"""Where so many entries name parties, one that names none misses them."""


def read_list(paragraphs: Sequence[Paragraph], walk: Walk, *, strict: bool) -> bool:
    """Read a zone of paragraphs as a plan's entries; False (and nothing read) where it is none.

    Chapters of prose, of members, of results are no part of the plan, the rest is read again without them.
    `strict`: the plan has tables elsewhere, so only chapters that are dated throughout count.
    """
    signed = [p for p in paragraphs if is_signature(p)]
    lines = _lines([columns_as_dashes(p) for p in paragraphs if not is_signature(p)])
    first = _Reader(walk, lines)
    first.run()
    kept = {id(line) for c in plan_chapters(first.chapters, strict=strict) for line in c.lines}
    if not kept:
        return False
    for line in signed:
        walk.sink.fates.append(Fate("skipped", one_line(line.text), "signature", _place(line)))
    for line in lines:
        if id(line) not in kept:
            walk.sink.fates.append(Fate("prose", one_line(line.full_text), "prose", _place(line)))
    reader = _Reader(walk, [line for line in lines if id(line) in kept])
    reader.run()
    for chapter in reader.chapters:
        walk.sink.fates.extend(chapter.fates())
    entries = [d for c in reader.chapters for d in c.entries]
    asked = sum("responsible" in d.parts for d in entries) >= MOST * len(entries)
    _give_day(entries, walk.day)
    _settle_bodies(entries)
    walk.sink.rows.extend(_plan_row(draft, walk.plan, asked=asked) for draft in entries)
    walk.outline.stack = reader.walk.outline.stack
    return True


def _give_day(entries: Sequence[Draft], day: str | None) -> None:
    """The day of the title dates a programme in which every line has its hour and none a day."""
    if day and entries and all("time" in d.parts and not d.under and "date" not in d.parts for d in entries):
        for draft in entries:
            draft.under = day


def _settle_bodies(entries: Sequence[Draft]) -> None:
    """«… (ДЮСШ)» among lines that end with «(Орлова М.А.)» is who does it, else where it is."""
    named = [d for d in entries if BODY not in d.parts]
    role = "responsible" if 2 * sum("responsible" in d.parts for d in named) >= max(1, len(named)) else "venue"
    for draft in entries:
        if BODY in draft.parts:
            draft.parts.setdefault(role, []).extend(draft.parts.pop(BODY))


def _lines(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """One paragraph a line; lines that open with a marker or a label stand alone."""
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        pieces = _pieces(paragraph)
        for index, piece in enumerate(pieces):
            out.extend(to_items((replace(piece, gap=paragraph.gap and index == 0),)))
    joined: list[Paragraph] = []
    for line in map(_with_day, out):
        if joined and _goes_on(joined[-1], line):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
        elif joined and is_bullet(line) and is_parties(line.text) and _lists_parties(joined[-1].text):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text}; {line.text}")
        else:
            joined.append(line)
    return day_cards(joined)


def _with_day(line: Paragraph) -> Paragraph:
    """«28.07. – Час …»: the day is no number of the line."""
    if line.label is None or not _DAY.fullmatch(line.label) or not _DASHED.match(line.text):
        return line
    return replace(line, text=f"{line.label} {line.text}", label=None)


def _lists_parties(text: str) -> bool:
    """«Ответственные:», with some of them perhaps: each bullet of people below is one more."""
    bare, parts = split_labels(text)
    return not bare.strip(" .") and set(parts) == {"responsible"} if parts else ends_with_label(text)


def _goes_on(above: Paragraph, line: Paragraph) -> bool:
    """A line that a page's width broke: behind a label («…, отв.»), or in small letters behind an open end."""
    if line.label is not None or line.gap:
        return False
    if ends_with_label(above.text) or _INITIALS.fullmatch(line.text):
        return True
    small = line.text[:1].islower() and not above.text.rstrip().endswith((".", ";", ":", "!", "?"))
    return small and bool(split_labels(line.text)[0].strip())


def _pieces(paragraph: Paragraph) -> list[Paragraph]:
    lines = [line for line in paragraph.text.split("\n") if line.strip()]
    if len(lines) < 2:
        return [paragraph]
    out = [replace(paragraph, text=lines[0])]
    for line in lines[1:]:
        starts = split_marker(line)[0] is not None or not split_labels(line)[0].strip() or opens_meeting(line)
        if starts:
            out.append(replace(paragraph, text=line, label=None))
        else:
            out[-1] = replace(out[-1], text=f"{out[-1].text}\n{line}")
    return out


class _Reader:
    """Walks the lines; chapters gather the entries, and the fates of all lines."""

    def __init__(self, walk: Walk, lines: Sequence[Paragraph]) -> None:
        outline = Outline(list(walk.outline.stack), walk.outline.fresh, walk.outline.base)
        self.walk = replace(walk, outline=outline)
        self.lines = lines
        self.chapters = [Chapter()]
        self.skipping = False
        self.current: Draft | None = None
        self.place: str | None = None
        self.shared: tuple[tuple[str, ...], str] | None = None

    def run(self) -> None:
        """Every line becomes (part of) an entry, a heading, or a fate."""
        for index, line in enumerate(self.lines):
            self._line(index, line)

    def _line(self, index: int, line: Paragraph) -> None:
        text = one_line(line.text)
        if self._skip(index, line, text):
            return
        current = self.current
        bare, parts = split_labels(text, () if current is None or not current.meeting else _STAY)
        if opens_meeting(text) and not self._inside_agenda(current, line) and not self._has_sibling(index, line):
            self._open(line, text, meeting=True)
        elif parts and not bare.strip(" .") and current is not None:
            current.add(parts)
            self._tell("event", line, "label")
        elif current is not None and self._names_party_of(current, index, line, text):
            return
        elif current is None and self.chapters[-1].heading and (shared := shared_party(text)):
            self.shared = (self.walk.outline.titles(), shared)
            self._tell("section", line, "label")
        elif self._in_block(current, line) and not self._is_heading(index, line, text):
            assert current is not None
            self._extend(current, line, text)
        elif self._is_heading(index, line, text):
            self._head(line, text)
        elif len(text) > LONG and text.count(". ") > 2 and not parts:
            self._tell("prose", line, "prose")
        elif self._names_place(index, line, text):
            self.place = text
            self._tell("section", line, "place")
        else:
            self._open(line, text, meeting=False)

    def _names_party_of(self, current: Draft, index: int, line: Paragraph, text: str) -> bool:
        """«1. Концерт – 5 мая» | «Орлов П.П.»: who does it, on a line of its own; the last one behind others signs."""
        numbered = current.line is not None and current.line.label is not None
        if line.label is not None or current.meeting or not numbered or not is_parties(text):
            return False
        if "responsible" not in current.parts and current.common is None and not line.gap:
            current.add({"responsible": text})
            self._tell("event", line, "label")
            return True
        if index + 1 == len(self.lines):
            self._tell("skipped", line, "signature")
            return True
        return False

    def _head(self, line: Paragraph, text: str) -> None:
        """A heading opens a chapter; that of a programme's only plan («3. План мероприятий») is no section of it."""
        self.current = self.place = None
        self.chapters.append(Chapter(text))
        if names_plan(section_title(text)) == "strong" and not self._begun() and not parse_month_heading(text):
            self.walk.outline.stack.clear()
            self._tell("title", line, "plan_heading")
            return
        self.walk.outline.push(text if is_bullet(line) else line.full_text, in_table=False, level=line.heading)
        self._tell("section", line, "heading")

    def _begun(self) -> bool:
        return any(c.entries for c in self.chapters) or any(row.plan == self.walk.plan for row in self.walk.sink.rows)

    def _skip(self, index: int, line: Paragraph, text: str) -> bool:
        """Lists of members and the like, from their heading to the next one."""
        headed = names_any(text, "not_plan_headings") and len(text) < 90 and self._leads(index)
        if headed and opens_with(text, "not_plan_headings") and line.label is None:
            self.skipping = True
        elif self.skipping and (line.gap or line.heading or line.bold or opens_meeting(text)):
            self.skipping = False
        if is_contents_line(line.text):
            self._tell("skipped", line, "contents")
            return True
        if self.current is None and line.label is None and opens_goals(text):
            self.skipping = True
        if self.current is None and self._describes_plan(index, text):
            self._tell("prose", line, "prose")
            return True
        if _COVER.fullmatch(text) or self._is_epigraph(line, text):
            self._tell("prose", line, "prose")
            return True
        if _tells_phone(text):
            self._tell("skipped", line, "contact")
            return True
        if is_signature_line(text) or _BLANK.search(text) or self._names_people(line, text):
            self._tell("skipped", line, "signature")
            return True
        if self.skipping or line.struck:
            self._tell("skipped", line, "struck_out" if line.struck else "no_plan_list")
            return True
        return False

    def _describes_plan(self, index: int, text: str) -> bool:
        """«Методическая тема: «…»» above the entries, unless it opens one («Дата: …» stands below)."""
        label, colon, rest = text.partition(":")
        if not colon or not rest.strip() or len(words(label)) > _LONGEST_LABEL or not names_any(label, "plan_labels"):
            return False
        below = self.lines[index + 1 : index + 3]
        return not any({"date", "responsible"} & set(split_labels(one_line(line.text))[1]) for line in below)

    def _names_people(self, line: Paragraph, text: str) -> bool:
        """«Классный руководитель: Дьякова Н.С.»: who signs the plan, no entry of it."""
        if line.label is not None or self.current is not None or not is_parties(text):
            return False
        return not self.chapters[-1].heading or shared_party(text) is None

    def _is_epigraph(self, line: Paragraph, text: str) -> bool:
        """«Книга – это парус» in quotes above the first entry, the only line of its kind: no section."""
        if line.label is not None or line.heading or not _QUOTED.fullmatch(text) or self._begun():
            return False
        return sum(bool(_QUOTED.fullmatch(one_line(other.text))) and not other.label for other in self.lines) == 1

    def _tell(self, kind: FateKind, line: Paragraph, reason: str) -> None:
        """What became of a line."""
        chapter = self.chapters[-1]
        chapter.lines.append(line)
        draft = self.current if kind == "event" else None
        chapter.outcomes.append((Fate(kind, one_line(line.full_text), reason, _place(line)), draft))

    def _leads(self, index: int) -> bool:
        return index + 1 < len(self.lines)

    def _has_sibling(self, index: int, line: Paragraph) -> bool:
        """«2. Общее собрание. Май» before «3. …»: an entry among its like, no meeting with an agenda below."""
        return self._leads(index) and is_next(line.label, self.lines[index + 1].label)

    def _in_block(self, current: Draft | None, line: Paragraph) -> bool:
        """Whether a line goes on with a meeting's block; the next number of the meeting's own kind ends it."""
        if current is None or not current.meeting:
            return False
        if current.point and current.point[:1].isdigit() and is_bullet(line) and read_entry(one_line(line.text)).dated:
            return False  # «• Смотр – до 15 мая – Орлов П.П.» behind «1. …, 2. …»: work of the month
        return current.line is None or bool(current.items) or not is_next(current.line.label, line.label)

    def _inside_agenda(self, current: Draft | None, line: Paragraph) -> bool:
        return current is not None and current.meeting and line.label is not None and bool(current.items)

    def _open(self, line: Paragraph, text: str, *, meeting: bool) -> None:
        entry = read_entry(text, self.walk.outline.under())
        number = parse_number(line.label) if line.label and not is_bullet(line) else None
        draft = Draft(
            _place(line),
            title=[entry.title] if entry.title else [],
            number=number.text if number else None,
            meeting=meeting,
            sections=self.walk.outline.titles(),
            under=self.walk.outline.under(),
            line=line,
        )
        draft.add(dict(entry.parts))
        if self.place and "venue" not in entry.parts:
            draft.add({"venue": self.place})
        if self.shared and draft.sections[: len(self.shared[0])] == self.shared[0]:
            draft.common = self.shared[1]
        self.chapters[-1].drafts.append(draft)
        self.current = draft
        self._tell("event", line, "meeting" if meeting else "entry")
        self.walk.outline.row()

    def _extend(self, draft: Draft, line: Paragraph, text: str) -> None:
        """A line of a meeting's block: what is labelled leaves the title."""
        bare, parts = split_labels(text, _STAY) if line.label is None or is_bullet(line) else (text, {})
        if parts and _HEADED.match(text) and key(text.split(":")[0]) in agenda():
            bare, parts = text, {}
        draft.add(parts)
        self._tell("event", line, "meeting")
        if bare.strip(" ."):
            label = f"{line.label} " if line.label and not is_bullet(line) else ""
            draft.title.append(label + bare.strip())
            if line.label:
                draft.items.append(bare.strip())
                draft.point = line.label

    def _is_heading(self, index: int, line: Paragraph, text: str) -> bool:
        """A short line without facts of its own, set apart, with entries below it."""
        if parse_month_heading(text) is not None:
            return not self._inside_agenda(self.current, line)
        numbered = parse_number(line.label) if line.label else None
        if is_bullet(line) or len(text) > 150 or text[-1:] in ".;," or not self._leads(index):
            return False
        below = self.lines[index + 1]
        facts, parts_below = split_labels(one_line(below.text))
        if not line.heading and not facts.strip(" .") and "date" in parts_below:
            return False  # «Выставка «…»» in bold above «Дата: … Место: …»
        if line.heading or (line.bold and not read_entry(text).dated):
            return True
        if self.current is None and line.label is None and is_standing(text):
            return True
        if self._has_leader(index, line):
            return True
        if not split_labels(below.text)[0].strip(" .") or read_entry(text).dated or is_date_like(text) >= SURE:
            return False
        head = _HEADED.match(text)
        if head and key(text.split(":")[0]) in agenda() | {key("тема")} | set(labels()):
            return False
        if numbered is not None and not (numbered.kind == "roman" or text.isupper()):
            return self._opens_sub_list(line, below)
        starts = opens_meeting(below.text) or below.label is not None or text.isupper()
        return starts or line.gap or line.align == "center"

    def _has_leader(self, index: int, line: Paragraph) -> bool:
        """«I. Выставки» above «Ответственный за раздел: …» and a list of another kind."""
        if index + 2 >= len(self.lines) or shared_party(one_line(self.lines[index + 1].text)) is None:
            return False
        first = self.lines[index + 2].label
        return first is not None and shape(first) != shape(line.label) and not is_next(line.label, first)

    def _names_place(self, index: int, line: Paragraph, text: str) -> bool:
        """«Выставочный зал» above «14.00 – Акция …»: where the timed entries below it are held."""
        if line.label is not None or len(text) > _LONGEST_PLACE or text[-1:] in ".;:,»" or not self._leads(index):
            return False
        here, below = read_entry(text), read_entry(one_line(self.lines[index + 1].text))
        if here.parts or "time" not in below.parts or not below.title:
            return False
        return parse_institution(text) is not None or event_type(text)[0] == "other"

    def _opens_sub_list(self, line: Paragraph, below: Paragraph) -> bool:
        """«1. Работа с фондом» above «1.1. Сверка – май» or «• Сверка – май»: its like stands below the list."""
        if line.label is None or is_next(line.label, below.label):
            return False
        if below.label is None:  # «1. Введение» above its text
            return line.gap and below.text[:1].isupper() and len(below.text) > len(line.text)
        own, other = parse_number(line.label), parse_number(below.label)
        if own is not None and other is not None and own.opens(other):
            return True
        return shape(line.label) != shape(below.label) and read_entry(one_line(below.text)).dated


def _tells_phone(text: str) -> bool:
    """«Справки по телефону 2-33-18», «Исп. Орлова М.А., тел. 3-22-19»: whom to ask, no entry of the plan."""
    return bool(_PHONE.search(text)) and names_any(text, "contacts") and not read_entry(text).dated


def _place(line: Paragraph) -> RowPlace:
    return RowPlace(line.place.page, None, None, line.place.line)


def _plan_row(draft: Draft, plan: int, *, asked: bool) -> PlanRow:
    title = one_line(draft.text)
    paragraph = replace(draft.line or Paragraph(""), text=title, label=None)
    fields = [Field("title", "", (paragraph,))]
    for role, texts in draft.parts.items():
        fields.append(Field(role, "", tuple(replace(paragraph, text=t) for t in texts)))
    if draft.common and "responsible" not in draft.parts:
        fields.append(Field("responsible", "", (replace(paragraph, text=draft.common),), inherited=True))
    elif asked and "responsible" not in draft.parts:
        fields.append(Field("responsible", "", ()))
    if len(draft.items) > 1:
        fields.append(Field("items", "", tuple(replace(paragraph, text=t) for t in draft.items)))
    return PlanRow(
        sections=draft.sections,
        fields=tuple(fields),
        number=draft.number,
        under=draft.under,
        heading=draft.sections[-1] if draft.sections else None,
        plan=plan,
        place=draft.place,
        certainty=draft.certainty,
        split=False,
    )

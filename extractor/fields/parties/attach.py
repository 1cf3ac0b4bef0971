"""Items of a cell put together: whose post, whose body, whose classes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extractor.fields.institutions import is_of_place
from extractor.fields.parties.items import Cell
from extractor.fields.parties.spans import Item
from extractor.fields.positions import is_named
from extractor.model import Institution, Person

_DASHES = "-‐‑–—"
_NEVER = 9.0
_ASIDE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Whole:
    """A party being put together from items: its extent, its own part, and what was attached."""

    kind: str
    start: int
    end: int
    own: tuple[int, int]
    number: str = ""
    capital: bool = False
    person: Person | None = None
    post: tuple[tuple[int, int], ...] = ()
    institution: Institution | None = None
    grades: tuple[tuple[int, int], ...] = ()
    further: bool = False
    rank: bool = False


def attach(cell: Cell) -> list[Whole]:
    """The parties of a cell in order."""
    wholes = [_whole(item) for item in cell.items if not is_aside(cell, item)]
    wholes = _join_degrees(wholes, cell)
    wholes = _join_grades(wholes, cell)
    wholes = _join_posts_in_brackets(wholes, cell) if "(" in cell.text else wholes
    wholes = _join_bodies_to_posts(wholes, cell)
    wholes = _join_ranks(wholes, cell) if any(w.rank for w in wholes) else wholes
    wholes = _join_posts(wholes, cell)
    wholes = _join_bodies_to_people(wholes, cell)
    return [w for w in wholes if w.kind not in ("rest", "grades")]


def is_aside(cell: Cell, item: Item) -> bool:
    """A remark in brackets, which does not part a post from its person («завуч (нач. школа) Кротова И.П.»)."""
    before, behind = cell.text[max(0, item.start - 3) : item.start], cell.text[item.end : item.end + 3]
    return item.kind == "rest" and before.rstrip().endswith("(") and behind.lstrip().startswith(")")


def _whole(item: Item) -> Whole:
    span = (item.start, item.end)
    post = (span,) if item.kind in ("position", "degree") else ()
    grades = (span,) if item.kind == "grades" else ()
    return Whole(
        item.kind,
        item.start,
        item.end,
        span,
        item.number,
        item.capital,
        item.person,
        post,
        item.institution,
        grades,
        item.further,
        item.rule == "rank",
    )


class Gap(NamedTuple):
    """What stands between two items."""

    text: str
    joint: bool

    def only(self, *marks: str) -> bool:
        """Whether nothing but these marks (and spaces) stands here."""
        return not self.joint and self.text.strip(" ") in marks

    @property
    def marks(self) -> str:
        """The gap without spaces."""
        return self.text.replace(" ", "")


def _gap(cell: Cell, left: Whole, right: Whole) -> Gap:
    following = bisect_left(cell.silent, (left.end, 0))
    joint = following < len(cell.silent) and cell.silent[following][0] < right.start
    return Gap(_ASIDE.sub("", cell.text[left.end : right.start]), joint)


# -- one step each


def _join_degrees(wholes: Sequence[Whole], cell: Cell) -> list[Whole]:
    """«к.ф.н., доцент» is one post; a degree alone is one too."""
    out: list[Whole] = []
    for whole in wholes:
        last = out[-1] if out else None
        leads = last is not None and last.kind == "degree" and whole.kind in ("position", "degree")
        gap = _gap(cell, last, whole) if last is not None else None
        if last is not None and gap is not None and leads and gap.only("", ",", "\n", ",\n", ".", ".,"):
            span = (last.start, whole.end)
            out[-1] = replace(whole, start=last.start, own=span, post=(span,))
        elif last is not None and gap is not None and _is_more(last, whole) and gap.only("", ","):
            span = (last.start, whole.end)
            out[-1] = replace(last, end=whole.end, own=span, post=(span,))
        else:
            out.append(whole)
    return [replace(w, kind="position", number="sing") if w.kind == "degree" else w for w in out]


def _is_more(last: Whole, whole: Whole) -> bool:
    """«профессор, д.ф.н.»: a degree behind a post."""
    return last.kind == "position" and last.number != "plur" and whole.kind == "degree"


def _join_grades(wholes: Sequence[Whole], cell: Cell) -> list[Whole]:
    """Classes go to the post, the group or the person before them."""
    out: list[Whole] = []
    for whole in wholes:
        last = out[-1] if out else None
        if whole.kind == "grades" and last is not None and last.kind in ("position", "person", "group"):
            gap = _gap(cell, last, whole)
            if gap.only("", "\n", "(", "\n(", *_DASHES):
                out[-1] = replace(last, end=_closed(cell, whole.end, gap), grades=(*last.grades, whole.own))
                continue
        out.append(whole)
    return out


def _closed(cell: Cell, end: int, gap: Gap) -> int:
    """The end with its closing bracket, where the gap opened one."""
    if "(" in gap.text and cell.text[end : end + 1] == ")":
        return end + 1
    return end


def _join_posts_in_brackets(wholes: Sequence[Whole], cell: Cell) -> list[Whole]:
    """«Кротова И.П. (МБОУ СОШ № 5, учитель)»: inside brackets a body before a post is the post's."""
    out: list[Whole] = []
    for whole in wholes:
        last = out[-1] if out else None
        if last is not None and last.kind == "institution" and whole.kind == "position" and not whole.institution:
            opened = cell.text[: last.start].rstrip().endswith("(")
            closed = cell.text[whole.end :].lstrip().startswith(")")
            if opened and closed and _gap(cell, last, whole).only(",", "–", "-"):
                out[-1] = replace(whole, start=last.start, institution=last.institution)
                continue
        out.append(whole)
    return out


def _join_bodies_to_posts(wholes: Sequence[Whole], cell: Cell) -> list[Whole]:
    """«директор МБОУ СОШ № 5»; a unit («начальник отдела образования») stays in the post's words."""
    out: list[Whole] = []
    for whole in wholes:
        last = out[-1] if out else None
        if last is None or whole.kind not in ("institution", "position") or last.kind not in ("position", "group"):
            out.append(whole)
            continue
        if whole.further and last.kind == "position" and last.institution:
            out.append(replace(last, start=whole.start, end=whole.end, institution=whole.institution, further=True))
            continue
        gap = _gap(cell, last, whole)
        plural_below = last.number == "plur" and "\n" in gap.text
        if whole.kind == "position" or not gap.only("", "\n", ".", "(", ".\n") or plural_below or last.institution:
            out.append(whole)
        elif is_named(whole.institution) or is_of_place(whole.institution):
            out[-1] = replace(last, end=_closed(cell, whole.end, gap), institution=whole.institution)
        elif last.kind == "group":
            out[-1] = replace(last, end=_closed(cell, whole.end, gap))
        else:
            out[-1] = _with_unit(cell, last, whole, _closed(cell, whole.end, gap))
    return out


def _join_ranks(wholes: Sequence[Whole], cell: Cell) -> list[Whole]:
    """«инспектор ПДН, майор полиции» is one post."""
    out: list[Whole] = []
    for whole in wholes:
        last = out[-1] if out else None
        leads = last is not None and last.kind == "position" and whole.rank
        if last is not None and leads and _gap(cell, last, whole).only("", ",", "\n", ",\n"):
            out[-1] = replace(last, end=whole.end, post=((last.post[0][0], whole.end),))
        else:
            out.append(whole)
    return out


def _with_unit(cell: Cell, post: Whole, unit: Whole, end: int) -> Whole:
    """«зав. отделом МБУК «ЦБС»»: the unit is the post's, the body that it belongs to the institution."""
    parent = unit.institution.parent if unit.institution else None
    at = cell.text.rfind(parent.text, unit.start, unit.end) if parent and is_named(parent) and parent.text else -1
    behind = len(cell.text[unit.start : at].rstrip()) + unit.start if at > unit.start else end
    institution = parent if at > unit.start else None
    return replace(post, end=end, post=((post.post[0][0], behind),), institution=institution)


def _join_posts(wholes: Sequence[Whole], cell: Cell) -> list[Whole]:
    """Each post to the person before or behind it, whichever is tied closer; plural ones to everyone's."""
    forward_first = _posts_lead(wholes)
    out: list[Whole] = []
    index = 0
    while index < len(wholes):
        whole = wholes[index]
        if whole.kind != "position":
            out.append(whole)
            index += 1
            continue
        behind = wholes[index + 1] if index + 1 < len(wholes) else None
        forward = _forward(cell, whole, behind)
        backward = _backward(cell, out[-1] if out else None, whole)
        if forward >= _NEVER and backward >= _NEVER:
            out.append(whole)
        elif backward < forward or (backward == forward and not forward_first):
            _give_back(cell, out, whole)
        else:
            taken = _give_forward(cell, wholes, index)
            out.extend(taken)
            index += len(taken)
        index += 1
    return out


def _posts_lead(wholes: Sequence[Whole]) -> bool:
    """Whether the cell's posts stand before their people: it begins with a post, or does not end with one."""
    kinds = [w.kind for w in wholes if w.kind in ("person", "position")]
    return bool(kinds) and (kinds[0] == "position" or kinds[-1] != "position")


def _forward(cell: Cell, post: Whole, person: Whole | None) -> float:
    """How loosely a post is tied to the person behind it."""
    if person is None or person.kind != "person":
        return _NEVER
    gap = _gap(cell, post, person)
    if gap.joint:
        return _NEVER
    marks = gap.marks
    if marks in ("", ".", ":", "(", ":\n", "\n(") or (marks == "\n:" or marks == ".:"):
        return 3.0 if marks == "" and person.post else 0.0
    if marks.strip("\n") in tuple(_DASHES):
        return 1.0
    return 2.7 if marks == "\n" else _NEVER


def _backward(cell: Cell, person: Whole | None, post: Whole) -> float:
    """How loosely a post is tied to the person before it."""
    if person is None or person.kind != "person" or person.post:
        return _NEVER
    gap = _gap(cell, person, post)
    if gap.joint:
        return _NEVER
    marks = gap.marks
    if marks in ("(", "\n(", ",(") or (marks == "/" and cell.text[post.end :].lstrip().startswith("/")):
        return -1.0
    if marks.strip("\n") in tuple(_DASHES):
        return 0.9
    if post.number == "plur":
        return _NEVER
    if marks in (",", ",\n"):
        return 2.0 if marks == "," else 2.5
    if marks == "\n":
        return 2.7
    return 0.0 if marks == "" and not post.capital else _NEVER


def _give_back(cell: Cell, out: list[Whole], post: Whole) -> None:
    """The post to the last person; a plural one to all that stand in a row before it."""
    gap = _gap(cell, out[-1], post)
    end = _closed(cell, post.end, gap)
    out[-1] = _with_post(out[-1], post, end)
    if post.number != "plur":
        return
    here = len(out) - 2
    while here >= 0 and out[here].kind == "person" and not out[here].post and _in_row(cell, out[here], out[here + 1]):
        out[here] = replace(out[here], post=post.post, institution=post.institution or out[here].institution)
        here -= 1


def _with_post(person: Whole, post: Whole, end: int) -> Whole:
    return replace(
        person,
        start=min(person.start, post.start),
        end=max(person.end, end),
        post=post.post,
        institution=post.institution or person.institution,
        grades=(*post.grades, *person.grades),
    )


def _give_forward(cell: Cell, wholes: Sequence[Whole], index: int) -> list[Whole]:
    """The people that the post before them is of: the first, or all in a row where it is plural."""
    post, first = wholes[index], wholes[index + 1]
    out = [_with_post(first, post, _closed(cell, first.end, _gap(cell, post, first)))]
    if post.number != "plur":
        return out
    for here in range(index + 2, len(wholes)):
        if wholes[here].kind != "person" or not _in_row(cell, wholes[here - 1], wholes[here]):
            break
        if _has_post_behind(cell, wholes, here):
            break
        row = (*post.grades, *wholes[here].grades)
        out.append(replace(wholes[here], post=post.post, institution=post.institution, grades=row))
    return out


def _has_post_behind(cell: Cell, wholes: Sequence[Whole], person: int) -> bool:
    """Whether the next item is this person's own post, and not that of who follows it."""
    if person + 1 >= len(wholes) or wholes[person + 1].kind != "position":
        return False
    post = wholes[person + 1]
    following = wholes[person + 2] if person + 2 < len(wholes) else None
    backward = _backward(cell, wholes[person], post)
    return backward < _NEVER and backward < _forward(cell, post, following)


def _in_row(cell: Cell, left: Whole, right: Whole) -> bool:
    gap = cell.text[left.end : right.start]
    return not gap.replace(",", "").replace("и", "").replace("/", "").strip(" \n)")


def _join_bodies_to_people(wholes: Sequence[Whole], cell: Cell) -> list[Whole]:
    """«Кротова И.П., МБУ «ИМЦ»», «Кротова И.П. (лицей № 2)», «УО Кротова И.П.»."""
    out: list[Whole] = []
    for whole in wholes:
        last = out[-1] if out else None
        if last is None:
            out.append(whole)
            continue
        gap = _gap(cell, last, whole)
        if whole.kind == "institution" and last.kind == "person" and not last.institution and _is_theirs(gap):
            out[-1] = replace(last, end=_closed(cell, whole.end, gap), institution=whole.institution)
        elif whole.kind == "person" and last.kind == "institution" and not whole.institution and gap.marks in ("", "("):
            out[-1] = replace(whole, start=last.start, institution=last.institution)
        else:
            out.append(whole)
    return out


def _is_theirs(gap: Gap) -> bool:
    return not gap.joint and gap.marks in (",", "(", "\n(", ",\n", "", ".", *_DASHES)

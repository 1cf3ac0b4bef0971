"""Remnants of mark-up taken out of a text dump, bold kept: `**`, `<b>`, entities, bookmarks, links, escapes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.text import clean

_LINE_END = re.compile(r"\r\n|\r|\n|\u2028|\x85")
_PAGE_BREAK = "\f"
_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^<>]{0,200}>", re.IGNORECASE)
_BOLD = re.compile(r"\*\*|<(/?)(?:b|strong)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[a-z][a-z0-9]{0,10}|[ow]:[a-z]{1,12})(?:\s[^<>]{0,300})?/?>|<!--.{0,500}?-->", re.IGNORECASE)
_BRACKETED = re.compile(
    r"\[(?:bookmark|image|footnote|endnote|comment|toc)\s*:[^\]\n]{0,200}\]|!\[[^\]\n]{0,200}\]\([^)\s]{0,300}\)", re.I
)
_FOOTNOTE_MARK = re.compile(r"\[\^[\w-]{1,20}\](?!:)|----(?:foot|end)note\d+----")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}\)|\[([^\[\]\n]{1,300})\]\{[.#][^{}\n]{0,80}\}")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\*(?![\w*])")
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~^'\"$@])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dump without its mark-up; `number` from 1, `page` from 1 where form feeds divide the text.

    `text` keeps tabs and inner line breaks (of `<br>`); `bold` tells that all of its letters were bold.
    """

    text: str
    number: int
    page: int | None = None
    bold: bool = False
    heading: int | None = None

    @property
    def blank(self) -> bool:
        """No text and no tab: an empty line."""
        return not self.text.strip(" ")


def to_lines(text: str) -> Iterator[Line]:
    """The dump's lines; bold that opens in one and closes in another holds between, never over an empty line."""
    paged = _PAGE_BREAK in text.strip(_PAGE_BREAK + "\r\n \x1a")
    page, bold = 1, False
    for number, raw in enumerate(_LINE_END.split(text.rstrip("\x1a")), 1):
        page += raw.count(_PAGE_BREAK)
        body = raw.replace(_PAGE_BREAK, "").replace("\x0b", "\n")
        plain, all_bold, bold = _strip(body, bold)
        heading = _HEADING.match(plain)
        yield Line(
            plain[heading.end() :] if heading else plain,
            number,
            page if paged else None,
            all_bold,
            len(heading.group(1)) if heading else None,
        )


def _strip(raw: str, bold: bool) -> tuple[str, bool, bool]:
    """A line without its mark-up, whether all of it is bold, and whether bold goes on in the next line."""
    if not raw.strip():
        return _cleaned(raw), False, False
    out, strong, at = [], [], 0
    for mark in _BOLD.finditer(raw):
        out.append(raw[at : mark.start()])
        strong.append(bold)
        bold = mark.group(1) == "" if mark.group(1) is not None else not bold
        at = mark.end()
    out.append(raw[at:])
    strong.append(bold)
    written = [s for piece, s in zip(out, strong, strict=True) if piece.strip()]
    return _cleaned("".join(out)), bool(written) and all(written), bold


def _cleaned(text: str) -> str:
    if "[" in text or "----" in text:
        text = _FOOTNOTE_MARK.sub("", _BRACKETED.sub("", text))
        text = _LINK.sub(lambda m: m.group(1) or m.group(2), text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "*" in text:
        text = _ITALIC.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    return "\t".join(clean(part) for part in text.split("\t"))

"""document.xml squeezed before it is parsed: the same document in a fifth of its elements.

Nine tenths of the XML that office programs write say over and over how a cell looks. Where a cell holds one paragraph
of one look (most do), `<w:tc><w:tcPr>…</w:tcPr><w:p><w:pPr>…</w:pPr><w:r><w:rPr>…</w:rPr><w:t>Слёт</w:t></w:r></w:p></w:tc>`
becomes `<_c3>Слёт</_c3>`, and what stood around the text is kept once, as a specimen of that name behind the body.
Paragraphs elsewhere become `<_p4>…</_p4>` likewise. Whatever has another form stays as it is, for the general walk.

Texts are not touched, and what is cut out is balanced in itself, so broken XML stays broken. A document that could mean
something else by these bytes (comments, another prefix, another encoding) is not squeezed at all.
"""

# ruff: noqa: E501 (the XML above)
from __future__ import annotations

import re

from extractor.readers.docx.names import WORD

CELL, PARAGRAPH, SPECIMENS = "_c", "_p", "_s"
"""What the names of squeezed cells and paragraphs begin with; the element that holds their specimens."""
SQUEEZED = (CELL, PARAGRAPH)

_MOST_SPECIMENS = 2_000
_MOST_TAGS = 100
_END = b"</w:document>"

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml\s[^>]*\?>)?\s*+<\w")
_OTHER_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["'])""", re.I)
_SPACES = re.compile(rb"""xmlns(:w)?\s*=\s*["']([^"']*)""")
_WORDS_OWN = (b":w", WORD.encode())

# Editing sessions stand on runs, paragraphs and rows of Word's files.
_SESSIONS = re.compile(rb'(<w:(?:p|r|tr))(?: (?:w:rsid\w*+|w14:(?:paraId|textId))="\w*+")++')

# What no reader needs: fonts, sizes, borders, bookmarks. The run looks that are left empty by that go, too.
_IDLE = re.compile(
    rb"<w:(?:rFonts|szCs|sz|lang|color|kern|spacing|bCs|iCs|noProof|shd|highlight|w|position|rtl|cs|u|vertAlign|eastAsianLayout"
    rb"|tcW|vAlign|noWrap|hideMark|proofErr|bookmarkStart|bookmarkEnd|widowControl|contextualSpacing|cnfStyle)"
    rb'(?: [\w:]++="[^"<>]*+")*+ ?/>'
)
_NO_LOOK = re.compile(rb"<w:rPr></w:rPr>|<w:rPr/>")
_TAG = re.compile(rb"<[^>]*+>")

# Marks of changes join paragraphs, hidden text is left out, breaks turn pages: those are for the general walk. So is
# whatever is no property at all.
_CAREFUL = re.compile(
    rb"<w:(?:(?:del|ins|moveFrom|moveTo|sectPr|p|r|t|tbl|tc)[\s/>]"
    rb'|(?:vanish|pageBreakBefore)(?! w:val="(?:0|false)"/)[\s/>])'
)


def _properties(name: bytes) -> bytes:
    """A group: the whole of `<w:name>…</w:name>`, where it holds tags alone.

    `[^>]` runs five times as fast as `[^<>]`; a `<` in a tag is no XML and comes out with the specimen. The number of
    tags is bounded, for broken files in which none of a hundred thousand properties ends.
    """
    return rb"((?:<w:%b(?:/>|>(?:<(?!/w:%b>)[^>]*+>){0,%d}+</w:%b>))?+)" % (name, name, _MOST_TAGS, name)


# Google and LibreOffice close a paragraph with a run that holds its look and nothing else.
_NO_RUN = re.compile(rb"<w:r(?:/>|>%b</w:r>)" % _properties(b"rPr"))


def _paragraph(group: int) -> bytes:
    """Three groups, from `group` on: its properties, its runs' look (the same for all), their text with its seams."""
    start = rb'<w:t(?: xml:space="preserve")?+>'
    text = rb"[^<]*+(?:</w:t></w:r><w:r>\%d%b[^<]*+)*+" % (group + 1, start)
    runs = rb"(?:<w:r>%b(?:%b(%b)</w:t>)?+</w:r>)?+" % (_properties(b"rPr"), start, text)
    return rb"<w:p(?:/>|>%b%b</w:p>)" % (_properties(b"pPr"), runs)


_CELLS = re.compile(rb"<w:tc>%b%b</w:tc>" % (_properties(b"tcPr"), _paragraph(2)))
_PARAGRAPHS = re.compile(_paragraph(1))


def squeeze(xml: bytes) -> bytes | None:
    """The squeezed document, or None where these bytes are none that may be squeezed.

    Behind the body stands `<_s>` with a specimen of each squeezed form: `<_c3>` with the whole `w:tcPr` and a `w:p`,
    `<_p4>` with a `w:p`, of one run without text.
    """
    if not _may_be_squeezed(xml):
        return None
    if b" w:rsid" in xml or b" w14:paraId" in xml:
        xml = _SESSIONS.sub(rb"\1", xml)
    forms = _Forms()
    xml = forms.replace(xml, _CELLS)
    xml = _NO_RUN.sub(b"", _NO_LOOK.sub(b"", _IDLE.sub(b"", xml)))
    xml = forms.replace(forms.replace(xml, _CELLS), _PARAGRAPHS)
    if len(forms.specimens) > _MOST_SPECIMENS:
        return None
    end = xml.rindex(_END)
    return b"%b<_s>%b</_s>%b" % (xml[:end], b"".join(forms.specimens), xml[end:])


def _may_be_squeezed(xml: bytes) -> bool:
    opening = _OPENING.match(xml)
    return (
        opening is not None
        and _OTHER_ENCODING.search(opening.group()) is None
        and not _holds(xml[opening.end() :], b"<?")
        and not _holds(xml, b"<!")
        and not _holds(xml, b"<_")
        and set(_SPACES.findall(xml)) == {_WORDS_OWN}
        and _END in xml[-200:]
    )


def _holds(xml: bytes, pair: bytes) -> bool:
    """Two bytes of which the second is rare: looked for alone, it is found at the speed of memory."""
    return pair[1:] in xml and pair in xml


_Frame = tuple[bytes | None, ...]


class _Forms:
    """The forms of cells and paragraphs met so far, each with its specimen."""

    def __init__(self) -> None:
        self.specimens: list[bytes] = []
        self._ends: dict[_Frame, tuple[bytes, bytes]] = {}

    def replace(self, xml: bytes, pattern: re.Pattern[bytes]) -> bytes:
        """The document with each match in its short form; the pattern's last group is the text.

        The others are a match's frame: what stands before the paragraph in a cell, its properties, its runs' look.
        """
        parts = pattern.split(xml)
        step = pattern.groups + 1
        *frames, texts, rests = [parts[at::step] for at in range(1, step + 1)]
        known = self._ends
        out = [parts[0]]
        for frame, text, rest in zip(zip(*frames, strict=True), texts, rests, strict=True):
            start, end = known.get(frame) or self._add(frame)
            if text is None:
                text = b""
            elif b"<" in text:
                text = _TAG.sub(b"", text)
            out += (start, text, end, rest)
        return b"".join(out)

    def _add(self, frame: _Frame) -> tuple[bytes, bytes]:
        """A new form: what stands before and behind its text from now on; as it stood, where it needs care."""
        *cell, paragraph, run = (part or b"" for part in frame)
        start = b"%b<w:p>%b<w:r>%b" % (b"<w:tc>%b" % cell[0] if cell else b"", paragraph, run)
        end = b"</w:r></w:p>" + (b"</w:tc>" if cell else b"")
        if any(_CAREFUL.search(part) for part in (*cell, paragraph, run)):
            ends = (start + b"<w:t>", b"</w:t>" + end)
        else:
            name = f"{CELL if cell else PARAGRAPH}{len(self.specimens)}".encode()
            self.specimens.append(
                b"<%b>%b%b</%b>" % (name, start.removeprefix(b"<w:tc>"), end.removesuffix(b"</w:tc>"), name)
            )
            ends = (b"<%b>" % name, b"</%b>" % name)
        self._ends[frame] = ends
        return ends

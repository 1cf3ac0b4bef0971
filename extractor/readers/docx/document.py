"""A DOCX package -> the document: the blocks of its body, its page heads and notes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractor.blocks import Block, Paragraph, SourceDocument, paragraphs
from extractor.errors import ReadError
from extractor.readers.content import with_text
from extractor.readers.docx.around import NoteMark, head_relations, numbered_marks
from extractor.readers.docx.body import BodyReader, Shared
from extractor.readers.docx.drawings import as_note
from extractor.readers.docx.names import w
from extractor.readers.docx.package import Package
from extractor.readers.limits import Limits


def read_document(package: Package, limits: Limits) -> SourceDocument:
    """The document of a package, with its page heads and notes."""
    root = package.document()
    body = root.find(w("body"))
    if body is None:
        raise ReadError("no document inside", code="damaged")
    shared = Shared(package, limits)
    if package.has_macros:
        shared.warnings["macros"] = None
    reader = BodyReader(shared, root)
    blocks = with_text(reader.blocks(body))
    return SourceDocument(
        "docx",
        blocks,
        pages=reader.pages.number if package.has_rendered_breaks else None,
        heads=_heads(shared, root),
        notes=(*_notes(shared, reader.marks, root), *(as_note(said) for said in shared.drawings.notes)),
        warnings=tuple(shared.warnings),
    )


def _heads(shared: Shared, root: etree._Element) -> tuple[Block, ...]:
    """Page heads and feet, each line once; page numbers alone are left out."""
    settings = shared.package.named_part("settings") or b""
    found: dict[Block, None] = {}
    for relation in head_relations(root, even=b"evenAndOddHeaders" in settings):
        part = shared.part(shared.package.related(relation))
        for block in () if part is None else BodyReader(shared, part).blocks(part):
            if any(sign.isalpha() for p in paragraphs((block,)) for sign in p.text):
                found[block] = None
    return tuple(found)


def _notes(shared: Shared, marks: list[NoteMark], root: etree._Element) -> Iterator[Paragraph]:
    """Foot- and endnotes in the order of their marks."""
    texts: dict[tuple[str, str], str] = {}
    for name in dict.fromkeys(mark.part for mark in marks):
        part = shared.part(shared.package.named_part(name))
        if part is None:
            continue
        for note in part:
            blocks = BodyReader(shared, part).blocks(note)
            texts[name, note.get(w("id")) or ""] = "\n".join(p.full_text.strip() for p in paragraphs(blocks))
    for mark, label in numbered_marks(marks, root):
        if text := texts.get((mark.part, mark.key)):
            yield Paragraph(text, label=label, place=mark.place)

"""What an RTF interpreter holds while it runs, and the words that lead text somewhere or stand for a character."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum


class Goes(Enum):
    """Where the text of a group goes."""

    TEXT = 1
    NOWHERE = 2
    LABEL = 3
    FONTS = 4
    STYLES = 5
    SHAPE = 6
    """A drawing: nowhere, but for the text boxes in it."""


# Groups whose text nobody sees in the body.
SILENT = frozenset(
    b"info colortbl pict header headerl headerr headerf footer footerl footerr footerf footnote fldinst "
    b"xe tc rxe tcn nonshppict shprslt listtable listoverridetable revtbl rsidtbl filetbl annotation atnid atnauthor "
    b"bkmkstart bkmkend nonesttables themedata objdata objclass objname mmathPr xmlnstbl aftncn pnseclvl".split()
)
# Optional groups (`{\*\…`) that hold text all the same, or lead to it.
OPTIONAL_TEXT = frozenset((b"shpinst", b"do", b"ud", b"shppict", b"pn"))
SHAPES = frozenset((b"shpinst", b"do"))
BOXES = frozenset((b"shptxt", b"dptxbxtext"))  # of Word 97 and later, of Word 6
HEADING = re.compile(r"(?:heading|заголовок)\s?([1-9])", re.I)
"""A style's name; `\\outlinelevel` does not always stand beside it (LibreOffice)."""
LABELS = frozenset((b"listtext", b"pntext"))

CHARACTERS = {
    b"tab": "\t",
    b"line": "\n",
    b"lbr": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emspace": " ",
    b"enspace": " ",
    b"qmspace": " ",
}
SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
ALIGNS = {b"ql": "left", b"qc": "center", b"qr": "right", b"qj": "justify", b"qd": "justify"}
ENDS = frozenset((b"par", b"sect", b"page"))
OUTLINE_LEVELS = 9


@dataclass(slots=True)
class State:
    """What a group inherits and gives back at its end."""

    goes: Goes = Goes.TEXT
    font: int | None = None
    bold: bool = False
    italic: bool = False
    struck: bool = False
    hidden: bool = False
    deleted: bool = False
    skip: int = 1
    in_table: bool = False
    depth: int | None = None
    align: str | None = None
    indent: int = 0
    outline: int | None = None
    list_level: int = 0
    boxed: bool = False
    nested: bool = False
    style: int | None = None

    @property
    def level(self) -> int:
        """How deep in tables the paragraph stands."""
        return (self.depth if self.depth is not None else 1) if self.in_table else 0

    def plain(self) -> None:
        """`\\plain`: characters without any look."""
        self.font = None
        self.bold = self.italic = self.struck = self.hidden = self.deleted = False

    def pard(self) -> None:
        """`\\pard`: a paragraph without any look."""
        self.in_table, self.depth, self.align, self.indent = False, None, None, 0
        self.outline, self.list_level, self.style = None, 0, None


@dataclass(slots=True)
class Line:
    """The paragraph that is being written."""

    parts: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    bold: bool = True
    italic: bool = True
    struck: bool = True


@dataclass(slots=True)
class Font:
    charset: int = 0
    page: int | None = None

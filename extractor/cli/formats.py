"""`extractor formats`: what this machine can read, through what, and what to install for the rest."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import click

from extractor.messages import N_, _
from extractor.readers.ocr import is_available
from extractor.readers.office import INSTALL

_SIGNS = {True: "+", False: "-"}
_INDENT = 4
_PLATFORMS = {"win32": "windows", "darwin": "mac"}


@dataclass(frozen=True, slots=True)
class Tool:
    """A program beside Python: any of its `programs` serves. The commands are for Debian and Ubuntu, Windows, macOS.

    Where a command is missing, the program is not used on that system.

    `check` asks what no name tells (whether tesseract has its Russian data).
    """

    name: str
    programs: tuple[str, ...]
    debian: str
    windows: str
    mac: str
    check: Callable[[], bool] = lambda: True

    @property
    def here(self) -> bool:
        """Whether it is installed, with all that it needs."""
        return bool(self.command) and any(map(shutil.which, self.programs)) and self.check()

    @property
    def command(self) -> str:
        """What installs it here."""
        chosen: str = getattr(self, _PLATFORMS.get(sys.platform, "debian"))
        return chosen


OFFICE = Tool(
    "LibreOffice",
    ("soffice", "libreoffice"),
    INSTALL,
    "",
    "brew install --cask libreoffice",
)
ANTIWORD = Tool("antiword", ("antiword",), "apt install antiword", "", "brew install antiword")
TESSERACT = Tool(
    "tesseract",
    ("tesseract",),
    "apt install tesseract-ocr tesseract-ocr-rus",
    "winget install UB-Mannheim.TesseractOCR",
    "brew install tesseract tesseract-lang",
    is_available,
)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document: its reader's module, the Python packages that this needs, and which extra brings them.

    A `tool` must be there; `second` ones read what the own reader cannot.
    """

    name: str
    extensions: str
    reader: str
    packages: tuple[str, ...] = ()
    extra: str = ""
    tool: Tool | None = None
    second: tuple[Tool, ...] = ()
    second_for: str = ""

    @property
    def libraries(self) -> tuple[str, ...]:
        """What the reader works with; lxml is in nearly all of them."""
        return tuple(package for package in self.packages if package != "lxml" and find_spec(package))

    @property
    def lacking(self) -> tuple[str, ...]:
        """The commands that must be run before it can be read."""
        missing = [package for package in self.packages if find_spec(package) is None]
        extra = f"[{self.extra}]" if self.extra else ""
        commands = [f'pip install "plan-extractor{extra}"'] if missing else []
        if self.tool is not None and (missing or not self.tool.here):  # without its packages it cannot be asked
            commands.insert(0, self.tool.command)
        return tuple(commands)


FORMATS = (
    Format("Word", "docx docm dotx", "docx", ("lxml",)),
    Format(
        "Word 97–2003",
        "doc dot",
        "doc",
        second=(OFFICE, ANTIWORD),
        second_for=N_("files older than Word 97, and damaged ones"),
    ),
    Format("RTF", "rtf", "rtf", second=(OFFICE,), second_for=N_("files in which nothing legible is found")),
    Format("PDF", "pdf", "pdf", ("pypdfium2",)),
    Format(N_("scans and photographs"), "pdf png jpg tiff", "scans", ("PIL", "numpy"), "ocr", tool=TESSERACT),
    Format(N_("OpenDocument texts"), "odt ott fodt", "odt", ("lxml",)),
    Format(N_("workbooks"), "xlsx xlsm xlsb xls ods", "sheets", ("python_calamine", "lxml")),
    Format(N_("web pages"), "html htm mht", "html", ("lxml",)),
    Format(N_("Word's XML"), "xml", "flat", ("lxml",)),
    Format(N_("texts and their tables"), "txt md csv tsv", "text"),
    Format(N_("archives"), "zip", "archive"),
    Format(N_("under a password"), "docx xlsx doc xls", "unlock", ("msoffcrypto",), "passwords"),
)
REFUSED = (
    ("rar 7z", N_("unpack them and give the folder")),
    ("djvu", N_("save them as PDF")),
    ("ppt pptx odp", N_("save them as PDF")),
)


@click.command("formats", short_help="List the formats that this machine can read.")
def formats_command() -> None:
    """List the formats: which are read here, through what, and what to install for the others.

    The format of a file is told by its content, not by its name: a web page or an RTF named .doc is read all the same.

    EXTRACTOR_OFFICE=always gives all DOC and RTF files to LibreOffice, «never» none; else it is the second reader.
    """
    names = max(len(_(one.name)) for one in FORMATS)
    extensions = max(len(one.extensions) for one in FORMATS)
    for one in FORMATS:
        lacking = one.lacking
        click.echo(f"{_SIGNS[not lacking]} {_(one.name):<{names}}  {one.extensions:<{extensions}}  {_through(one)}")
        for note in (*map(_install, lacking), *_second(one)):
            click.echo(" " * _INDENT + note)
    for extensions_refused, advice in REFUSED:
        label = _("not read")
        click.echo(f"- {label:<{names}}  {extensions_refused:<{extensions}}  {_(advice)}")


def _through(one: Format) -> str:
    """«own reader, then LibreOffice»."""
    if one.tool is not None:
        return one.tool.name
    second = [tool.name for tool in one.second if tool.here]
    own = _("own reader") + (f" ({', '.join(one.libraries)})" if one.libraries else "")
    return _("{first}, then {others}").format(first=own, others=", ".join(second)) if second else own


def _install(command: str) -> str:
    return _("to install: {command}").format(command=command)


def _second(one: Format) -> Iterator[str]:
    """What is missing without a second reader."""
    if one.second and not any(tool.here for tool in one.second):
        commands = [tool.command for tool in one.second if tool.command]
        if not commands:
            return
        yield _("for {what}: {command}").format(what=_(one.second_for), command=_(" or ").join(commands))
